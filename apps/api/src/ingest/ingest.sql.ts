/** Every statement of ingest. Times travel as microseconds in doubles, exact below 2^53. */

const at = (us: string): string => `to_timestamp(${us} / 1e6::float8)`;
const us = (time: string): string => `(extract(epoch from ${time}) * 1000000)::float8`;

export const LOCAL_WEARER = 'select id, tenant_id from wearer order by id limit 1';

/** Named in the order in which they came: a larger number is a newer one. */
export const ALGORITHM_IDS = `
  with given as (select * from unnest($1::text[]) with ordinality as g (name, place)),
    new as (insert into algorithm (name) select name from given order by place on conflict (name) do nothing
      returning id, name)
  select id, name from new union all select a.id, a.name from algorithm a join given using (name)`;

export const FIND_STREAM = `
  select s.id, s.uuid, s.wearer_id, s.tenant_id, s.session_id, s.channels, s.rate_hz, s.axes,
    w.seed, s.ended_at is not null as ended, p.next_seq::float8 as next_seq, p.samples::float8 as samples, ${us('p.last_sample_at')} as last_us
  from stream s join stream_progress p on p.stream_id = s.id join wear_session w on w.id = s.session_id
  where s.uuid = $1`;

export const NEXT_OF_STREAMS = `
  select s.uuid, p.next_seq::float8 as next_seq from stream s join stream_progress p on p.stream_id = s.id
  where s.uuid = any ($1::uuid[]) and s.wearer_id = $2`;

export const LAST_BLOCK = 'select payload from raw_block where stream_id = $1 order by t0 desc limit 1';

/** Sensor, session, stream and its ledger: all there or none, however often it is repeated. */
export const OPEN_STREAM = `
  with known_sensor as (
    insert into sensor (tenant_id, key, name, driver) values ($1, $2, $3, $4)
    on conflict (tenant_id, key) do update set name = excluded.name, driver = excluded.driver returning id
  ), known_session as (
    insert into wear_session (uuid, tenant_id, wearer_id, started_at, time_zone)
    values ($5, $1, $6, ${at('$7::float8')}, $8)
    on conflict (uuid) do update set started_at = least(wear_session.started_at, excluded.started_at)
      where wear_session.wearer_id = excluded.wearer_id returning id
  ), opened as (
    insert into stream (uuid, tenant_id, wearer_id, sensor_id, session_id, gateway_id, channels, rate_hz, axes,
      decoder, source, opened_at, gateway_name)
    select $9, $1, $6, known_sensor.id, known_session.id, $10, $11, $12, $13, $14, $15, ${at('$16::float8')}, $17
    from known_sensor, known_session
    on conflict (uuid) do nothing returning id
  )
  insert into stream_progress (stream_id, next_seq, samples, rejected) select id, 1, 0, 0 from opened`;

export const LOAD_PIPELINE = `
  select ${us('last_sample_at')} as last_us, parameters, snapshot from session_pipeline where session_id = $1`;

/** Blocks of a session in the order in which they were analysed; the first page begins after (-1, -1). */
export const BLOCKS_AFTER = `
  select b.stream_id, b.first_sample::float8 as first_sample, b.payload, s.channels, s.rate_hz, s.axes,
    w.seed
  from stream s join raw_block b on b.stream_id = s.id join wear_session w on w.id = s.session_id
  where s.session_id = $1 and b.last_at > ${at('$2::float8')} and (b.stream_id, b.first_sample) > ($3::int, $4::bigint)
  order by b.stream_id, b.first_sample limit $5`;

/** The compare-and-set: names the streams that were where the writer believed them to be. */
export const ADVANCE = `
  update stream_progress p set next_seq = u.next_seq, samples = u.samples, rejected = p.rejected + u.rejected,
    last_sample_at = coalesce(${at('u.last_us')}, p.last_sample_at), updated_at = now()
  from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::float8[])
    as u (stream_id, expected_seq, next_seq, samples, rejected, last_us)
  where p.stream_id = u.stream_id and p.next_seq = u.expected_seq
  returning p.stream_id`;

export const PROGRESS = `
  select stream_id, next_seq::float8 as next_seq from stream_progress where stream_id = any ($1::int[])`;

/** The open block comes again under the same key when it has grown. */
export const PUT_BLOCKS = `
  insert into raw_block (stream_id, tenant_id, t0, last_at, first_sample, n, codec, payload)
  select stream_id, tenant_id, ${at('t0_us')}, ${at('last_us')}, first_sample, n, $8::smallint, payload
  from unnest($1::int[], $2::int[], $3::float8[], $4::float8[], $5::bigint[], $6::int[], $7::bytea[])
    as u (stream_id, tenant_id, t0_us, last_us, first_sample, n, payload)
  on conflict (stream_id, t0) do update
    set last_at = excluded.last_at, n = excluded.n, codec = excluded.codec, payload = excluded.payload`;

export const PUT_GAPS = `
  insert into gap (stream_id, tenant_id, seq, start_at, end_at, missing, exact, cause)
  select stream_id, tenant_id, seq, ${at('start_us')}, ${at('end_us')}, missing, exact, cause
  from unnest($1::int[], $2::int[], $3::bigint[], $4::float8[], $5::float8[], $6::bigint[], $7::boolean[], $8::text[])
    as u (stream_id, tenant_id, seq, start_us, end_us, missing, exact, cause)
  on conflict do nothing`;

export const PUT_DEVICE_STATES = `
  insert into device_state
    (stream_id, tenant_id, seq, at, battery_percent, clock_slope_ppm, clock_residual_p95_ms, config)
  select stream_id, tenant_id, seq, ${at('us')}, battery, slope, residual, config
  from unnest($1::int[], $2::int[], $3::bigint[], $4::float8[], $5::real[], $6::float8[], $7::float8[], $8::jsonb[])
    as u (stream_id, tenant_id, seq, us, battery, slope, residual, config)
  on conflict do nothing`;

export const PUT_REJECTED = `
  insert into rejected_record (stream_id, tenant_id, seq, field, value, remedy)
  select * from unnest($1::int[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[])
  on conflict do nothing`;

export const CLOSE_STREAMS = `
  update stream s set ended_at = ${at('u.end_us')}, end_reason = u.reason
  from unnest($1::int[], $2::float8[], $3::text[]) as u (id, end_us, reason) where s.id = u.id`;

/** A second that is told again replaces the earlier one, unless a newer algorithm told that. */
export const PUT_SECONDS = `
  insert into posture_1s (wearer_id, session_id, tenant_id, time, state, probability_pm, flexion_cdeg,
    side_bend_cdeg, rotation_cdeg, tilt_cdeg, activity_cmps2, coverage_pm, algorithm)
  select wearer_id, session_id, tenant_id, ${at('us')}, state, probability, flexion, side_bend, rotation, tilt,
    activity, coverage, $13::smallint
  from unnest($1::int[], $2::int[], $3::int[], $4::float8[], $5::smallint[], $6::smallint[], $7::smallint[],
    $8::smallint[], $9::int[], $10::smallint[], $11::smallint[], $12::smallint[])
    as u (wearer_id, session_id, tenant_id, us, state, probability, flexion, side_bend, rotation, tilt, activity,
      coverage)
  on conflict (wearer_id, time, session_id) do update set state = excluded.state,
    probability_pm = excluded.probability_pm, flexion_cdeg = excluded.flexion_cdeg,
    side_bend_cdeg = excluded.side_bend_cdeg, rotation_cdeg = excluded.rotation_cdeg,
    tilt_cdeg = excluded.tilt_cdeg, activity_cmps2 = excluded.activity_cmps2, coverage_pm = excluded.coverage_pm,
    algorithm = excluded.algorithm
  where posture_1s.algorithm <= excluded.algorithm`;

export const CUT_BOUTS = `
  delete from bout b using unnest($1::int[], $2::int[], $3::float8[]) as u (wearer_id, session_id, from_us)
  where b.wearer_id = u.wearer_id and b.session_id = u.session_id and b.ended_at > ${at('u.from_us')}`;

export const PUT_BOUTS = `
  insert into bout (wearer_id, session_id, tenant_id, started_at, ended_at, state, open, algorithm)
  select wearer_id, session_id, tenant_id, ${at('start_us')}, ${at('end_us')}, state, open, $8::smallint
  from unnest($1::int[], $2::int[], $3::int[], $4::float8[], $5::float8[], $6::smallint[], $7::boolean[])
    as u (wearer_id, session_id, tenant_id, start_us, end_us, state, open)
  on conflict (wearer_id, started_at, session_id) do update set ended_at = excluded.ended_at,
    state = excluded.state, open = excluded.open, algorithm = excluded.algorithm`;

/** Told anew; what a newer algorithm told stays. */
export const CUT_SECONDS = `
  delete from posture_1s p using unnest($1::int[], $2::int[], $3::float8[]) as u (wearer_id, session_id, from_us)
  where p.wearer_id = u.wearer_id and p.session_id = u.session_id and p.time >= ${at('u.from_us')}
    and p.algorithm <= $4::smallint`;

export const TAKE_BACK_ROTATIONS =
  'delete from rotation_event where provisional and session_id = any ($1::int[])';
export const TAKE_BACK_LOAD = 'delete from load_10s where provisional and session_id = any ($1::int[])';

export const TAKE_BACK_BREAKS = 'delete from break_credit where provisional and session_id = any ($1::int[])';

export const CUT_BREAKS = `
  delete from break_credit b using unnest($1::int[], $2::int[], $3::float8[]) as u (wearer_id, session_id, from_us)
  where b.wearer_id = u.wearer_id and b.session_id = u.session_id and b.started_at >= ${at('u.from_us')}`;

export const CUT_ROTATIONS = `
  delete from rotation_event e using unnest($1::int[], $2::int[], $3::float8[]) as u (wearer_id, session_id, from_us)
  where e.wearer_id = u.wearer_id and e.session_id = u.session_id and e.peak_at >= ${at('u.from_us')}`;

export const CUT_LOAD = `
  delete from load_10s l using unnest($1::int[], $2::int[], $3::float8[]) as u (wearer_id, session_id, from_us)
  where l.wearer_id = u.wearer_id and l.session_id = u.session_id and l.time >= ${at('u.from_us')}`;

export const PUT_ROTATIONS = `
  insert into rotation_event (wearer_id, session_id, tenant_id, peak_at, started_at, ended_at, peak_cdeg,
    peak_speed_dps, beyond_10deg_s, beyond_20deg_s, kind, context, provisional, algorithm)
  select wearer_id, session_id, tenant_id, ${at('peak_us')}, ${at('start_us')}, ${at('end_us')}, peak, speed,
    beyond10, beyond20, kind, context, provisional, $14::smallint
  from unnest($1::int[], $2::int[], $3::int[], $4::float8[], $5::float8[], $6::float8[], $7::int[], $8::real[],
    $9::real[], $10::real[], $11::text[], $12::smallint[], $13::boolean[])
    as u (wearer_id, session_id, tenant_id, peak_us, start_us, end_us, peak, speed, beyond10, beyond20, kind,
      context, provisional)
  on conflict (wearer_id, peak_at, started_at, session_id) do update set ended_at = excluded.ended_at, peak_cdeg = excluded.peak_cdeg, peak_speed_dps = excluded.peak_speed_dps,
    beyond_10deg_s = excluded.beyond_10deg_s, beyond_20deg_s = excluded.beyond_20deg_s, kind = excluded.kind,
    context = excluded.context, provisional = excluded.provisional, algorithm = excluded.algorithm`;

export const PUT_LOAD = `
  insert into load_10s (wearer_id, session_id, tenant_id, time, holding_s, band, creep, shifts_15min,
    fidgets_15min, posture, budget_share, leaning, unbroken_s, unvaried_s, provisional, algorithm)
  select wearer_id, session_id, tenant_id, ${at('us')}, holding, band, creep, shifts, fidgets, posture, budget, leaning,
    unbroken, unvaried, provisional, $16::smallint
  from unnest($1::int[], $2::int[], $3::int[], $4::float8[], $5::real[], $6::text[], $7::real[], $8::real[],
    $9::real[], $10::smallint[], $11::real[], $12::real[], $13::real[], $14::real[], $15::boolean[])
    as u (wearer_id, session_id, tenant_id, us, holding, band, creep, shifts, fidgets, posture, budget, leaning,
      unbroken, unvaried, provisional)
  on conflict (wearer_id, time, session_id) do update set holding_s = excluded.holding_s, band = excluded.band,
    creep = excluded.creep, shifts_15min = excluded.shifts_15min, fidgets_15min = excluded.fidgets_15min,
    posture = excluded.posture, budget_share = excluded.budget_share, leaning = excluded.leaning,
    unbroken_s = excluded.unbroken_s, unvaried_s = excluded.unvaried_s,
    provisional = excluded.provisional, algorithm = excluded.algorithm`;

export const PUT_BREAKS = `
  insert into break_credit (wearer_id, session_id, tenant_id, started_at, ended_at, moving_s, posture_changed, band_left,
    creep_before, creep_after, creep_recovered, stillness_recovered, provisional, algorithm)
  select wearer_id, session_id, tenant_id, ${at('start_us')}, ${at('end_us')}, moving, changed, band_left, before, after,
    creep, stillness, provisional, $14::smallint
  from unnest($1::int[], $2::int[], $3::int[], $4::float8[], $5::float8[], $6::real[], $7::boolean[], $8::boolean[],
    $9::real[], $10::real[], $11::real[], $12::real[], $13::boolean[])
    as u (wearer_id, session_id, tenant_id, start_us, end_us, moving, changed, band_left, before, after, creep,
      stillness, provisional)
  on conflict (wearer_id, started_at, session_id) do update set ended_at = excluded.ended_at,
    moving_s = excluded.moving_s, posture_changed = excluded.posture_changed, band_left = excluded.band_left,
    creep_before = excluded.creep_before, creep_after = excluded.creep_after,
    creep_recovered = excluded.creep_recovered, stillness_recovered = excluded.stillness_recovered,
    provisional = excluded.provisional, algorithm = excluded.algorithm`;

/**
 * The local days that a write touches, and those beside them of who was in more than one time zone: midnights move with
 * sessions. A day that a worker has taken comes back into the queue; one that waits, waits.
 */
export const QUEUE_SUMMARIES = `
  insert into summary_due (wearer_id, date, tenant_id)
  select distinct u.wearer_id, day::date, u.tenant_id
  from unnest($1::int[], $2::int[], $3::int[], $4::float8[], $5::float8[])
      as u (wearer_id, session_id, tenant_id, from_us, to_us)
    join wear_session s on s.id = u.session_id
    cross join lateral (select case when exists (select from wear_session o where o.wearer_id = u.wearer_id
      and o.time_zone <> s.time_zone) then interval '1 day' else interval '0' end as around) t
    cross join lateral generate_series(date_trunc('day', ${at('u.from_us')} at time zone s.time_zone) - t.around,
      ${at('u.to_us')} at time zone s.time_zone + t.around, interval '1 day') as day
  order by 1, 2
  on conflict (wearer_id, date) do update set taken = false, queued_at = now() where summary_due.taken`;

/** A session keeps one row of what it knows at its end, and one of each thing that became of the clip. */
export const CUT_EVENTS = `delete from calibration where session_id = any ($1::int[]) and kind not in ('mounting', 'bends')`;
export const TAKE_BACK_CALIBRATIONS = `
  delete from calibration c using unnest($1::int[], $2::text[], $3::float8[]) as u (session_id, kind, us)
  where c.session_id = u.session_id and c.kind = u.kind and (u.kind = 'mounting' or c.at = ${at('u.us')})`;
export const PUT_CALIBRATIONS = `
  insert into calibration (wearer_id, session_id, tenant_id, kind, at, parameters, algorithm)
  select wearer_id, session_id, tenant_id, kind, ${at('us')}, parameters, $7::smallint
  from unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::float8[], $6::jsonb[])
    as u (wearer_id, session_id, tenant_id, kind, us, parameters)`;

/** So long a clip is believed to be worn as it was; longer ago the sensor has to learn it again. */
const SEED_AGE = "interval '14 days'";
/** What the latest session before n with the same sensor and axes knew at its end, or was shown by bends. */
const SEED_OF = `(
  select coalesce(nullif(c.parameters -> 'seed', 'null'), p.seed)
  from wear_session p left join calibration c on c.session_id = p.id and c.kind = 'mounting'
  where p.wearer_id = n.wearer_id and p.started_at < n.started_at and p.started_at >= n.started_at - ${SEED_AGE}
    and (jsonb_typeof(c.parameters -> 'seed') = 'object' or p.seed_from = 'bends')
    and exists (select from stream s join stream t on t.sensor_id = s.sensor_id and t.axes is not distinct from s.axes
      where s.session_id = p.id and t.session_id = n.id)
  order by p.started_at desc, p.uuid limit 1)`;

/** A session begins: with what is known by now. */
export const SEED_NEW = `
  update wear_session n set seed = ${SEED_OF}, seed_from = 'session'
  where n.uuid = $1 and n.seed is null and ${SEED_OF} is not null
    and not exists (select from stream s join stream_progress g on g.stream_id = s.id
      where s.session_id = n.id and g.samples > 0)`;

/** Sessions after these that began with something else than is known now are analysed again. */
export const SEED_LATER = `
  with known as (
    select n.id, ${SEED_OF} as seed from wear_session a join wear_session n on n.wearer_id = a.wearer_id
      and n.started_at > a.started_at and n.started_at <= a.started_at + ${SEED_AGE}
    where a.id = any ($1::int[]) and n.seed_from is distinct from 'bends'
  ), changed as (
    update wear_session w set seed = known.seed, seed_from = case when known.seed is null then null else 'session' end
    from known where w.id = known.id and w.seed is distinct from known.seed returning w.id, w.tenant_id, w.started_at)
  insert into recompute (session_id, tenant_id, from_at) select id, tenant_id, started_at from changed
  on conflict (session_id) do update set from_at = least(recompute.from_at, excluded.from_at), queued_at = now()`;

export const ANSWER = `
  delete from recompute r using unnest($1::int[], $2::text[]) as u (session_id, ticket)
  where r.session_id = u.session_id and r.queued_at = u.ticket::timestamptz`;

/** Later ones win. */
export const LABELS = `
  select l.id, ${us('l.start_at')} as "fromUs", ${us('l.end_at')} as "toUs", p.name as state
  from label l join posture_state p on p.id = l.state join wear_session w on w.wearer_id = l.wearer_id
  where w.id = $1 and l.withdrawn_at is null and l.end_at > w.started_at order by l.created_at, l.id`;

export const PUT_SNAPSHOTS = `
  insert into session_pipeline (session_id, last_sample_at, parameters, snapshot)
  select session_id, ${at('last_us')}, parameters, snapshot
  from unnest($1::int[], $2::float8[], $3::text[], $4::bytea[]) as u (session_id, last_us, parameters, snapshot)
  on conflict (session_id) do update set last_sample_at = excluded.last_sample_at,
    parameters = excluded.parameters, snapshot = excluded.snapshot, updated_at = now()`;

export const QUEUE_RECOMPUTE = `
  insert into recompute (session_id, tenant_id, from_at)
  select session_id, tenant_id, ${at('from_us')} from unnest($1::int[], $2::int[], $3::float8[])
    as u (session_id, tenant_id, from_us)
  on conflict (session_id) do update set from_at = least(recompute.from_at, excluded.from_at), queued_at = now()`;
