import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Fastify = ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance'] extends () => infer T
  ? T
  : never;

/** What a recording may be sent as. */
export const RECORDING_TYPES = ['text/csv', 'application/gzip', 'application/octet-stream'];

/** Bodies of recordings are handed on as they come: they may be of any size. */
@Injectable()
export class UploadBody implements OnModuleInit {
  readonly #host: HttpAdapterHost;

  constructor(host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify = this.#host.httpAdapter.getInstance<Fastify>();
    fastify.addContentTypeParser(RECORDING_TYPES, (_request, payload, done) => done(null, payload));
  }
}
