import { Controller, Get, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse } from '@nestjs/swagger';
import { problemSchema } from '@plumbline/contract';
import { z } from 'zod';
import type { Identity, WearerRef } from '../access/identity.ts';
import { OfWearer, Who, Whose } from '../access/request.ts';
import {
  type StreamDigest,
  type StreamSummary,
  streamDigestSchema,
  streamIdSchema,
  streamSummarySchema,
} from './streams.schema.ts';
import { StreamsService } from './streams.service.ts';

@Controller('v1/streams')
export class StreamsController {
  readonly #streams: StreamsService;

  constructor(streams: StreamsService) {
    this.#streams = streams;
  }

  /** The latest first. */
  @Get()
  @OfWearer()
  @ApiOkResponse({ standardSchema: z.array(streamSummarySchema) })
  streams(@Who() who: Identity, @Whose() wearer: WearerRef): Promise<StreamSummary[]> {
    return this.#streams.streams(who, wearer);
  }

  /** Reads every stored sample back: their number and their fingerprint. */
  @Get(':id/digest')
  @OfWearer()
  @ApiOkResponse({ standardSchema: streamDigestSchema })
  @ApiNotFoundResponse({ standardSchema: problemSchema })
  digest(
    @Param('id', { schema: streamIdSchema }) id: string,
    @Who() who: Identity,
    @Whose() wearer: WearerRef,
  ): Promise<StreamDigest> {
    return this.#streams.digest(who, wearer, id);
  }
}
