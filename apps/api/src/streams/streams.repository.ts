import { Injectable } from '@nestjs/common';
import type { StreamOpen } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

const STREAMS = `
  select s.uuid, w.uuid as session, s.channels, s.rate_hz, s.source, sensor.key as sensor,
    p.next_seq::float8 as next_seq, p.samples::float8 as samples, p.rejected::float8 as rejected,
    (select coalesce(sum(missing), 0)::float8 from gap where stream_id = s.id) as missing,
    (extract(epoch from s.opened_at) * 1000000)::float8 as opened_us,
    (extract(epoch from s.ended_at) * 1000000)::float8 as ended_us
  from stream s join wear_session w on w.id = s.session_id join sensor on sensor.id = s.sensor_id
    join stream_progress p on p.stream_id = s.id
  where s.wearer_id = $1 order by s.id desc limit $2`;

const CHANNELS = 'select channels from stream where uuid = $1 and wearer_id = $2';

const BLOCK_PAGE = `
  select ${usOf('t0')} as "t0Us", payload from raw_block
  where stream_id = (select id from stream where uuid = $1) and t0 > ${atUs('$2')} order by t0 limit $3`;

export interface StreamSummaryRow {
  readonly uuid: string;
  readonly session: string;
  readonly sensor: string;
  readonly channels: StreamOpen['channels'];
  readonly rate_hz: number;
  readonly source: string;
  readonly next_seq: number;
  readonly samples: number;
  readonly rejected: number;
  readonly missing: number;
  readonly opened_us: number;
  readonly ended_us: number | null;
}

export interface PayloadRow {
  readonly t0Us: number;
  readonly payload: Uint8Array;
}

/** Ten minutes of ten-second blocks: what comes at once is read at once. */
const PAGE = 60;

@Injectable()
export class StreamsRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** The latest first. */
  streams(actor: Actor, wearerId: number, limit: number): Promise<StreamSummaryRow[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<StreamSummaryRow & Record<string, unknown>>(STREAMS, [wearerId, limit]),
    );
  }

  /** Null: no such stream. */
  async channels(actor: Actor, wearerId: number, uuid: string): Promise<StreamOpen['channels'] | null> {
    const [row] = await this.#database.as(actor, (queries) =>
      queries.query<{ channels: StreamOpen['channels'] }>(CHANNELS, [uuid, wearerId]),
    );
    return row?.channels ?? null;
  }

  /** Every stored block of a stream in the order of its samples, whose times only ever grow; a page at a time. */
  async *blocks(actor: Actor, uuid: string): AsyncGenerator<PayloadRow> {
    let lastUs = 0;
    for (;;) {
      const rows = await this.#database.as(actor, (queries) =>
        queries.query<PayloadRow & Record<string, unknown>>(BLOCK_PAGE, [uuid, lastUs, PAGE]),
      );
      yield* rows;
      if (rows.length < PAGE) return;
      lastUs = rows.at(-1)!.t0Us;
    }
  }
}
