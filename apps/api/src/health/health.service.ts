import { Injectable } from '@nestjs/common';
import type { healthSchema, readySchema } from '@plumbline/contract';
import type { z } from 'zod';
import { VERSION } from '../process/version.ts';
import { HealthRepository } from './health.repository.ts';

@Injectable()
export class HealthService {
  readonly #repository: HealthRepository;

  constructor(repository: HealthRepository) {
    this.#repository = repository;
  }

  health(): z.infer<typeof healthSchema> {
    return { status: 'ok', version: VERSION };
  }

  async ready(): Promise<z.infer<typeof readySchema>> {
    const reason = await this.#repository.whyUnavailable();
    return { status: reason === null ? 'ready' : 'not_ready', database: reason === null, reason };
  }
}
