import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.ts';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';
import { Looks } from '../process/looks.ts';
import { zonesOfDay } from './day-bounds.ts';
import { DaySummariser } from './day-summariser.ts';
import { type DueDay, SummariesRepository } from './summaries.repository.ts';

const FIRST_LOOK_MS = 3_000;
const LOOK_INTERVAL_MS = 5_000;
const DAYS_PER_LOOK = 20;
/** Days that end are noticed this often. */
const ENDED_INTERVAL_MS = 10 * 60_000;

/** Keeps the summaries of days and minutes true to what is stored, one day after the other. */
@Injectable()
export class SummariesService implements OnApplicationBootstrap {
  readonly #logger = new Logger(SummariesService.name);
  readonly #config: ApiConfig;
  readonly #repository: SummariesRepository;
  readonly #summariser: DaySummariser;
  readonly #looks = new Looks(() => this.#look());
  #endedLookedMs = Number.NEGATIVE_INFINITY;
  #older = false;
  /** Days that this version fails at: another look would not help. */
  readonly #failed = new Set<string>();

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    repository: SummariesRepository,
    summariser: DaySummariser,
  ) {
    this.#config = config;
    this.#repository = repository;
    this.#summariser = summariser;
  }

  onApplicationBootstrap(): void {
    this.#looks.begin(FIRST_LOOK_MS);
  }

  /** Leaves what it was at for the next start: it is still in the queue. */
  stop(): Promise<void> {
    return this.#looks.stop();
  }

  async #look(): Promise<number> {
    let found = 0;
    try {
      await this.#queue();
      found = await this.#summariseDue();
    } catch (error) {
      this.#logger.warn(`summaries have to wait: ${(error as Error).message}`);
    }
    return found < DAYS_PER_LOOK ? LOOK_INTERVAL_MS : 0;
  }

  /** What nobody's samples put into the queue. */
  async #queue(): Promise<void> {
    if (!this.#older) await this.#repository.queueOlder();
    this.#older = true;
    if (performance.now() - this.#endedLookedMs < ENDED_INTERVAL_MS) return;
    await this.#repository.queueEnded();
    this.#endedLookedMs = performance.now();
  }

  /** How many were done. */
  async #summariseDue(): Promise<number> {
    const due = await this.#repository.due(DAYS_PER_LOOK + this.#failed.size);
    const able = due.filter((day) => !this.#failed.has(keyOf(day)));
    for (const day of able) if (!this.#looks.stopped) await this.#summarise(day);
    return able.length;
  }

  async #summarise(due: DueDay): Promise<void> {
    try {
      await this.#repository.take(due);
      const { wearerId, date, settings } = due;
      const database = this.#repository.database;
      const zones = await zonesOfDay(database, wearerId, date, this.#config.timeZone);
      const found = await this.#summariser.summarise(database, wearerId, date, zones, settings?.activeHours);
      if (found === null || (await this.#repository.hasLostItsBeginning(due, found))) {
        return await this.#repository.dismiss(due);
      }
      const complete = Date.now() * 1000 >= found.summary.day.endUs;
      await this.#repository.put(due, zones.timeZone, found.summary, found.minutes, complete);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      this.#failed.add(keyOf(due));
      this.#logger.error(error);
    }
  }
}

function keyOf({ wearerId, date }: DueDay): string {
  return `${wearerId} ${date}`;
}
