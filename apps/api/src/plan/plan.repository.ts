import { Injectable } from '@nestjs/common';
import type { Plan, PlanSettings } from '@plumbline/contract';
import { audit } from '../access/access.repository.ts';
import type { Identity } from '../access/identity.ts';
import type { Queries } from '../database/database.ts';
import { usOf } from '../database/wire.ts';

const CURRENT = `
  select settings, ${usOf('created_at')} as "changedUs", coalesce(author_person_id = actor(), false) as own
  from plan where wearer_id = $1 order by created_at desc limit 1`;
/** The last of each local day: those of the span, and the one that held when it began. */
const AGREED = `
  with agreed as materialized (
    select distinct on (date) date, settings
    from (select (created_at at time zone $2)::date as date, created_at, settings from plan where wearer_id = $1) p
    order by date, created_at desc
  )
  select date::text as "fromDate", settings from agreed
  where date > $3::date or date = (select max(date) from agreed where date <= $3::date) order by date`;
const SET = `insert into plan (tenant_id, wearer_id, author_person_id, settings)
  values ((select actor_tenant()), $1, $2, $3)`;

/**
 * Breaks belong to the day in which they begin, and are as long as the plan of that day wants; of several versions of a
 * day the newest is right.
 */
const DONE = `
  with days as materialized (
    select distinct on (date) date, start_at, end_at, valid, walking_min from day_summary
    where wearer_id = $1 and date between $2::date and $3::date order by date, algorithm desc
  )
  select d.date::text, d.valid, d.walking_min::float8 as "movingMin", b.n as breaks, b.minutes as "breakMin"
  from days d cross join lateral (
    select count(*)::int as n, coalesce(sum(extract(epoch from c.ended_at - c.started_at)) / 60, 0)::float8 as minutes
    from break_credit c where c.wearer_id = $1 and c.started_at >= d.start_at and c.started_at < d.end_at
      and c.ended_at - c.started_at >= interval '1 minute' * (
        select least from unnest($4::date[], $5::float8[]) as plan (date, least)
        where plan.date <= d.date order by plan.date desc limit 1)) b
  order by d.date`;
const MAY = `select $1 = any (readable('detail')) as may`;

export interface CurrentPlan {
  readonly settings: Partial<PlanSettings>;
  readonly changedUs: number;
  readonly own: boolean;
}

export interface DoneDay {
  readonly date: string;
  readonly valid: boolean;
  readonly movingMin: number;
  readonly breaks: number;
  readonly breakMin: number;
}

/** Plans are kept as they were agreed on, one row for each change; whoever asks brings the connection. */
@Injectable()
export class PlanRepository {
  /** Null: as delivered. */
  async current(queries: Queries, wearerId: number): Promise<CurrentPlan | null> {
    const [row] = await queries.query<CurrentPlan & Record<string, unknown>>(CURRENT, [wearerId]);
    return row ?? null;
  }

  async set(queries: Queries, identity: Identity, wearerId: number, settings: PlanSettings): Promise<void> {
    await queries.query(SET, [wearerId, identity.personId, JSON.stringify(settings)]);
    await audit(queries, identity, 'plan changed', wearerId, {});
  }

  /** As it was stored, oldest first. */
  agreed(
    queries: Queries,
    wearerId: number,
    timeZone: string,
    from: string,
  ): Promise<{ fromDate: string; settings: Partial<PlanSettings> }[]> {
    return queries.query(AGREED, [wearerId, timeZone, from]);
  }

  /** Both dates included; `agreed`: what held from `from` on. */
  done(
    queries: Queries,
    wearerId: number,
    from: string,
    until: string,
    agreed: Plan['agreed'],
  ): Promise<DoneDay[]> {
    const dates = agreed.map(({ fromDate }) => fromDate);
    const leasts = agreed.map(({ settings }) => settings.breakMin.least);
    const values = [wearerId, from, until, dates, leasts];
    return queries.query<DoneDay & Record<string, unknown>>(DONE, values);
  }

  async maySeeBreaks(queries: Queries, wearerId: number): Promise<boolean> {
    const [row] = await queries.query<{ may: boolean }>(MAY, [wearerId]);
    return row!.may;
  }
}
