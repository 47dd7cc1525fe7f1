import { Injectable } from '@nestjs/common';
import type { OverviewEntry } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
import { OverviewRepository } from './overview.repository.ts';
import { byAttention, toEntry } from './overview-entry.ts';

@Injectable()
export class OverviewService {
  readonly #repository: OverviewRepository;

  constructor(repository: OverviewRepository) {
    this.#repository = repository;
  }

  async list(actor: Actor, nowUs: number): Promise<OverviewEntry[]> {
    const rows = await this.#repository.rows(actor);
    return rows.map((row) => toEntry(row, nowUs)).sort(byAttention);
  }
}
