import { Injectable } from '@nestjs/common';
import type { Queries } from '../database/database.ts';
import { usOf } from '../database/wire.ts';

/** Of several versions of a day the newest is right. */
const TREND_DAYS = `
  select distinct on (d.date) d.date::text, d.valid, d.worn_min::float8 as "wornMin", d.trend - 'toldBy' as trend,
    d.trend ->> 'toldBy' as "toldBy", d.algorithm as "algorithmId",
    ${usOf('d.computed_at')} as "computedUs"
  from day_summary d where d.wearer_id = $1 and d.date between $2::date and $3::date
  order by d.date, d.algorithm desc`;

const NAMES = 'select id, name from algorithm where id = any ($1::smallint[])';

/** [value, coverage] or [value, coverage, low, high] by id of the measure; without the ones that have no value. */
export type TrendPoints = Readonly<Record<string, readonly number[]>>;

export interface TrendDay {
  readonly date: string;
  readonly valid: boolean;
  readonly wornMin: number;
  readonly trend: TrendPoints;
  readonly algorithmId: number;
  /** Where it rests on rows of other versions than the summary's own. */
  readonly toldBy: string | null;
  readonly computedUs: number;
}

@Injectable()
export class TrendsRepository {
  /** Both dates included. */
  days(queries: Queries, wearerId: number, from: string, until: string): Promise<TrendDay[]> {
    return queries.query<TrendDay & Record<string, unknown>>(TREND_DAYS, [wearerId, from, until]);
  }

  async algorithmNames(queries: Queries, ids: readonly number[]): Promise<Map<number, string>> {
    const rows = await queries.query<{ id: number; name: string }>(NAMES, [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
