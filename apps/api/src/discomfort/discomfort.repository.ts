import { Injectable } from '@nestjs/common';
import { type ComparedRow, LOAD_BEFORE_S } from '@plumbline/core';
import type { Queries } from '../database/database.ts';
import { believedFirst, postureOf } from '../database/posture-codes.ts';
import { atUs, usOf } from '../database/wire.ts';

/**
 * The newest ratings, each with the rows of the hour before it and no others: of weeks of rows few are read. The columns are
 * JSON: that is read faster than arrays of the database, and made faster than rows of JSON. Of the same time
 * one session is believed.
 */
const RATED = `
  with said as materialized (
    select id, at, value from note
    where wearer_id = $1 and kind = 'discomfort' and at >= ${atUs('$2')} and at < ${atUs('$3')}
    order by at desc, id limit $4
  )
  select ${usOf('said.at')} as "atUs", said.value::float8 as discomfort, before.*
  from said cross join lateral (
    select json_agg(band) as band, json_agg(posture) as posture, json_agg(budget_share) as "budgetShare",
      json_agg(creep) as creep, json_agg(shifts_15min) as "shifts15min", json_agg(fidgets_15min) as "fidgets15min"
    from (
      select distinct on (time) band, posture, budget_share, creep, shifts_15min, fidgets_15min from load_10s
      where wearer_id = $1 and time > said.at - $5 * interval '1 s' and time <= said.at
      order by time, ${believedFirst('posture')}
    ) as newest
  ) as before
  order by said.at, said.id`;
const MAY = `select $1 = any (readable('detail')) as may`;

type Numbers = readonly (number | null)[];

/** Of equal length; all null without a row. */
interface RatedColumns extends Record<string, unknown> {
  readonly atUs: number;
  readonly discomfort: number;
  readonly band: readonly string[] | null;
  readonly posture: Numbers;
  readonly budgetShare: Numbers;
  readonly creep: Numbers;
  readonly shifts15min: Numbers;
  readonly fidgets15min: Numbers;
}

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
    const found = await queries.query<RatedColumns>(RATED, values);
    return found.map((columns) => ({
      ...{ atUs: columns.atUs, discomfort: columns.discomfort, rows: rowsOf(columns) },
    }));
  }

  async maySeeLoad(queries: Queries, wearerId: number): Promise<boolean> {
    const [row] = await queries.query<{ may: boolean }>(MAY, [wearerId]);
    return row!.may;
  }
}

function rowsOf({ band, posture, ...columns }: RatedColumns): ComparedRow[] {
  return (band ?? []).map((of, i) => ({
    band: of,
    budgetShare: columns.budgetShare[i]!,
    creep: columns.creep[i]!,
    shifts15min: columns.shifts15min[i]!,
    fidgets15min: columns.fidgets15min[i]!,
    ...(posture[i] !== null && { posture: postureOf(posture[i]!) }),
  }));
}
