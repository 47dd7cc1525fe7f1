import { Injectable } from '@nestjs/common';
import type { healthSchema, readySchema } from '@plumbline/contract';
import type { z } from 'zod';
import { Draining } from '../process/draining.ts';
import { VERSION } from '../process/version.ts';
import { HealthRepository } from './health.repository.ts';

@Injectable()
export class HealthService {
  readonly #repository: HealthRepository;
  readonly #draining: Draining;

  constructor(repository: HealthRepository, draining: Draining) {
    this.#repository = repository;
    this.#draining = draining;
  }

  health(): z.infer<typeof healthSchema> {
    return { status: 'ok', version: VERSION };
  }

  async ready(): Promise<z.infer<typeof readySchema>> {
    const unavailable = await this.#repository.whyUnavailable();
    const reason = unavailable ?? this.#draining.reason;
    return { status: reason === null ? 'ready' : 'not_ready', database: unavailable === null, reason };
  }
}
