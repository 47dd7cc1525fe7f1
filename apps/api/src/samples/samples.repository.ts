import { Injectable } from '@nestjs/common';
import type { StreamOpen } from '@plumbline/contract';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { atUs, usOf } from '../database/wire.ts';

/** No block is longer than that. */
const LONGEST = "interval '1 minute'";
const STREAMS = `
  select s.id, s.channels from stream s where s.wearer_id = $1 and s.opened_at < ${atUs('$3')}
    and coalesce(s.ended_at, 'infinity') > ${atUs('$2')} order by s.opened_at, s.id`;
const BLOCKS = `
  select ${usOf('t0')} as "t0Us", payload from raw_block
  where stream_id = $1 and t0 > ${atUs('$2')} - ${LONGEST} and t0 > ${atUs('$4')} and t0 < ${atUs('$3')} order by t0 limit $5`;
/** Ten minutes of ten-second blocks: what comes at once is read at once. */
const PAGE = 60;

export interface StreamOfSpan {
  readonly id: number;
  readonly channels: StreamOpen['channels'];
}

interface Payload {
  readonly t0Us: number;
  readonly payload: Uint8Array;
}

@Injectable()
export class SamplesRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  streams(actor: Actor, wearerId: number, fromUs: number, untilUs: number): Promise<StreamOfSpan[]> {
    return this.#database.as(actor, (queries) =>
      queries.query<StreamOfSpan & Record<string, unknown>>(STREAMS, [wearerId, fromUs, untilUs]),
    );
  }

  /** Blocks that may hold samples of the span; the next page is on its way while one is being read. */
  async *payloads(
    actor: Actor,
    streamId: number,
    fromUs: number,
    untilUs: number,
  ): AsyncGenerator<Uint8Array> {
    let rows = await this.#page(actor, streamId, fromUs, untilUs, 0);
    while (rows.length > 0) {
      const next =
        rows.length < PAGE ? null : this.#page(actor, streamId, fromUs, untilUs, rows.at(-1)!.t0Us);
      next?.catch(() => {});
      for (const { payload } of rows) yield payload;
      rows = next === null ? [] : await next;
    }
  }

  #page(
    actor: Actor,
    streamId: number,
    fromUs: number,
    untilUs: number,
    afterUs: number,
  ): Promise<Payload[]> {
    const values = [streamId, fromUs, untilUs, afterUs, PAGE];
    return this.#database.as(actor, (queries) =>
      queries.query<Payload & Record<string, unknown>>(BLOCKS, values),
    );
  }
}
