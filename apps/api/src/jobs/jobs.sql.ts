import { believedFirst } from '../database/posture-codes.ts';
import { atUs, usOf } from '../database/wire.ts';

/** Statements of jobs. Those of trials run with the schema of trials first in the search path. */

export const ORDER = `
  insert into job (tenant_id, person_id, wearer_id, kind, input) values ($1, $2, $3, 'reanalysis', $4) returning id`;

export const LIST = `
  select id, kind, state, progress, problem, input, wearer_id as "wearerId", ${usOf('created_at')} as "createdUs",
    ${usOf('started_at')} as "startedUs", ${usOf('finished_at')} as "finishedUs"
  from job where $1::uuid is null or id = $1 order by created_at desc, id limit 200`;

/** What is over stays as it is. */
export const CANCEL =
  "update job set state = 'cancelled' where id = $1 and state in ('queued', 'running') returning id";

export const DAYS = `
  select date::text, shown, told, reason from reanalysis_day where job_id = $1 order by date`;

export const TOLD = `
  select a.name as algorithm, count(*)::int as days, min(d.date)::text as "firstDate", max(d.date)::text as "lastDate"
  from day_summary d join algorithm a on a.id = d.algorithm where d.wearer_id = $1 group by a.id, a.name order by a.id`;

export const MAY = 'select $1::int = any (readable($2)) as may';

/** Two processes that look at the same moment take two different jobs, and of two wearers. */
export const CLAIM_LOCK = 'select pg_advisory_xact_lock(1886217839, 5)';
/** One that was begun and whose worker has not been heard of goes first. The lease is the worker's ticket. */
export const CLAIM = `
  with next as (
    select id from job j where kind = 'reanalysis' and (state = 'queued' or state = 'running' and lease_until < now())
      and not exists (select from job o where o.wearer_id = j.wearer_id and o.kind = j.kind and o.id <> j.id
        and (o.state = 'running' or o.lease_until > now()))
    order by state <> 'running', created_at, id limit 1)
  update job j set state = 'running', started_at = coalesce(started_at, now()), problem = null,
    begun = j.begun + 1, lease_until = clock_timestamp() + $1 * interval '1 ms'
  from next where j.id = next.id
  returning j.id, j.tenant_id as "tenantId", j.person_id as "personId", j.wearer_id as "wearerId", j.input,
    j.checkpoint, j.progress, j.begun, j.lease_until::text as ticket`;

/** No row: it was stopped, or another worker has it. */
export const CHECKPOINT = `
  update job set checkpoint = $3, progress = $4, begun = 0, lease_until = clock_timestamp() + $5 * interval '1 ms'
  where id = $1 and state = 'running' and lease_until = $2::timestamptz returning lease_until::text as ticket`;

export const FINISH = `
  update job set state = $3, problem = coalesce($4, problem), finished_at = now(), lease_until = null, checkpoint = null,
    progress = case when $3 = 'done' then 1 else progress end
  where id = $1 and (state = 'running' and lease_until = $2::timestamptz or state = 'cancelled') returning id`;

/** Whoever looks next goes on with it; the worker did not fail at it. */
export const RELEASE =
  "update job set lease_until = now(), begun = 0 where id = $1 and state = 'running' and lease_until = $2::timestamptz";

/** Of those that were stopped while nobody worked on them. */
export const STOPPED = `
  update job set finished_at = now(), lease_until = null, checkpoint = null where kind = 'reanalysis' and state = 'cancelled'
    and finished_at is null and (lease_until is null or lease_until < now()) returning wearer_id as "wearerId"`;
export const IS_BUSY =
  "select exists (select from job where wearer_id = $1 and kind = 'reanalysis' and state = 'running') as busy";

export const ERASE_TRIAL = 'select erase_trial($1)';
export const IN_TRIAL = 'set local search_path = plumbline_trial, plumbline, public';
export const HAS_TRIAL = `
  select exists (select from plumbline_trial.session_pipeline where session_id = any ($1::int[])) as there`;

export const SETTINGS = 'select (select settings from nudge_setting where wearer_id = $1) as settings';

/** With samples in the span, in order of time. No block is longer than an hour: that keeps the search to few partitions. */
export const SESSIONS = `
  select w.id, ${usOf('w.started_at')} as "startedUs" from wear_session w
  where w.wearer_id = $1 and exists (select from stream s join raw_block b on b.stream_id = s.id
    where s.session_id = w.id and b.t0 >= ${atUs('$2')} - interval '1 hour' and b.t0 < ${atUs('$3')}
      and b.last_at >= ${atUs('$2')})
  order by w.started_at, w.uuid`;

export const SAMPLES = `
  select coalesce(sum(p.samples), 0)::float8 as samples from stream s join stream_progress p on p.stream_id = s.id
  where s.session_id = any ($1::int[])`;

/** What was told of the days before is summarised already. */
export const CLEAN = [
  `delete from posture_1s where wearer_id = $1 and time < ${atUs('$2')}`,
  `delete from load_10s where wearer_id = $1 and time < ${atUs('$2')}`,
  `delete from rotation_event where wearer_id = $1 and peak_at < ${atUs('$2')}`,
  `delete from break_credit where wearer_id = $1 and started_at < ${atUs('$2')}`,
  `delete from bout where wearer_id = $1 and ended_at <= ${atUs('$2')}`,
];

export const SHOWN = `
  select a.name as algorithm, ${usOf('d.computed_at')} as "computedUs", d.measures
  from day_summary d join algorithm a on a.id = d.algorithm
  where d.wearer_id = $1 and d.date = $2::date order by d.algorithm desc limit 1`;

const SECONDS_OF = (
  schema: string,
): string => `select distinct on (time) time, state from ${schema}.posture_1s
  where wearer_id = $1 and time >= ${atUs('$2')} and time < ${atUs('$3')} order by time, ${believedFirst('state')}`;
export const SECONDS = `
  select count(a.state)::int as before, count(b.state)::int as after,
    (count(*) filter (where a.state = b.state))::int as same
  from (${SECONDS_OF('plumbline')}) a full join (${SECONDS_OF('plumbline_trial')}) b using (time)`;

export const PUT_DAY = `
  insert into reanalysis_day (job_id, date, wearer_id, tenant_id, shown, told, reason) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (job_id, date) do update set shown = excluded.shown, told = excluded.told, reason = excluded.reason`;

export const REPLACE = `
  insert into recompute (session_id, tenant_id, from_at) select id, tenant_id, started_at from wear_session
  where id = any ($1::int[]) on conflict (session_id) do update
    set from_at = least(recompute.from_at, excluded.from_at), queued_at = now()`;
