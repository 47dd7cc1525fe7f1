import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { BlockRow } from '../ingest/ingest.repository.ts';
import type { SampleSource } from '../ingest/session-pipeline.ts';
import { type AlgorithmIds, putWrites } from '../ingest/store-writes.ts';
import type { SessionWrite } from '../ingest/writes.ts';

/** A session that waits to be analysed again. */
export interface Queued {
  readonly sessionId: number;
  readonly wearerId: number;
  readonly tenantId: number;
  /** Changes when the session is queued again. */
  readonly ticket: string;
}

const QUEUED = `
  select r.session_id as "sessionId", w.wearer_id as "wearerId", w.tenant_id as "tenantId",
    r.queued_at::text as ticket
  from recompute r join wear_session w on w.id = r.session_id order by r.queued_at limit $1`;

/** By time and not by arrival: this is why it is done again. Nothing in it depends on what came first. */
const BLOCKS_BY_TIME = `
  select b.stream_id as "streamId", s.uuid as "streamUuid", b.first_sample::float8 as "firstSample", b.payload,
    s.channels, s.rate_hz as "rateHz", s.axes, w.seed, (extract(epoch from b.t0) * 1000000)::float8 as "t0Us"
  from stream s join raw_block b on b.stream_id = s.id join wear_session w on w.id = s.session_id
  where s.session_id = $1 and (b.t0, s.uuid) > (to_timestamp($2::float8 / 1e6), $3::uuid)
  order by b.t0, s.uuid limit $4`;

const SOURCE = `
  select s.channels, s.rate_hz as "rateHz", s.axes, w.seed from stream s join raw_block b on b.stream_id = s.id
    join wear_session w on w.id = s.session_id where s.session_id = $1 order by b.t0, s.uuid limit 1`;

const DONE =
  'delete from recompute where session_id = $1 and queued_at = $2::timestamptz returning session_id';

/** By time, the last stream of the session: whether its closing record came. */
const IS_CLOSED = `
  select s.ended_at is not null as closed from stream s join stream_progress p on p.stream_id = s.id
  where s.session_id = $1 and p.last_sample_at is not null order by p.last_sample_at desc, s.uuid limit 1`;

/** An older process replays what a newer one has told. */
const TOLD_BY_NEWER =
  'select exists (select from bout where wearer_id = $1 and session_id = $2 and algorithm > $3) as newer';

export type TimedBlock = BlockRow & Place;

/** A block among those of its session. */
export interface Place {
  readonly t0Us: number;
  readonly streamUuid: string;
}

const BEFORE_ALL: Place = { t0Us: 0, streamUuid: '00000000-0000-0000-0000-000000000000' };

@Injectable()
export class RecomputeRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  queued(limit: number): Promise<Queued[]> {
    return this.#database.query<Queued & Record<string, unknown>>(QUEUED, [limit]);
  }

  /** What the first block says of the samples; null: there is none. */
  async sourceOf(sessionId: number): Promise<SampleSource | null> {
    const [row] = await this.#database.query<SampleSource & Record<string, unknown>>(SOURCE, [sessionId]);
    return row ?? null;
  }

  async *blocksByTime(
    sessionId: number,
    page: number,
    after: Place | null = null,
  ): AsyncGenerator<TimedBlock> {
    let last = after ?? BEFORE_ALL;
    for (;;) {
      const values = [sessionId, last.t0Us, last.streamUuid, page];
      const rows = await this.#database.query<TimedBlock & Record<string, unknown>>(BLOCKS_BY_TIME, values);
      yield* rows;
      if (rows.length < page) return;
      last = rows.at(-1)!;
    }
  }

  async isClosed(sessionId: number): Promise<boolean> {
    const [row] = await this.#database.query<{ closed: boolean }>(IS_CLOSED, [sessionId]);
    return row?.closed === true;
  }

  async isToldByNewer({ wearerId, sessionId }: Queued, { posture }: AlgorithmIds): Promise<boolean> {
    const [row] = await this.#database.query<{ newer: boolean }>(TOLD_BY_NEWER, [
      wearerId,
      sessionId,
      posture,
    ]);
    return row!.newer;
  }

  /**
   * Replaces what is derived of the session from the write's beginning on; what was derived from samples that are not
   * kept any more stays. Does nothing when it was queued again meanwhile.
   */
  async replace(queued: Queued, write: SessionWrite, algorithms: AlgorithmIds): Promise<void> {
    await this.#database.transaction(async (queries) => {
      const done = await queries.query(DONE, [queued.sessionId, queued.ticket]);
      if (done.length === 0) return;
      await putWrites(queries, [write], algorithms);
    });
  }

  /** There is nothing to analyse in it. */
  async dismiss(queued: Queued): Promise<void> {
    await this.#database.query(DONE, [queued.sessionId, queued.ticket]);
  }
}
