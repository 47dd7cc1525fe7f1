-- Deleting one's own data: nobody has the right to delete what is measured but through these.
-- Runs each statement with the wearer ($1), their streams ($2), the person ($3) and the span ($4, $5), and counts rows.
create function run_erasure(statements text[][], wearer int, person int, from_at timestamptz, until_at timestamptz)
  returns jsonb language plpgsql set search_path = plumbline, public, pg_temp as $$
declare
  streams int[] := array(select id from stream where wearer_id = wearer);
  removed jsonb := '{}';
  counted bigint;
  i int;
begin
  for i in 1 .. array_length(statements, 1) loop
    execute 'with given as (select $1::int, $2::int[], $3::int, $4::timestamptz, $5::timestamptz) ' || statements[i][2]
      using wearer, streams, person, from_at, until_at;
    get diagnostics counted = row_count;
    if counted > 0 then
      counted := counted + coalesce((removed ->> statements[i][1])::bigint, 0);
      removed := removed || jsonb_build_object(statements[i][1], counted);
    end if;
  end loop;
  return removed;
end $$;

-- What an analysis that goes on keeps for itself; the worker finds its job stopped.
create function erase_trial(wearer int) returns void
  language sql volatile set search_path = plumbline_trial, plumbline, pg_temp as $$
  delete from session_pipeline where session_id in (select id from wear_session where wearer_id = $1);
  delete from posture_1s where wearer_id = $1;
  delete from load_10s where wearer_id = $1;
  delete from bout where wearer_id = $1;
  delete from rotation_event where wearer_id = $1;
  delete from break_credit where wearer_id = $1;
  delete from summary_due where wearer_id = $1 $$;
grant execute on function erase_trial(int) to plumbline_worker;

-- Blocks of samples go whole: up to ten seconds beyond the span. What was computed across it is computed again.
create function erase_range(from_at timestamptz, until_at timestamptz)
  returns table (removed jsonb, paths text[])
  language plpgsql volatile security definer set search_path = plumbline, public, pg_temp as $$
declare
  wearer int := (own_wearers())[1];
  -- No block is longer than that: it keeps the search to a few partitions.
  near timestamptz := from_at - interval '1 hour';
begin
  if wearer is null then raise exception 'the actor wears no sensor'; end if;
  paths := array(select path from export where wearer = any (wearer_ids));
  insert into recompute (session_id, tenant_id, from_at)
    select distinct s.session_id, s.tenant_id, erase_range.from_at from stream s join raw_block b on b.stream_id = s.id
    where s.wearer_id = wearer and b.t0 >= near and b.t0 < until_at and b.last_at >= erase_range.from_at
    on conflict (session_id) do update set from_at = least(recompute.from_at, excluded.from_at), queued_at = now();
  insert into summary_due (wearer_id, date, tenant_id) select distinct wearer_id, date, tenant_id
    from day_summary where wearer_id = wearer and start_at < until_at and end_at > erase_range.from_at
    on conflict do nothing;
  removed := run_erasure(array[
    ['session_pipeline', 'delete from session_pipeline p using recompute r where r.session_id = p.session_id
      and p.session_id in (select id from wear_session where wearer_id = $1)'],
    ['reanalysis_day', 'delete from reanalysis_day where wearer_id = $1'],
    ['raw_block', 'delete from raw_block where stream_id = any ($2) and t0 < $5 and last_at >= $4
      and t0 >= $4 - interval ''1 hour'''],
    ['gap', 'delete from gap where stream_id = any ($2) and start_at < $5 and end_at > $4'],
    ['device_state', 'delete from device_state where stream_id = any ($2) and at >= $4 and at < $5'],
    ['posture_1s', 'delete from posture_1s where wearer_id = $1 and time >= $4 and time < $5'],
    ['load_10s', 'delete from load_10s where wearer_id = $1 and time >= $4 and time < $5'],
    ['bout', 'delete from bout where wearer_id = $1 and started_at < $5 and ended_at > $4'],
    ['rotation_event', 'delete from rotation_event where wearer_id = $1 and started_at < $5 and ended_at > $4'],
    ['break_credit', 'delete from break_credit where wearer_id = $1 and started_at < $5 and ended_at > $4'],
    ['nudge_event', 'delete from nudge_event where wearer_id = $1 and at >= $4 and at < $5'],
    ['calibration', 'delete from calibration where wearer_id = $1 and at >= $4 and at < $5'],
    ['minute_summary', 'delete from minute_summary where wearer_id = $1 and time < $5 and time > $4 - interval ''1 minute'''],
    ['day_summary', 'delete from day_summary where wearer_id = $1 and start_at < $5 and end_at > $4'],
    ['label', 'delete from label where wearer_id = $1 and start_at < $5 and end_at > $4'],
    ['note', 'delete from note where wearer_id = $1 and at >= $4 and at < $5'],
    ['alert', 'delete from alert where wearer_id = $1 and raised_at >= $4 and raised_at < $5'],
    ['export', 'delete from export where $1 = any (wearer_ids)']
  ], wearer, actor(), from_at, until_at);
  perform erase_trial(wearer);
  update job set state = 'cancelled', finished_at = now(), problem = 'Data were deleted meanwhile: order it again.'
    where job.wearer_id = wearer and kind = 'reanalysis' and state in ('queued', 'running');
  return next;
end $$;

-- Everything of the actor. In a local installation a new person is there afterwards. What this person said about others
-- stays with them, without a name.
create function erase_person() returns table (removed jsonb, paths text[])
  language plpgsql volatile security definer set search_path = plumbline, public, pg_temp as $$
declare
  me int := actor();
  wearer int := (own_wearers())[1];
  tenant int := actor_tenant();
  is_local boolean := not exists (select from account);
begin
  if tenant is null then raise exception 'there is no actor'; end if;
  -- What a worker is storing of them now is waited for and goes too; what comes later finds nobody to belong to.
  perform from wearer w where w.id = wearer for update;
  paths := array(select path from export where wearer = any (wearer_ids) or person_id = me);
  perform erase_trial(wearer);
  removed := run_erasure(array[
    ['reanalysis_day', 'delete from reanalysis_day where wearer_id = $1'],
    ['raw_block', 'delete from raw_block where stream_id = any ($2)'],
    ['gap', 'delete from gap where stream_id = any ($2)'],
    ['device_state', 'delete from device_state where stream_id = any ($2)'],
    ['rejected_record', 'delete from rejected_record where stream_id = any ($2)'],
    ['posture_1s', 'delete from posture_1s where wearer_id = $1'],
    ['load_10s', 'delete from load_10s where wearer_id = $1'],
    ['bout', 'delete from bout where wearer_id = $1'],
    ['rotation_event', 'delete from rotation_event where wearer_id = $1'],
    ['break_credit', 'delete from break_credit where wearer_id = $1'],
    ['nudge_event', 'delete from nudge_event where wearer_id = $1'],
    ['nudge_setting', 'delete from nudge_setting where wearer_id = $1'],
    ['plan', 'delete from plan where wearer_id = $1'],
    ['minute_summary', 'delete from minute_summary where wearer_id = $1'],
    ['day_summary', 'delete from day_summary where wearer_id = $1'],
    ['summary_due', 'delete from summary_due where wearer_id = $1'],
    ['calibration', 'delete from calibration where wearer_id = $1'],
    ['session_pipeline', 'delete from session_pipeline where session_id in (select id from wear_session where wearer_id = $1)'],
    ['recompute', 'delete from recompute where session_id in (select id from wear_session where wearer_id = $1)'],
    ['stream_progress', 'delete from stream_progress where stream_id = any ($2)'],
    ['stream', 'delete from stream where id = any ($2)'],
    ['wear_session', 'delete from wear_session where wearer_id = $1'],
    ['sensor', 'delete from sensor s where tenant_id = (select tenant_id from person where id = $3)
      and not exists (select from stream where sensor_id = s.id)'],
    ['label', 'delete from label where wearer_id = $1'],
    ['note', 'delete from note where wearer_id = $1'],
    ['alert', 'delete from alert where wearer_id = $1'],
    ['authorship', 'update label set author_person_id = null where author_person_id = $3'],
    ['authorship', 'update note set author_person_id = null where author_person_id = $3'],
    ['authorship', 'update plan set author_person_id = null where author_person_id = $3'],
    ['consent', 'delete from consent where wearer_id = $1 or grantee_person_id = $3'],
    ['participant', 'delete from participant where wearer_id = $1'],
    ['study_member', 'delete from study_member where person_id = $3'],
    ['audit_log', 'delete from audit_log where wearer_id = $1 or wearer_id is null and actor_person_id = $3
      or detail ->> ''person'' = (select uuid::text from person where id = $3)'],
    ['authorship', 'update audit_log set actor_person_id = null where actor_person_id = $3'],
    ['export', 'delete from export where $1 = any (wearer_ids) or person_id = $3
      or job_id in (select id from job where wearer_id = $1 or person_id = $3)'],
    ['job', 'delete from job where wearer_id = $1 or person_id = $3'],
    ['deletion', 'delete from deletion where person_id = $3'],
    ['access_token', 'delete from access_token where person_id = $3 or wearer_id = $1'],
    ['pairing_code', 'delete from pairing_code where person_id = $3 or wearer_id = $1'],
    ['recovery_code', 'delete from recovery_code where person_id = $3'],
    ['sensor_choice', 'delete from sensor_choice where person_id = $3'],
    ['browser_session', 'delete from browser_session where person_id = $3'],
    ['account', 'delete from account where person_id = $3'],
    ['wearer', 'delete from wearer where id = $1'],
    ['person', 'delete from person where id = $3']
  ], wearer, me, null, null);
  if is_local then perform make_local_person(tenant); end if;
  return next;
end $$;

grant execute on function erase_range(timestamptz, timestamptz), erase_person() to plumbline_api;
