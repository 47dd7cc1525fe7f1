import { Injectable } from '@nestjs/common';
import { type ComparedRow, LOAD_BEFORE_S } from '@plumbline/core';
import type { Queries } from '../database/database.ts';
import { postureOf } from '../database/posture-codes.ts';
import { atUs, usOf } from '../database/wire.ts';

/**
 * The newest ratings, each with the rows of the hour before it and no others: of weeks of rows few are read. Rows travel
 * as JSON, which is read faster than arrays of the database. Where two sessions tell of the same time the later is right.
 */
const RATED = `
  with said as materialized (
    select id, at, value from note
    where wearer_id = $1 and kind = 'discomfort' and at >= ${atUs('$2')} and at < ${atUs('$3')}
    order by at desc, id limit $4
  )
  select ${usOf('said.at')} as "atUs", said.value::float8 as discomfort, before.rows
  from said cross join lateral (
    select coalesce(json_agg(json_build_array(band, posture, budget_share, creep, shifts_15min, fidgets_15min)), '[]') as rows
    from (
      select distinct on (time) band, posture, budget_share, creep, shifts_15min, fidgets_15min from load_10s
      where wearer_id = $1 and time > said.at - $5 * interval '1 s' and time <= said.at
      order by time, session_id desc
    ) as newest
  ) as before
  order by said.at, said.id`;
const MAY = `select $1 = any (readable('detail')) as may`;

type Cells = readonly [
  band: string,
  posture: number | null,
  budgetShare: number | null,
  creep: number | null,
  shifts15min: number | null,
  fidgets15min: number | null,
];

export interface StoredRating {
  readonly atUs: number;
  readonly discomfort: number;
  readonly rows: readonly ComparedRow[];
}

/** What was said, with what the body did before; whoever asks brings the connection. */
@Injectable()
export class DiscomfortRepository {
  /** Oldest first; of the load only what the consent opens. */
  async rated(
    queries: Queries,
    wearerId: number,
    startUs: number,
    endUs: number,
    limit: number,
  ): Promise<StoredRating[]> {
    const values = [wearerId, startUs, endUs, limit, LOAD_BEFORE_S];
    const found = await queries.query<{ atUs: number; discomfort: number; rows: readonly Cells[] }>(
      RATED,
      values,
    );
    return found.map(({ atUs, discomfort, rows }) => ({ atUs, discomfort, rows: rows.map(toRow) }));
  }

  async maySeeLoad(queries: Queries, wearerId: number): Promise<boolean> {
    const [row] = await queries.query<{ may: boolean }>(MAY, [wearerId]);
    return row!.may;
  }
}

function toRow([band, posture, budgetShare, creep, shifts15min, fidgets15min]: Cells): ComparedRow {
  return {
    ...{ band, budgetShare, creep, shifts15min, fidgets15min },
    ...(posture !== null && { posture: postureOf(posture) }),
  };
}
