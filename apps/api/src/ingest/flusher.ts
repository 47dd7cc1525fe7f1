import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DatabaseUnavailable } from '../database/database.ts';
import { NOTHING_DERIVED } from './derived-rows.ts';
import { IngestRepository } from './ingest.repository.ts';
import { packWrite } from './pack-write.ts';
import type { SessionIngest } from './session-ingest.ts';
import { IDLE_AFTER_MS, SessionRegistry } from './session-registry.ts';
import type { AlgorithmIds } from './store-writes.ts';
import type { SessionWrite } from './writes.ts';

export interface FlushListener {
  /** Everything of the write is stored: it may be acknowledged. */
  stored(write: SessionWrite): void;
  /** The session left the memory without being stored: its gateways must send again. */
  dropped(session: SessionIngest, reason: string): void;
}

/**
 * Between two commits. What is not committed is sent again after a crash, so a short wait is kind to gateways; but
 * every commit writes the open blocks again, so many sessions wait longer, up to the length of a block.
 */
const MIN_INTERVAL_MS = 1_000;
const MAX_INTERVAL_MS = 10_000;
const INTERVAL_PER_SESSION_MS = 20;
const RETRY_MS = 100;
const MAX_RETRY_MS = 3_000;
/** How long a shutdown waits for a database that is away; what is not stored was not acknowledged. */
const DRAIN_TIMEOUT_MS = 5_000;
/** Sessions in one transaction. Many: each of its statements waits for the database and for its turn here. */
const BATCH_SESSIONS = 200;
/** Taking so many keeps the process from everything else for some ten milliseconds. */
const TAKEN_AT_ONCE = 20;
const OWN_FAULT = 'the server met an error of its own';

/** Moves what is in memory into the database, one transaction at a time, until it has succeeded. */
@Injectable()
export class Flusher {
  readonly #logger = new Logger(Flusher.name);
  readonly #repository: IngestRepository;
  readonly #registry: SessionRegistry;
  #listener: FlushListener | null = null;
  #timer: NodeJS.Timeout | null = null;
  #tail: Promise<void> = Promise.resolve();
  #waiting = false;
  /** Wearers whose sessions are stored before those of everybody else. */
  #urgent = new Map<number, PromiseWithResolvers<void>>();
  #giveUpAtMs = Number.POSITIVE_INFINITY;
  #algorithms: AlgorithmIds | null = null;

  constructor(repository: IngestRepository, registry: SessionRegistry) {
    this.#repository = repository;
    this.#registry = registry;
  }

  start(listener: FlushListener): void {
    this.#listener = listener;
    this.#schedule();
  }

  /** Resolves when what is in memory now has been stored. Calls that come while one waits share it. */
  flush(): Promise<void> {
    if (!this.#waiting) {
      this.#waiting = true;
      void this.#next(() => {
        this.#waiting = false;
        return this.#flushAll(false);
      });
    }
    return this.#tail;
  }

  /** Resolves when what is in memory of the wearer has been stored, also while all the others are being stored. */
  flushOf(wearerId: number): Promise<void> {
    const wanted = this.#urgent.get(wearerId) ?? Promise.withResolvers<void>();
    this.#urgent.set(wearerId, wanted);
    void this.#next(() => this.#flushUrgent());
    return wanted.promise;
  }

  /** Stores what is in memory, then does the work before anything else is stored. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#next(async () => {
      await this.#flushAll(false);
      return work();
    });
  }

  /** Stores everything including the pipelines' state, and ends. Gives up on a database that stays away. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#giveUpAtMs = Date.now() + DRAIN_TIMEOUT_MS;
    await this.#next(() => this.#flushAll(true));
  }

  /** One after the other; what fails fails alone. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work);
    this.#tail = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  #schedule(): void {
    const wanted = this.#registry.size * INTERVAL_PER_SESSION_MS;
    const delayMs = Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, wanted));
    const timer = setTimeout(async () => {
      await this.flush();
      if (this.#timer === timer) this.#schedule();
    }, delayMs);
    this.#timer = timer;
  }

  async #flushAll(last: boolean): Promise<void> {
    const nowMs = Date.now();
    const sessions = [...this.#registry.sessions];
    for (let i = 0; i < sessions.length; i += BATCH_SESSIONS) {
      await this.#flushUrgent();
      await this.#flushBatch(sessions.slice(i, i + BATCH_SESSIONS), nowMs, last);
    }
    for (const session of sessions) if (isIdle(session, nowMs)) this.#registry.forget(session);
  }

  async #flushUrgent(): Promise<void> {
    const urgent = this.#urgent;
    if (urgent.size === 0) return;
    this.#urgent = new Map();
    const sessions = [...this.#registry.sessions].filter(({ wearerId }) => urgent.has(wearerId));
    await this.#flushBatch(sessions, Date.now(), false);
    for (const { resolve } of urgent.values()) resolve();
  }

  async #flushBatch(sessions: readonly SessionIngest[], nowMs: number, last: boolean): Promise<void> {
    const writes = await this.#take(sessions, nowMs, last);
    if (writes.length === 0) return;
    try {
      await this.#store(writes);
    } catch (error) {
      this.#logger.error(error);
      this.#drop(writes, OWN_FAULT);
    }
  }

  async #take(sessions: readonly SessionIngest[], nowMs: number, last: boolean): Promise<SessionWrite[]> {
    const writes: SessionWrite[] = [];
    for (let i = 0; i < sessions.length; i += TAKEN_AT_ONCE) {
      const some = sessions.slice(i, i + TAKEN_AT_ONCE);
      const taken = await Promise.all(some.map((session) => this.#takeOne(session, nowMs, last)));
      writes.push(...taken.filter((write) => write !== null));
    }
    return writes;
  }

  /** Null: nothing. A fault of one costs that one: what was taken of it is nowhere, so that it is sent again. */
  async #takeOne(session: SessionIngest, nowMs: number, last: boolean): Promise<SessionWrite | null> {
    try {
      const taken = session.take(nowMs, last || isIdle(session, nowMs));
      return taken && (await packWrite(taken));
    } catch (error) {
      this.#logger.error(error);
      this.#dropSession(session, OWN_FAULT);
      return null;
    }
  }

  async #store(writes: readonly SessionWrite[]): Promise<void> {
    for (let delayMs = RETRY_MS; ; delayMs = Math.min(2 * delayMs, MAX_RETRY_MS)) {
      try {
        return await this.#tryStore(writes);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) return this.#isolate(writes, error);
        this.#logger.warn(`the database is away, ${writes.length} sessions wait: ${error.message}`);
        if (Date.now() + delayMs > this.#giveUpAtMs) return this.#drop(writes, 'the database is away');
      }
      await sleep(delayMs);
    }
  }

  async #tryStore(writes: readonly SessionWrite[]): Promise<void> {
    this.#algorithms ??= await this.#repository.algorithmIds();
    const moved = await this.#repository.store(writes, this.#algorithms);
    if (moved.length === 0) return this.#stored(writes);
    await this.#resolveMoved(writes);
  }

  /**
   * The ledger stands elsewhere. Either this very transaction was committed and only its answer was lost, or
   * another API has taken the stream over.
   */
  async #resolveMoved(writes: readonly SessionWrite[]): Promise<void> {
    const ledger = await this.#repository.nextSeqs(writes.flatMap((w) => w.streams.map((s) => s.streamId)));
    const done = (w: SessionWrite): boolean => w.streams.every((s) => ledger.get(s.streamId) === s.nextSeq);
    if (writes.every(done)) return this.#stored(writes);
    const ours = (w: SessionWrite): boolean =>
      w.streams.every((s) => ledger.get(s.streamId) === s.expectedSeq);
    this.#drop(
      writes.filter((w) => !ours(w)),
      'another process stores the same stream',
    );
    const rest = writes.filter(ours);
    if (rest.length > 0) await this.#store(rest);
  }

  /** One session that cannot be stored must not hold up the others. */
  async #isolate(writes: readonly SessionWrite[], error: unknown): Promise<void> {
    if (writes.length === 1) return this.#storeRawAlone(writes[0]!, error);
    for (const write of writes) await this.#store([write]);
  }

  /** What was derived may be at fault: the samples are stored without it and analysed again later. */
  async #storeRawAlone(write: SessionWrite, error: unknown): Promise<void> {
    const code = String((error as { code?: unknown }).code);
    this.#logger.error(`a session could not be stored (${code}): ${(error as Error).message}`);
    if (write.derived === NOTHING_DERIVED) return this.#drop([write], `it cannot be stored (${code})`);
    this.#registry.session(write.sessionId)?.abandonAnalysis();
    await this.#store([{ ...write, derived: NOTHING_DERIVED, snapshot: null, recomputeFromUs: 0 }]);
  }

  #stored(writes: readonly SessionWrite[]): void {
    for (const write of writes) {
      const session = this.#registry.session(write.sessionId);
      for (const stream of session?.committed(write) ?? []) this.#registry.forgetStream(session!, stream);
      this.#listener?.stored(write);
    }
  }

  #drop(writes: readonly SessionWrite[], reason: string): void {
    for (const { sessionId } of writes) {
      const session = this.#registry.session(sessionId);
      if (session !== undefined) this.#dropSession(session, reason);
    }
  }

  #dropSession(session: SessionIngest, reason: string): void {
    this.#registry.forget(session);
    this.#listener?.dropped(session, reason);
  }
}

function isIdle(session: SessionIngest, nowMs: number): boolean {
  return nowMs - session.usedAtMs > IDLE_AFTER_MS;
}
