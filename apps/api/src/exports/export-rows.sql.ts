import { atUs, usOf } from '../database/wire.ts';

/** Keyset pages: $1 wearer, $2 from, $3 until, $4 and $5 the last row's time and session, $6 rows. */
const after = (time: string): string =>
  `${time} >= ${atUs('$2')} and ${time} < ${atUs('$3')} and (${time}, x.session_id) > (${atUs('$4')}, $5::int)
   order by ${time}, x.session_id limit $6::int`;

export const SECONDS_PAGE = `
  select ${usOf('x.time')} as t_us, x.session_id, p.name as state, x.probability_pm / 1000.0::float8 as probability,
    x.flexion_cdeg / 100.0::float8 as flexion_deg, x.side_bend_cdeg / 100.0::float8 as side_bend_deg,
    x.rotation_cdeg / 100.0::float8 as rotation_deg, x.tilt_cdeg / 100.0::float8 as tilt_deg,
    x.activity_cmps2 / 100.0::float8 as activity_mps2, x.coverage_pm / 1000.0::float8 as coverage, a.name as algorithm
  from posture_1s x join posture_state p on p.id = x.state join algorithm a on a.id = x.algorithm
  where x.wearer_id = $1 and ${after('x.time')}`;

export const BOUTS_PAGE = `
  select ${usOf('x.started_at')} as t_us, ${usOf('x.started_at')} as start_us, ${usOf('x.ended_at')} as end_us,
    x.session_id, p.name as state, x.open, a.name as algorithm
  from bout x join posture_state p on p.id = x.state join algorithm a on a.id = x.algorithm
  where x.wearer_id = $1 and ${after('x.started_at')}`;

/** Two events may share a peak, not a beginning. */
export const ROTATIONS_PAGE = `
  select ${usOf('x.started_at')} as t_us, ${usOf('x.started_at')} as start_us, ${usOf('x.peak_at')} as peak_us,
    ${usOf('x.ended_at')} as end_us, x.session_id, x.kind, x.peak_cdeg / 100.0::float8 as peak_deg,
    x.peak_speed_dps::float8 as peak_speed_dps, p.name as context, a.name as algorithm
  from rotation_event x join posture_state p on p.id = x.context join algorithm a on a.id = x.algorithm
  where x.wearer_id = $1 and ${after('x.started_at')}`;

export const DAYS = `
  select distinct on (d.date) (d.date + $4::int)::text as date, d.time_zone, ${usOf('d.start_at')} as start_us,
    ${usOf('d.end_at')} as end_us, d.complete, d.measures
  from day_summary d
  where d.wearer_id = $1 and d.start_at < ${atUs('$3')} and d.end_at > ${atUs('$2')}
  order by d.date, d.algorithm desc`;

/** By the clock of the wearer at that time. A day that goes on and has a row says there that it is not complete. */
export const DAYS_WAITING = `
  select count(*)::int as days from (
    select d.*, coalesce((select s.time_zone from wear_session s where s.wearer_id = d.wearer_id
      and s.started_at < (d.date + 1)::timestamp at time zone 'UTC' + interval '12 hours'
      order by s.started_at desc limit 1), 'UTC') as zone
    from summary_due d where d.wearer_id = $1) d
  where d.date::timestamp at time zone d.zone < ${atUs('$3')}
    and (d.date + 1)::timestamp at time zone d.zone > ${atUs('$2')}
    and not exists (select from day_summary s where s.wearer_id = d.wearer_id and s.date = d.date
      and not s.complete and s.end_at > now())`;

export const SESSIONS = 'select id from wear_session where wearer_id = $1 order by started_at, id';

export const STREAMS = `
  select s.id, s.session_id, s.channels, s.rate_hz, s.axes, s.decoder, n.driver
  from stream s join sensor n on n.id = s.sensor_id
  where s.wearer_id = $1 and s.opened_at < ${atUs('$3')} and coalesce(s.ended_at, 'infinity') >= ${atUs('$2')}
  order by s.opened_at, s.id`;

export const GAPS = `
  select ${usOf('g.start_at')} as start_us, ${usOf('g.end_at')} as end_us, g.stream_id, g.missing::float8 as missing,
    g.exact, g.cause
  from gap g where g.stream_id = any ($1) and g.start_at < ${atUs('$3')} and g.end_at > ${atUs('$2')}
  order by g.start_at, g.stream_id, g.seq`;

/** No block is longer. Keeps the search to few partitions. */
const NEAR = "interval '1 minute'";

/** UTC days with samples of a stream. A block lies in ten seconds of the clock, so that none goes over midnight. */
export const STREAM_DAYS = `
  select distinct ${usOf("date_trunc('day', t0, 'UTC')")} as day_us from raw_block
  where stream_id = $1 and last_at >= ${atUs('$2')} and t0 < ${atUs('$3')} and t0 > ${atUs('$2')} - ${NEAR} order by 1`;

export const BLOCKS_PAGE = `
  select ${usOf('t0')} as t_us, payload from raw_block
  where stream_id = $1 and last_at >= ${atUs('$2')} and t0 < ${atUs('$3')}
    and t0 > greatest(${atUs('$4')}, ${atUs('$2')} - ${NEAR})
  order by t0 limit $5::int`;

/** About: samples are taken to be spread evenly over their stream. */
export const ESTIMATE = `
  with part as (
    select p.samples, s.rate_hz, greatest(0, least(1, extract(epoch from least(p.last_sample_at, ${atUs('$3')})
      - greatest(s.opened_at, ${atUs('$2')})) / greatest(extract(epoch from p.last_sample_at - s.opened_at), 1))) as share
    from stream s join stream_progress p on p.stream_id = s.id
    where s.wearer_id = $1 and p.last_sample_at is not null)
  select (select coalesce(sum(samples * share), 0)::float8 from part) as samples,
    (select coalesce(sum(samples * share / rate_hz), 0)::float8 from part) as seconds,
    (select count(*)::float8 from bout where wearer_id = $1 and started_at >= ${atUs('$2')}
      and started_at < ${atUs('$3')}) as bouts,
    (select count(*)::float8 from rotation_event where wearer_id = $1 and started_at >= ${atUs('$2')}
      and started_at < ${atUs('$3')}) as rotations,
    (select coalesce(sum(jsonb_array_length(measures)), 0)::float8 from day_summary
      where wearer_id = $1 and start_at < ${atUs('$3')} and end_at > ${atUs('$2')}) as days`;
