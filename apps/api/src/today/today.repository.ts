import { Injectable } from '@nestjs/common';
import type { PostureState } from '@plumbline/core';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { postureOf } from '../database/posture-codes.ts';

/** Where two sessions tell of the same second the later one is right, as with bouts. */
const SECONDS_BY_STATE = `
  select state, count(*)::float8 as seconds from (
    select distinct on (time) state from posture_1s
    where wearer_id = $1 and time >= to_timestamp($2::float8 / 1e6) and time < to_timestamp($3::float8 / 1e6)
    order by time desc, session_id desc
  ) as second group by state`;

@Injectable()
export class TodayRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  async secondsByState(
    actor: Actor,
    wearerId: number,
    startUs: number,
    endUs: number,
  ): Promise<Map<PostureState, number>> {
    const rows = await this.#database.as(actor, (queries) =>
      queries.query<{ state: number; seconds: number }>(SECONDS_BY_STATE, [wearerId, startUs, endUs]),
    );
    return new Map(rows.map(({ state, seconds }) => [postureOf(state), seconds]));
  }
}
