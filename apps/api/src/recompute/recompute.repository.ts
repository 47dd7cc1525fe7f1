import { Injectable } from '@nestjs/common';
import type { PostureLabel } from '@plumbline/core';
import { Database } from '../database/database.ts';
import type { BlockRow } from '../ingest/ingest.repository.ts';
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

/** By time and not by arrival: this is why it is done again. */
const BLOCKS_BY_TIME = `
  select b.stream_id as "streamId", b.first_sample::float8 as "firstSample", b.payload, s.channels,
    s.rate_hz as "rateHz", s.axes, (extract(epoch from b.t0) * 1000000)::float8 as "t0Us"
  from stream s join raw_block b on b.stream_id = s.id
  where s.session_id = $1 and (b.t0, b.stream_id) > (to_timestamp($2::float8 / 1e6), $3::int)
  order by b.t0, b.stream_id limit $4`;

/** Later ones win. */
const LABELS = `
  select l.id, (extract(epoch from l.start_at) * 1000000)::float8 as "fromUs",
    (extract(epoch from l.end_at) * 1000000)::float8 as "toUs", p.name as state
  from label l join posture_state p on p.id = l.state join wear_session w on w.wearer_id = l.wearer_id
  where w.id = $1 and l.withdrawn_at is null and l.end_at > w.started_at order by l.created_at, l.id`;

const DONE =
  'delete from recompute where session_id = $1 and queued_at = $2::timestamptz returning session_id';

const CUT_SECONDS = `delete from posture_1s where wearer_id = $1 and session_id = $2
  and time >= to_timestamp($3::float8 / 1e6)`;

export type TimedBlock = BlockRow & { readonly t0Us: number };

@Injectable()
export class RecomputeRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  queued(limit: number): Promise<Queued[]> {
    return this.#database.query<Queued & Record<string, unknown>>(QUEUED, [limit]);
  }

  async *blocksByTime(sessionId: number, page: number): AsyncGenerator<TimedBlock> {
    let last = { t0Us: 0, streamId: -1 };
    for (;;) {
      const rows = await this.#database.query<TimedBlock & Record<string, unknown>>(BLOCKS_BY_TIME, [
        sessionId,
        last.t0Us,
        last.streamId,
        page,
      ]);
      yield* rows;
      if (rows.length < page) return;
      last = rows.at(-1)!;
    }
  }

  /** What was said about the session's time. */
  labels(sessionId: number): Promise<PostureLabel[]> {
    return this.#database.query<PostureLabel & Record<string, unknown>>(LABELS, [sessionId]);
  }

  /**
   * Replaces what is derived of the session from the write's beginning on; what was derived from samples that are not
   * kept any more stays. Does nothing when it was queued again meanwhile.
   */
  async replace(queued: Queued, write: SessionWrite, algorithms: AlgorithmIds): Promise<void> {
    await this.#database.transaction(async (queries) => {
      const done = await queries.query(DONE, [queued.sessionId, queued.ticket]);
      if (done.length === 0) return;
      const values = [queued.wearerId, queued.sessionId, write.derived.anewFromUs ?? 0];
      await queries.query(CUT_SECONDS, values);
      await putWrites(queries, [write], algorithms);
    });
  }

  /** There is nothing to analyse in it. */
  async dismiss(queued: Queued): Promise<void> {
    await this.#database.query(DONE, [queued.sessionId, queued.ticket]);
  }
}
