-- What is measured. Operators see that devices work, never what the body did.
-- `in (select unnest(...))` is looked up in a hash and leaves the index to the query's own conditions, so that its order
-- can be used; `= any` would take the index itself.
grant select on sensor, stream, stream_progress, gap, device_state, rejected_record, wear_session to plumbline_api;
create policy seen on wear_session for select to plumbline_api using (wearer_id = any ((select known())::int[]));
create policy seen on stream for select to plumbline_api using (wearer_id = any ((select known())::int[])
  or tenant_id = (select actor_tenant()) and (select acts_as('operator')));
create policy seen on sensor for select to plumbline_api using (tenant_id = (select actor_tenant())
  and ((select acts_as('operator')) or exists (select from stream s where s.sensor_id = sensor.id)));
create policy seen on stream_progress for select to plumbline_api
  using (exists (select from stream s where s.id = stream_id));
create policy seen on gap for select to plumbline_api using (exists (select from stream s where s.id = stream_id));
create policy seen on device_state for select to plumbline_api
  using (exists (select from stream s where s.id = stream_id));
create policy seen on rejected_record for select to plumbline_api
  using (exists (select from stream s where s.id = stream_id));

-- What one calls a device, and which ones one has put away, is one's own.
grant select, insert, update (name, forgotten_at) on sensor_choice to plumbline_api;
create policy own on sensor_choice for select to plumbline_api using (person_id = (select actor()));
create policy chosen on sensor_choice for insert to plumbline_api with check (person_id = (select actor())
  and tenant_id = (select actor_tenant()) and sensor_id in (select id from sensor));
create policy changed on sensor_choice for update to plumbline_api using (person_id = (select actor()));
grant select on backup_run to plumbline_api;
create policy seen on backup_run for select to plumbline_api using ((select acts_as('operator')));

grant select on stream, raw_block, posture_1s, load_10s to plumbline_reader;
create policy reader on stream for select to plumbline_reader using (wearer_id in (select unnest(readable('raw'))));
create policy reader on raw_block for select to plumbline_reader
  using (exists (select from stream s where s.id = stream_id));
create policy reader on posture_1s for select to plumbline_reader
  using (wearer_id in (select unnest(readable('detail'))));
create policy reader on load_10s for select to plumbline_reader
  using (wearer_id in (select unnest(readable('detail'))));
-- Row level security itself keeps functions of a query from seeing a row before its policy has. As barriers of their own these
-- views would also keep a page (order by time, limit) from the index: each would sort all that is left.
create view plumbline_view.raw_block as select * from plumbline.raw_block;
create view plumbline_view.posture_1s as select * from plumbline.posture_1s;
create view plumbline_view.load_10s as select * from plumbline.load_10s;
grant select on all tables in schema plumbline_view to plumbline_api;
grant create on schema plumbline_view to plumbline_reader;
alter view plumbline_view.raw_block owner to plumbline_reader;
alter view plumbline_view.posture_1s owner to plumbline_reader;
alter view plumbline_view.load_10s owner to plumbline_reader;
revoke create on schema plumbline_view from plumbline_reader;

grant select on bout, rotation_event, break_credit, minute_summary, day_summary, summary_due, calibration,
  reanalysis_day to plumbline_api;
-- By whoever ordered it, as long as the wearer lets them see such things.
create policy seen on reanalysis_day for select to plumbline_api using (wearer_id in (select unnest(readable('summary')))
  and exists (select from job j where j.id = job_id));
create policy seen on break_credit for select to plumbline_api using (wearer_id in (select unnest(readable('detail'))));
create policy seen on bout for select to plumbline_api using (wearer_id in (select unnest(readable('detail'))));
create policy seen on rotation_event for select to plumbline_api
  using (wearer_id in (select unnest(readable('detail'))));
create policy seen on calibration for select to plumbline_api
  using (wearer_id in (select unnest(readable('detail'))));
create policy seen on minute_summary for select to plumbline_api
  using (wearer_id in (select unnest(readable('summary'))));
create policy seen on day_summary for select to plumbline_api
  using (wearer_id in (select unnest(readable('summary'))));
create policy seen on summary_due for select to plumbline_api
  using (wearer_id in (select unnest(readable('summary'))));
