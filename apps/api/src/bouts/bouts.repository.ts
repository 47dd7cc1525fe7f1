import { Injectable } from '@nestjs/common';
import type { Bout } from '@plumbline/core';
import { Database, type Queries } from '../database/database.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { postureOf } from '../database/posture-codes.ts';
import { mergeBouts } from './merge-bouts.ts';

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

/** Of one wearer by session, the oldest first. */
export type BoutsBySession = Map<number, Bout[]>;

@Injectable()
export class BoutsRepository {
  readonly #workers: Database;
  readonly #people: PeopleDatabase;

  constructor(workers: Database, people: PeopleDatabase) {
    this.#workers = workers;
    this.#people = people;
  }

  /** For the live picture, which several people may follow. */
  between(wearerId: number, startUs: number, endUs: number): Promise<BoutsBySession> {
    return boutsBetween(this.#workers, wearerId, startUs, endUs);
  }

  /** As far as the actor may see them. */
  betweenFor(actor: Actor, wearerId: number, startUs: number, endUs: number): Promise<BoutsBySession> {
    return this.#people.as(actor, (queries) => boutsBetween(queries, wearerId, startUs, endUs));
  }
}

export async function boutsBetween(
  queries: Queries,
  ...span: [number, number, number]
): Promise<BoutsBySession> {
  const rows = await queries.query<BoutRow & Record<string, unknown>>(BOUTS_BETWEEN, span);
  const sessions = Map.groupBy(rows, (row) => row.session_id);
  return new Map([...sessions].map(([id, bouts]) => [id, bouts.map(toBout)]));
}

/** How long before a day a break may have begun that its sitting ends. */
const LONGEST_BREAK_US = 86_400e6;

/** Bouts that touch `[start, end)`, in one line, and those before in which a break may have begun that goes on then. */
export async function boutsOfDay(
  queries: Queries,
  wearerId: number,
  startUs: number,
  endUs: number,
): Promise<Bout[]> {
  const sessions = await boutsBetween(queries, wearerId, startUs - LONGEST_BREAK_US, endUs);
  return mergeBouts([...sessions.values()]);
}

function toBout(row: BoutRow): Bout {
  return { startUs: row.start_us, endUs: row.end_us, state: postureOf(row.state), open: row.open };
}
