/** Whoever holds a job renews its lease well within this time; after that another process takes it over. */
const LEASE = "now() + interval '30 seconds'";

/** The oldest of a kind that nobody is at. `ready`: what else must be true of the job `j`. */
export const takeSql = (kind: string, ready: string): string => `
  update job set state = 'running', started_at = coalesce(started_at, now()), lease_until = ${LEASE}
  where id = (select j.id from job j where j.kind = '${kind}' and (${ready})
    and (j.state = 'queued' or j.state = 'running' and coalesce(j.lease_until, '-infinity') < now())
    order by j.created_at, j.id limit 1 for update skip locked)
  returning id, person_id as "personId", wearer_id as "wearerId", input as order`;

/** $1 job, $2 share that is done. No row: it is not wanted any more. */
export const HOLD_JOB = `
  update job set progress = $2, lease_until = ${LEASE} where id = $1 and state = 'running' returning id`;

/** Somebody else may go on with it. */
export const RELEASE_JOB = `
  update job set state = 'queued', lease_until = null where id = $1 and state = 'running'`;

/** $1 job, $2 state, $3 problem, $4 result. No row: it was cancelled meanwhile. */
export const FINISH_JOB = `
  update job set state = $2, problem = $3, result = $4, finished_at = now(), lease_until = null,
    progress = case when $2 = 'done' then 1 else progress end where id = $1 and state = 'running' returning id`;

export const CANCEL_JOB = `
  update job set state = case when state in ('queued', 'running') then 'cancelled' else state end,
    finished_at = coalesce(finished_at, now()), lease_until = null where id = $1`;
