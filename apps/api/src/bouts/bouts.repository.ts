import { Injectable } from '@nestjs/common';
import type { Bout } from '@plumbline/core';
import { Database } from '../database/database.ts';
import { postureOf } from '../database/posture-codes.ts';

/** Bouts that touch `[start, end)`. */
const BOUTS_BETWEEN = `
  select session_id, state, open,
    (extract(epoch from started_at) * 1000000)::float8 as start_us,
    (extract(epoch from ended_at) * 1000000)::float8 as end_us
  from bout
  where wearer_id = $1 and ended_at > to_timestamp($2::float8 / 1e6) and started_at < to_timestamp($3::float8 / 1e6)
  order by session_id, started_at`;

interface BoutRow {
  session_id: number;
  state: number;
  open: boolean;
  start_us: number;
  end_us: number;
}

@Injectable()
export class BoutsRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** By session, the oldest first. */
  async between(wearerId: number, startUs: number, endUs: number): Promise<Map<number, Bout[]>> {
    const rows = await this.#database.query<BoutRow>(BOUTS_BETWEEN, [wearerId, startUs, endUs]);
    const sessions = Map.groupBy(rows, (row) => row.session_id);
    return new Map([...sessions].map(([id, bouts]) => [id, bouts.map(toBout)]));
  }
}

function toBout(row: BoutRow): Bout {
  return { startUs: row.start_us, endUs: row.end_us, state: postureOf(row.state), open: row.open };
}
