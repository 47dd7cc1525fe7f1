import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Bout, PipelineOutput } from '@plumbline/core';
import { DatabaseUnavailable } from '../database/database.ts';
import { WearerBus } from '../events/wearer-bus.ts';
import { DerivedRowsBuilder } from '../ingest/derived-rows.ts';
import { Flusher } from '../ingest/flusher.ts';
import { ImuColumns } from '../ingest/imu-columns.ts';
import { type BlockRow, IngestRepository } from '../ingest/ingest.repository.ts';
import { packState } from '../ingest/pack-write.ts';
import { unpackBlock } from '../ingest/sample-blocks.ts';
import type { SessionIngest } from '../ingest/session-ingest.ts';
import { type SampleSource, SessionPipeline } from '../ingest/session-pipeline.ts';
import { SessionRegistry } from '../ingest/session-registry.ts';
import type { AlgorithmIds } from '../ingest/store-writes.ts';
import type { KnownMounting, SessionWrite } from '../ingest/writes.ts';
import { Looks } from '../process/looks.ts';
import { type Queued, RecomputeRepository } from './recompute.repository.ts';

const FIRST_LOOK_MS = 2_000;
/** Somebody may be waiting for what became of a correction. */
const LOOK_INTERVAL_MS = 1_000;
const SESSIONS_PER_LOOK = 5;
/** Blocks read at once: ten minutes. */
const PAGE = 60;

/** A session told from its raw samples, as far as they were stored. */
interface Retold {
  readonly pipeline: SessionPipeline;
  readonly derived: DerivedRowsBuilder;
}

/**
 * Analyses sessions again whose samples came out of order, about which something was said, or whose analysis failed,
 * from the raw samples and with the same code. One that samples are coming in for goes on with the new analysis.
 */
@Injectable()
export class RecomputeService implements OnApplicationBootstrap {
  readonly #logger = new Logger(RecomputeService.name);
  readonly #repository: RecomputeRepository;
  readonly #ingest: IngestRepository;
  readonly #registry: SessionRegistry;
  readonly #flusher: Flusher;
  readonly #bus: WearerBus;
  readonly #looks = new Looks(() => this.#look());
  /** Those whose analysis fails in this version: another look would not help until they are queued again. */
  readonly #failed = new Set<string>();

  constructor(
    repository: RecomputeRepository,
    ingest: IngestRepository,
    registry: SessionRegistry,
    flusher: Flusher,
    bus: WearerBus,
  ) {
    this.#repository = repository;
    this.#ingest = ingest;
    this.#registry = registry;
    this.#flusher = flusher;
    this.#bus = bus;
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
        if (!this.#looks.stopped && !this.#failed.has(keyOf(queued))) await this.#again(queued);
      }
    } catch (error) {
      // The queue is in the database: the next look finds it again.
      this.#logger.warn(`analysing again has to wait: ${(error as Error).message}`);
    }
    return LOOK_INTERVAL_MS;
  }

  async #again(queued: Queued): Promise<void> {
    const running = this.#registry.session(queued.sessionId);
    try {
      const algorithms = await this.#ingest.algorithmIds();
      // An older version does not undo what a newer one has told.
      if (await this.#repository.isToldByNewer(queued, algorithms)) this.#failed.add(keyOf(queued));
      else if (running !== undefined) await this.#takeOver(queued, running);
      else await this.#atRest(queued, algorithms);
    } catch (error) {
      running?.endTail();
      if (error instanceof DatabaseUnavailable) throw error;
      this.#failed.add(keyOf(queued));
      this.#logger.error(error);
    }
  }

  async #atRest(queued: Queued, algorithms: AlgorithmIds): Promise<void> {
    const retold = await this.#retell(queued, () => !this.#registry.has(queued.sessionId));
    if (retold === null) return;
    const write = await this.#writeOf(queued, retold);
    // A sensor may have come back to the session meanwhile: then it is done later.
    await this.#registry.unlessLoaded(queued.wearerId, queued.sessionId, () =>
      this.#repository.replace(queued, write, algorithms),
    );
    this.#bus.publish({ kind: 'stored', wearerId: queued.wearerId, sessionId: queued.sessionId });
    await this.#ingest.seedLater([write]);
    this.#logger.log(`session ${queued.sessionId} was analysed again`);
  }

  /**
   * Most of it beside the running analysis; what has come meanwhile while nothing else is stored; and what came while
   * that was read in one go with the change, so that no sample is missed or told twice.
   */
  async #takeOver(queued: Queued, session: SessionIngest): Promise<void> {
    const isSame = (): boolean => this.#registry.session(queued.sessionId) === session;
    await this.#flusher.flush();
    const [stream] = session.streams;
    const retold = await this.#retell(queued, isSame, stream?.row);
    if (retold === null) return;
    const { pipeline, derived } = retold;
    session.beginTail();
    await this.#flusher.between(async () => {
      const rest = this.#ingest.blocksAfter(queued.sessionId, pipeline.lastUs ?? -1, PAGE);
      for await (const row of rest) push(retold, row);
      const closed = await this.#repository.isClosed(queued.sessionId);
      if (!isSame()) return;
      session.adopt(pipeline, derived, closed, queued.ticket);
      this.#tell(session, derived.bouts, pipeline.mounting);
    });
    await this.#flusher.flush();
    this.#logger.log(`session ${queued.sessionId} goes on with a new analysis`);
  }

  /** Whoever follows live sees the day change. */
  #tell(
    { id: sessionId, wearerId }: SessionIngest,
    bouts: readonly Bout[],
    known: KnownMounting | null,
  ): void {
    if (known === null) return;
    const output: PipelineOutput = {
      ...{ orientation: NO_ROWS, seconds: [], decidedUntilUs: null, rotations: [], load: [] },
      bouts: { fromUs: 0, bouts },
      mounting: known.state,
    };
    this.#bus.publish({ kind: 'output', wearerId, sessionId, output });
  }

  /** From what is stored; `expected`: if nothing is, such samples will come. Null: there is nothing, or it has to wait. */
  async #retell(queued: Queued, mayGoOn: () => boolean, expected?: SampleSource): Promise<Retold | null> {
    const labels = await this.#ingest.labels(queued.sessionId);
    let retold = null as Retold | null;
    for await (const row of this.#repository.blocksByTime(queued.sessionId, PAGE)) {
      if (this.#looks.stopped || !mayGoOn()) return null;
      const pipeline: SessionPipeline | null = retold?.pipeline ?? SessionPipeline.of(row, { labels });
      if (pipeline === null) continue;
      if (retold === null) {
        retold = { pipeline, derived: new DerivedRowsBuilder() };
        retold.derived.beginAnew(row.t0Us);
      }
      push(retold, row);
      // Whoever is live goes first.
      await breathe();
    }
    const fresh = retold === null && expected ? SessionPipeline.of(expected, { labels }) : null;
    if (fresh !== null) return { pipeline: fresh, derived: new DerivedRowsBuilder() };
    if (retold === null) await this.#repository.dismiss(queued);
    return retold;
  }

  async #writeOf(queued: Queued, { pipeline, derived }: Retold): Promise<SessionWrite> {
    const { sessionId, wearerId, tenantId, ticket } = queued;
    const state = pipeline.state();
    const { mounting } = pipeline;
    if (await this.#repository.isClosed(sessionId)) derived.addClosing(pipeline.close());
    return {
      ...{ sessionId, wearerId, tenantId, streams: [], recomputeFromUs: null, mounting, answers: ticket },
      derived: derived.take(),
      snapshot: state && (await packState(state)),
    };
  }
}

function keyOf({ sessionId, ticket }: Queued): string {
  return `${sessionId} ${ticket}`;
}

function push({ pipeline, derived }: Retold, row: BlockRow): void {
  const columns = ImuColumns.of(row.channels);
  if (columns === null) return;
  const encodings = row.channels.map(({ encoding }) => encoding);
  derived.add(pipeline.push(unpackBlock(row.payload, encodings), columns));
}

const EMPTY = new Float64Array(0);
const NO_ROWS: PipelineOutput['orientation'] = {
  ...{ n: 0, tUs: EMPTY, w: EMPTY, x: EMPTY, y: EMPTY, z: EMPTY },
  ...{ flexionDeg: EMPTY, sideBendDeg: EMPTY, rotationDeg: EMPTY, tiltDeg: EMPTY },
};
