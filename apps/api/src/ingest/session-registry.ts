import { Injectable } from '@nestjs/common';
import type { StreamOpen } from '@plumbline/contract';
import { ImuColumns } from './imu-columns.ts';
import {
  ForeignSession,
  IngestRepository,
  type Recorder,
  type StreamRow,
  type Wearer,
} from './ingest.repository.ts';
import { Lanes } from './lanes.ts';
import { unpackBlock } from './sample-blocks.ts';
import { SessionIngest } from './session-ingest.ts';
import { SessionPipeline } from './session-pipeline.ts';
import { StreamIngest } from './stream-ingest.ts';

/** A stream and the session it belongs to. */
export interface Loaded {
  readonly session: SessionIngest;
  readonly stream: StreamIngest;
}

/** Blocks read at once while a pipeline catches up. */
const REPLAY_PAGE = 60;
/** A session that nobody adds to any more leaves the memory; its state is in the database. */
export const IDLE_AFTER_MS = 10 * 60_000;
/** After a start every gateway comes back at the same moment; half of the connections to the database stay free. */
const WEARERS_AT_ONCE = 4;

/**
 * The sessions and streams in memory. Each is loaded once, whoever asks for it at the same time: two loads of one session
 * at once would give it two pipelines. What is done for one wearer is done one after the other.
 */
@Injectable()
export class SessionRegistry {
  readonly #repository: IngestRepository;
  readonly #sessions = new Map<number, SessionIngest>();
  readonly #sessionOfStream = new Map<string, SessionIngest>();
  readonly #lanes = new Lanes(WEARERS_AT_ONCE);

  constructor(repository: IngestRepository) {
    this.#repository = repository;
  }

  get sessions(): Iterable<SessionIngest> {
    return this.#sessions.values();
  }

  get size(): number {
    return this.#sessions.size;
  }

  session(id: number): SessionIngest | undefined {
    return this.#sessions.get(id);
  }

  has(sessionId: number): boolean {
    return this.#sessions.has(sessionId);
  }

  /** Does the work only if the wearer's session is not in memory, and keeps it out until the work is done. */
  unlessLoaded(wearerId: number, sessionId: number, work: () => Promise<void>): Promise<void> {
    return this.#lanes.run(wearerId, async () => {
      if (!this.has(sessionId)) await work();
    });
  }

  /** Lets go of the wearer's sessions, and does the work before any of them can be loaded again. Returns those. */
  without(wearerId: number, work: () => Promise<void>): Promise<SessionIngest[]> {
    return this.#lanes.run(wearerId, async () => {
      const sessions = [...this.#sessions.values()].filter((session) => session.wearerId === wearerId);
      for (const session of sessions) this.forget(session);
      await work();
      return sessions;
    });
  }

  /** Without waiting: what is in memory. */
  find(uuid: string): Loaded | null {
    const session = this.#sessionOfStream.get(uuid);
    const stream = session?.stream(uuid);
    return session && stream ? { session, stream } : null;
  }

  /** From the database; null: it has never been opened. Throws a ForeignSession when it is somebody else's. */
  load(uuid: string, wearerId: number): Promise<Loaded | null> {
    return this.#lanes.run(wearerId, async () => {
      const known = this.find(uuid);
      const row = known === null ? await this.#repository.findStream(uuid) : null;
      return row === null ? known : this.#enter(row, wearerId);
    });
  }

  open(uuid: string, recorder: Recorder, wearer: Wearer, open: StreamOpen): Promise<Loaded> {
    return this.#lanes.run(wearer.id, async () => {
      const row = await this.#repository.openStream(uuid, recorder, wearer, open);
      return this.find(uuid) ?? this.#enter(row, wearer.id);
    });
  }

  /** Everything of it has been stored, or must be read again. */
  forget(session: SessionIngest): void {
    this.#sessions.delete(session.id);
    for (const stream of session.streams) this.#sessionOfStream.delete(stream.row.uuid);
  }

  /** What is in memory of a stream that another process went on with is worth nothing. */
  forgetOvertaken(uuid: string, storedSeq: number): void {
    const loaded = this.find(uuid);
    if (loaded?.stream.isOvertaken(storedSeq)) this.forget(loaded.session);
  }

  forgetStream(session: SessionIngest, stream: StreamIngest): void {
    session.remove(stream);
    this.#sessionOfStream.delete(stream.row.uuid);
  }

  async #enter(row: StreamRow, wearerId: number): Promise<Loaded> {
    if (row.wearerId !== wearerId) throw new ForeignSession(`stream ${row.uuid} belongs to another wearer`);
    const openBlock = row.samples > 0 ? await this.#repository.lastBlock(row.id) : null;
    const stream = new StreamIngest(row, openBlock);
    const session = await this.#sessionFor(row);
    session.add(stream);
    this.#sessions.set(session.id, session);
    this.#sessionOfStream.set(row.uuid, session);
    return { session, stream };
  }

  async #sessionFor(row: StreamRow): Promise<SessionIngest> {
    const known = this.#sessions.get(row.sessionId);
    if (known !== undefined && known.pipeline?.parameters === SessionPipeline.of(row)?.parameters)
      return known;
    const snapshot = await this.#repository.loadPipeline(row.sessionId);
    const options = { labels: await this.#repository.labels(row.sessionId) };
    const pipeline =
      snapshot === null ? SessionPipeline.of(row, options) : SessionPipeline.resume(row, snapshot, options);
    const session = known ?? new SessionIngest(row, pipeline);
    session.replacePipeline(pipeline);
    if (pipeline === null) return session;
    if (snapshot !== null && pipeline.supersedes(snapshot)) session.beginAnew(0);
    await this.#catchUp(session, pipeline);
    return session;
  }

  /** Analyses what was stored since the snapshot, or everything where there was no usable one. */
  async #catchUp(session: SessionIngest, pipeline: SessionPipeline): Promise<void> {
    for await (const row of this.#repository.blocksAfter(session.id, pipeline.lastUs ?? -1, REPLAY_PAGE)) {
      // It has met a fault: the samples wait for a version without it.
      if (session.pipeline === null) return;
      const columns = ImuColumns.of(row.channels);
      if (columns === null || SessionPipeline.of(row)?.parameters !== pipeline.parameters) continue;
      session.replay(
        unpackBlock(
          row.payload,
          row.channels.map(({ encoding }) => encoding),
        ),
        columns,
      );
    }
  }
}
