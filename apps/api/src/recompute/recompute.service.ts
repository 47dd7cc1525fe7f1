import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.ts';
import { DerivedRowsBuilder } from '../ingest/derived-rows.ts';
import { ImuColumns } from '../ingest/imu-columns.ts';
import { IngestRepository } from '../ingest/ingest.repository.ts';
import { packState } from '../ingest/pack-write.ts';
import { unpackBlock } from '../ingest/sample-blocks.ts';
import { SessionPipeline } from '../ingest/session-pipeline.ts';
import { SessionRegistry } from '../ingest/session-registry.ts';
import type { SessionWrite } from '../ingest/writes.ts';
import { Looks } from '../process/looks.ts';
import { type Queued, RecomputeRepository } from './recompute.repository.ts';

const FIRST_LOOK_MS = 2_000;
const LOOK_INTERVAL_MS = 5_000;
const SESSIONS_PER_LOOK = 5;
/** Blocks read at once: ten minutes. */
const PAGE = 60;

/**
 * Analyses sessions again whose samples came out of order or whose analysis failed, from the raw samples and with
 * the same code. Sessions that live samples are coming in for wait until they are at rest.
 */
@Injectable()
export class RecomputeService implements OnApplicationBootstrap {
  readonly #logger = new Logger(RecomputeService.name);
  readonly #repository: RecomputeRepository;
  readonly #ingest: IngestRepository;
  readonly #registry: SessionRegistry;
  readonly #looks = new Looks(() => this.#look());
  /** Their analysis fails in this version: another look would not help. */
  readonly #failed = new Set<number>();

  constructor(repository: RecomputeRepository, ingest: IngestRepository, registry: SessionRegistry) {
    this.#repository = repository;
    this.#ingest = ingest;
    this.#registry = registry;
  }

  onApplicationBootstrap(): void {
    this.#looks.begin(FIRST_LOOK_MS);
  }

  /** Leaves what it was at for the next start. */
  stop(): Promise<void> {
    return this.#looks.stop();
  }

  async #look(): Promise<number> {
    try {
      for (const queued of await this.#repository.queued(SESSIONS_PER_LOOK + this.#failed.size)) {
        if (this.#mayBegin(queued.sessionId)) await this.#again(queued);
      }
    } catch (error) {
      // The queue is in the database: the next look finds it again.
      this.#logger.warn(`analysing again has to wait: ${(error as Error).message}`);
    }
    return LOOK_INTERVAL_MS;
  }

  #mayBegin(sessionId: number): boolean {
    return !this.#looks.stopped && !this.#registry.has(sessionId) && !this.#failed.has(sessionId);
  }

  async #again(queued: Queued): Promise<void> {
    try {
      const write = await this.#analyse(queued);
      if (write !== null) await this.#replace(queued, write);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      this.#failed.add(queued.sessionId);
      this.#logger.error(error);
    }
  }

  async #replace(queued: Queued, write: SessionWrite): Promise<void> {
    const algorithms = await this.#ingest.algorithmIds();
    // A sensor may have come back to the session meanwhile: then it is done later.
    await this.#registry.unlessLoaded(queued.sessionId, () =>
      this.#repository.replace(queued, write, algorithms),
    );
    this.#logger.log(`session ${queued.sessionId} was analysed again`);
  }

  /** Null: it was dismissed, or has to wait. */
  async #analyse(queued: Queued): Promise<SessionWrite | null> {
    const derived = new DerivedRowsBuilder();
    const labels = await this.#repository.labels(queued.sessionId);
    let pipeline: SessionPipeline | null = null;
    for await (const row of this.#repository.blocksByTime(queued.sessionId, PAGE)) {
      if (this.#looks.stopped || this.#registry.has(queued.sessionId)) return null;
      if (pipeline === null) {
        pipeline = SessionPipeline.of(row, { labels });
        derived.beginAnew(row.t0Us);
      }
      const columns = ImuColumns.of(row.channels);
      if (pipeline === null || columns === null) continue;
      const encodings = row.channels.map(({ encoding }) => encoding);
      derived.add(pipeline.push(unpackBlock(row.payload, encodings), columns));
    }
    if (pipeline === null) {
      await this.#repository.dismiss(queued);
      return null;
    }
    const state = pipeline.state();
    derived.addClosing(pipeline.close());
    const { sessionId, wearerId, tenantId } = queued;
    return {
      sessionId,
      wearerId,
      tenantId,
      streams: [],
      derived: derived.take(),
      snapshot: state && (await packState(state)),
      recomputeFromUs: null,
    };
  }
}
