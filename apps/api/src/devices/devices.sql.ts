import { usOf } from '../database/wire.ts';

const LAST = `select max(p.last_sample_at) as at, max(r.opened_at) as opened_at,
    (array_agg(r.gateway_id order by r.opened_at desc))[1] as gateway_id
  from stream r join stream_progress p on p.stream_id = r.id where r.sensor_id = s.id`;

/** Connections of 30 days with what was recorded and lost in each. */
const RUNS = `select r.opened_at, p.rejected, (p.samples / r.rate_hz / 3600)::float8 as hours, g.gaps, g.missing
  from stream r join stream_progress p on p.stream_id = r.id
  cross join lateral (select count(*) as gaps, coalesce(sum(missing), 0) as missing from gap where stream_id = r.id) g
  where r.sensor_id = s.id and r.opened_at > now() - interval '30 days'`;

const STATES = 'from stream r join device_state d on d.stream_id = r.id where r.sensor_id = s.id';
const MONTH = "d.at > now() - interval '30 days'";

const WEEK = `select json_build_object('streams', count(*)::int, 'recordedH', coalesce(sum(hours), 0),
    'gaps', coalesce(sum(gaps), 0)::int, 'missingSamples', coalesce(sum(missing), 0)::float8,
    'gapsPerHour', (sum(gaps) / nullif(sum(hours), 0))::float8, 'rejectedRecords', coalesce(sum(rejected), 0)::float8) as told
  from (${RUNS}) run where opened_at > now() - interval '7 days'`;

const HISTORY = `select json_build_object('tUs', coalesce(array_agg(us order by us), '{}'),
    'recordedH', coalesce(array_agg(hours order by us), '{}'), 'gaps', coalesce(array_agg(gaps order by us), '{}'),
    'missingSamples', coalesce(array_agg(missing order by us), '{}')) as told
  from (select ${usOf("date_trunc('day', opened_at, 'UTC')")} as us, sum(hours) as hours, sum(gaps)::int as gaps,
    sum(missing)::float8 as missing from (${RUNS}) run group by 1) of_day`;

const BATTERY = `select json_build_object('latestPercent', (array_agg(latest order by us desc))[1],
    'tUs', coalesce(array_agg(us order by us), '{}'), 'percent', coalesce(array_agg(percent order by us), '{}')) as told
  from (select ${usOf("date_trunc('day', d.at, 'UTC')")} as us, min(d.battery_percent)::float8 as percent,
    ((array_agg(d.battery_percent order by d.at desc))[1])::float8 as latest
    ${STATES} and d.battery_percent is not null and ${MONTH} group by 1) of_day`;

/**
 * Which sensors appear follows from who asks: one's own, or for operators all. One that was forgotten is left out until
 * it is connected again.
 */
export const DEVICES = `
  select s.key as id, coalesce(c.name, s.name) as name, s.name as "advertisedName", s.driver,
    exists (select from stream r where r.sensor_id = s.id and r.wearer_id = any ((select own_wearers())::int[])) as own,
    fact.tier, fact.firmware, last.gateway_id as "gatewayId",
    ${usOf('s.first_seen_at')} as "firstSeenUs", ${usOf('last.at')} as "lastSampleUs",
    clock.slope as "clockSlopePpm", clock.residual as "clockResidualP95Ms",
    battery.told as battery, week.told as week, history.told as history,
    (select json_build_object('kind', k.kind, 'atUs', ${usOf('k.at')}) from last_calibration(s.id) k) as calibration
  from sensor s
  left join sensor_choice c on c.sensor_id = s.id and c.person_id = (select actor())
  cross join lateral (${LAST}) last
  left join lateral (select d.clock_slope_ppm as slope, d.clock_residual_p95_ms as residual
    ${STATES} and d.clock_slope_ppm is not null order by d.at desc limit 1) clock on true
  left join lateral (select d.config ->> 'tier' as tier, d.config ->> 'firmware' as firmware
    ${STATES} order by d.at desc limit 1) fact on true
  cross join lateral (${BATTERY}) battery
  cross join lateral (${WEEK}) week
  cross join lateral (${HISTORY}) history
  where (c.forgotten_at is null or last.opened_at > c.forgotten_at) and ($2::text is null or s.key = $2)
  order by last.at desc nulls last, s.id limit $1`;

/** No row: there is no such sensor, or it is not for the actor to see. */
export const CHOOSE = (column: 'name' | 'forgotten_at', value: string): string => `
  insert into sensor_choice (person_id, sensor_id, tenant_id, ${column})
  select actor(), id, tenant_id, ${value} from sensor where key = $1
  on conflict (person_id, sensor_id) do update set ${column} = excluded.${column} returning sensor_id`;
