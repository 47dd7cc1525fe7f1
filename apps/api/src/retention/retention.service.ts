import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Retention } from '@plumbline/contract';
import type { Actor } from '../database/people-database.ts';
import { RetentionRepository } from './retention.repository.ts';

/** Long after the start, so that it costs nothing there; the start itself made the partitions it needs. */
const INTERVAL_MS = 6 * 3_600_000;

/** How long things are kept, and the work that follows from it. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap {
  readonly #logger = new Logger(RetentionService.name);
  readonly #repository: RetentionRepository;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(repository: RetentionRepository) {
    this.#repository = repository;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running = this.apply();
    }, INTERVAL_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running;
  }

  read(actor: Actor): Promise<Retention> {
    return this.#repository.read(actor);
  }

  /** What is older already goes with the next round. */
  async set(actor: Actor, retention: Retention): Promise<Retention> {
    await this.#repository.set(actor, retention);
    return this.#repository.read(actor);
  }

  /** One round. What fails is tried again at the next. */
  async apply(): Promise<void> {
    try {
      const done = await this.#repository.apply();
      const told = Object.entries(done).map(([what, n]) => `${what}: ${n}`);
      if (told.length > 0) this.#logger.log(`kept long enough and removed: ${told.join(', ')}`);
    } catch (error) {
      this.#logger.warn(`retention has to wait: ${(error as Error).message}`);
    }
  }
}
