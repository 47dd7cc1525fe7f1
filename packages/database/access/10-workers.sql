-- Workers: of everybody, these tables and no others.
grant select on tenant, wearer to plumbline_worker;
grant insert on algorithm to plumbline_worker;
grant select, insert, update on sensor, wear_session, stream, stream_progress, raw_block to plumbline_worker;
grant select, insert on gap, device_state, rejected_record, alert to plumbline_worker;
grant select, insert, update, delete on session_pipeline, posture_1s, bout, rotation_event, load_10s, recompute,
  minute_summary, day_summary, summary_due, break_credit, calibration, reanalysis_day to plumbline_worker;
grant select on nudge_setting, nudge_event to plumbline_worker;
-- What was said, and not by whom.
grant select (id, wearer_id, start_at, end_at, state, created_at, withdrawn_at) on label to plumbline_worker;
grant select, update on job to plumbline_worker;
grant select, insert, update, delete on export to plumbline_worker;
grant execute on function make_partitions(int), drop_before(text, timestamptz) to plumbline_worker;
do $$
declare
  name text;
begin
  foreach name in array array['tenant', 'wearer', 'sensor', 'wear_session', 'stream', 'stream_progress', 'raw_block',
    'gap', 'device_state', 'rejected_record', 'calibration', 'alert', 'session_pipeline', 'posture_1s', 'bout',
    'rotation_event', 'load_10s', 'recompute', 'minute_summary', 'day_summary', 'summary_due', 'break_credit',
    'nudge_setting', 'nudge_event', 'label', 'job', 'export', 'reanalysis_day'] loop
    execute format('create policy worker on %I to plumbline_worker using (true) with check (true)', name);
  end loop;
end $$;

-- PostgreSQL lets everybody call a new function. Of ours each is for the roles that it was granted to above, and no others.
revoke execute on all functions in schema plumbline from public;
