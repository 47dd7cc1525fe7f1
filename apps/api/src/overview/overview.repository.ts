import { Injectable } from '@nestjs/common';
import type { OverviewEntry } from '@plumbline/contract';
import { auditLooks, type Look } from '../access/access.repository.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { usOf } from '../database/wire.ts';

/**
 * Everybody but oneself of whom one may see something, with four weeks of days in columns, oldest first, up to what is
 * today where they are. The columns are JSON: that is read faster than arrays of the database.
 */
const OVERVIEW = `
  with mine as materialized (
    select w.id, w.pseudonym, coalesce(p.name, t.pseudonym, 'unnamed') as name, z.zone, (now() at time zone z.zone)::date as today
    from wearer w
      left join person p on p.id = w.person_id
      left join lateral (select pseudonym from participant t where t.wearer_id = w.id limit 1) t on true
      cross join lateral (select coalesce((select time_zone from wear_session s where s.wearer_id = w.id
        order by started_at desc limit 1), $1) as zone) z
    where w.id = any ((select known())::int[]) and not w.id = any ((select own_wearers())::int[])
  ), opened as materialized (
    select c.wearer_id, max(c.valid_until) as until, array_agg(distinct s) as scopes
    from consent c, unnest(c.scopes) s
    where c.withdrawn_at is null and c.valid_from <= now() and c.valid_until > now() group by 1
  ), newest as materialized (
    select distinct on (d.wearer_id, d.date) d.wearer_id, d.date, d.valid, d.worn_min, d.share
    from (select wearer_id, date, algorithm, valid, worn_min, (trend -> 'sitting_share' -> 0)::float8 as share
      from day_summary where date > current_date - 30 offset 0) d
    order by d.wearer_id, d.date, d.algorithm desc
  ), days as materialized (
    select wearer_id, json_agg(date order by date) as dates, json_agg(valid order by date) as valid,
      json_agg(worn_min order by date) as worn, json_agg(share order by date) as shares
    from newest join mine m on m.id = wearer_id and date > m.today - 28 group by 1
  ), answers as materialized (
    select distinct on (n.wearer_id) n.wearer_id, n.text from note n
    where n.kind = 'response_24h' and n.at > now() - interval '7 days' order by n.wearer_id, n.at desc
  )
  select m.pseudonym as wearer, m.name, coalesce(o.scopes, '{}') as scopes, ${usOf('o.until')} as "untilUs",
    coalesce(d.dates, '[]') as dates, coalesce(d.valid, '[]') as valid, coalesce(d.worn, '[]') as worn,
    coalesce(d.shares, '[]') as shares, a.text as response24h, m.today::text as today, m.zone as "timeZone"
  from mine m left join opened o on o.wearer_id = m.id left join days d on d.wearer_id = m.id
    left join answers a on a.wearer_id = m.id`;

/** Days, and how the last of them was felt. */
const SEEN = `select unnest(readable(scope)) as "wearerId", scope from (values ('summary'), ('diary')) as shown (scope)`;

export interface OverviewRow {
  readonly wearer: string;
  readonly name: string;
  readonly scopes: OverviewEntry['scopes'];
  readonly untilUs: number | null;
  readonly dates: readonly string[];
  readonly valid: readonly boolean[];
  readonly worn: readonly number[];
  readonly shares: readonly (number | null)[];
  readonly response24h: OverviewEntry['response24h'];
  readonly today: string;
  readonly timeZone: string;
}

@Injectable()
export class OverviewRepository {
  readonly #database: PeopleDatabase;

  constructor(database: PeopleDatabase) {
    this.#database = database;
  }

  /** Whoever sees it is written down. `timeZone`: of those who never wore anything. */
  rows(actor: Actor, timeZone: string): Promise<OverviewRow[]> {
    return this.#database.as(actor, async (queries) => {
      const rows = await queries.query<OverviewRow & Record<string, unknown>>(OVERVIEW, [timeZone]);
      await auditLooks(
        queries,
        'GET /v1/overview',
        await queries.query<Look & Record<string, unknown>>(SEEN),
      );
      return rows;
    });
  }
}
