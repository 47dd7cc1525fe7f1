import { connect, SCHEMA } from '@plumbline/database';

/** Every working day of a year shows one of the days that are stored; weekends stay empty. */
const REPEAT = `
  with known as (
    select d.*, row_number() over (order by d.date) - 1 as nth, count(*) over () as many from day_summary d
    where d.wearer_id = (select id from wearer where pseudonym = $1) and d.valid),
  calendar as (
    select day::date as date, row_number() over (order by day) as nth
    from generate_series(current_date - 362, current_date - 1, interval '1 day') as day where extract(isodow from day) < 6)
  insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, measures,
    computed_at, trend, valid, reasons, worn_min, declared_worn_min, walking_min)
  select k.wearer_id, c.date, k.algorithm, k.tenant_id, k.time_zone, k.start_at + (c.date - k.date) * interval '1 day',
    k.end_at + (c.date - k.date) * interval '1 day', true, k.measures, k.computed_at, k.trend, k.valid, k.reasons,
    k.worn_min, k.declared_worn_min, k.walking_min
  from calendar c join known k on k.nth = c.nth % k.many
  on conflict do nothing`;

/** Gives a wearer of a demonstration with few days a year of them. Returns how many days that added. */
export async function repeatToYear(databaseUrl: string, wearer: string): Promise<number> {
  const client = await connect(databaseUrl);
  try {
    await client.query(`set search_path = ${SCHEMA}, public`);
    return (await client.query(REPEAT, [wearer])).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
