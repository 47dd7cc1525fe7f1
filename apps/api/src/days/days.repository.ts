import { Injectable } from '@nestjs/common';
import type { Day, DayVersion } from '@plumbline/contract';
import type { Queries } from '../database/database.ts';
import { usOf } from '../database/wire.ts';

/** Of several versions the newest is right. */
const DAYS = `
  select distinct on (d.date) d.date::text, d.time_zone as "timeZone", ${usOf('d.start_at')} as "startUs",
    ${usOf('d.end_at')} as "endUs", d.complete, d.valid, d.reasons, d.worn_min::float8 as "wornMin",
    d.declared_worn_min::float8 as "declaredWornMin", d.walking_min::float8 as "walkingMin", d.measures,
    a.name as algorithm, ${usOf('d.computed_at')} as "computedUs"
  from day_summary d join algorithm a on a.id = d.algorithm
  where d.wearer_id = $1 and d.date between $2::date and $3::date order by d.date, d.algorithm desc`;

const VERSIONS = `
  select a.name as algorithm, ${usOf('d.computed_at')} as "computedUs", d.measures
  from day_summary d join algorithm a on a.id = d.algorithm
  where d.wearer_id = $1 and d.date = $2::date order by d.algorithm`;

const IS_DUE = 'select exists (select from summary_due where wearer_id = $1 and date = $2::date) as due';

const MINUTES = `
  select ${usOf('time')} as us, observed_s, state_s, flexion_mean_cdeg, flexion_sd_cdeg, side_bend_mean_cdeg,
    activity_mean_cmps2, turns_left, turns_right, holding_max_s
  from minute_summary where wearer_id = $1 and time >= to_timestamp($2::float8 / 1e6) and time < to_timestamp($3::float8 / 1e6)
    and algorithm = (select max(algorithm) from day_summary where wearer_id = $1 and date = $4::date)
  order by time`;

export type DayRow = Day & { readonly walkingMin: number };

export interface MinuteRow {
  readonly us: number;
  readonly observed_s: number;
  readonly state_s: readonly number[];
  readonly flexion_mean_cdeg: number | null;
  readonly flexion_sd_cdeg: number | null;
  readonly side_bend_mean_cdeg: number | null;
  readonly activity_mean_cmps2: number | null;
  readonly turns_left: number;
  readonly turns_right: number;
  readonly holding_max_s: number | null;
}

/** Summaries as they are stored; whoever asks brings the connection. */
@Injectable()
export class DaysRepository {
  /** Both dates included. */
  between(queries: Queries, wearerId: number, from: string, until: string): Promise<DayRow[]> {
    return queries.query<DayRow & Record<string, unknown>>(DAYS, [wearerId, from, until]);
  }

  /** The newest last. */
  versions(queries: Queries, wearerId: number, date: string): Promise<DayVersion[]> {
    return queries.query<DayVersion & Record<string, unknown>>(VERSIONS, [wearerId, date]);
  }

  async isDue(queries: Queries, wearerId: number, date: string): Promise<boolean> {
    const [row] = await queries.query<{ due: boolean }>(IS_DUE, [wearerId, date]);
    return row!.due;
  }

  minutes(queries: Queries, wearerId: number, day: DayRow): Promise<MinuteRow[]> {
    const values = [wearerId, day.startUs, day.endUs, day.date];
    return queries.query<MinuteRow & Record<string, unknown>>(MINUTES, values);
  }
}
