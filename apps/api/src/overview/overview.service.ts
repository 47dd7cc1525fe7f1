import { Inject, Injectable } from '@nestjs/common';
import type { OverviewEntry } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { OverviewRepository } from './overview.repository.ts';
import { byAttention, toEntry } from './overview-entry.ts';

@Injectable()
export class OverviewService {
  readonly #repository: OverviewRepository;
  readonly #config: ApiConfig;

  constructor(repository: OverviewRepository, @Inject(API_CONFIG) config: ApiConfig) {
    this.#repository = repository;
    this.#config = config;
  }

  async list(actor: Actor, nowUs: number): Promise<OverviewEntry[]> {
    const rows = await this.#repository.rows(actor, this.#config.timeZone);
    return rows.map((row) => toEntry(row, nowUs)).sort(byAttention);
  }
}
