-- What people say.
grant select, insert, update (withdrawn_at) on label to plumbline_api;
grant select, insert, update (at, text, value, changed_at), delete on note to plumbline_api;
create policy seen on label for select to plumbline_api using (wearer_id in (select unnest(readable('diary'))));
create policy seen on note for select to plumbline_api using (wearer_id in (select unnest(readable('diary'))));
create policy said on label for insert to plumbline_api with check (tenant_id = (select actor_tenant())
  and author_person_id = (select actor()) and wearer_id in (select unnest(readable('diary'))));
create policy said on note for insert to plumbline_api with check (tenant_id = (select actor_tenant())
  and author_person_id = (select actor()) and wearer_id in (select unnest(readable('diary'))));
create policy own on label for update to plumbline_api using (author_person_id = (select actor())
  and wearer_id in (select unnest(readable('diary'))));
create policy own on note for update to plumbline_api using (author_person_id = (select actor())
  and wearer_id in (select unnest(readable('diary'))));
create policy own_away on note for delete to plumbline_api using (author_person_id = (select actor())
  and wearer_id in (select unnest(readable('diary'))));
grant select, insert, update (answered_at, answer) on alert to plumbline_api;
create policy seen on alert for select to plumbline_api using (wearer_id in (select unnest(readable('summary'))));
create policy own on alert for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and wearer_id = any ((select own_wearers())::int[]));
create policy answered on alert for update to plumbline_api using (wearer_id = any ((select own_wearers())::int[]));

-- How somebody wants to be reminded is theirs to set.
grant select, insert, update (settings, updated_at) on nudge_setting to plumbline_api;
grant select, insert on nudge_event to plumbline_api;
create policy seen on nudge_setting for select to plumbline_api using (wearer_id in (select unnest(readable('summary'))));
create policy seen on nudge_event for select to plumbline_api using (wearer_id in (select unnest(readable('summary'))));
create policy own on nudge_setting for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and wearer_id = any ((select own_wearers())::int[]));
create policy own_change on nudge_setting for update to plumbline_api
  using (wearer_id = any ((select own_wearers())::int[]));
create policy own on nudge_event for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and wearer_id = any ((select own_wearers())::int[]));

-- What was agreed on is seen with the summaries and changed with the diary; what stood before stays.
grant select, insert on plan to plumbline_api;
create policy seen on plan for select to plumbline_api using (wearer_id in (select unnest(readable('summary'))));
create policy agreed on plan for insert to plumbline_api with check (tenant_id = (select actor_tenant())
  and author_person_id = (select actor()) and wearer_id in (select unnest(readable('diary'))));

-- Work that takes longer.
grant select, insert, update (state) on job to plumbline_api;
grant select on export to plumbline_api;
grant select, insert on deletion to plumbline_api;
create policy own on job for select to plumbline_api using (person_id = (select actor()));
create policy ordered on job for insert to plumbline_api with check (tenant_id = (select actor_tenant())
  and person_id = (select actor()) and (wearer_id is null or wearer_id = any ((select known())::int[])));
create policy stopped on job for update to plumbline_api using (person_id = (select actor()));
create policy own on export for select to plumbline_api using (person_id = (select actor()));
create policy own on deletion for select to plumbline_api using (person_id = (select actor()));
create policy done on deletion for insert to plumbline_api
  with check (person_id = (select actor()) and tenant_id = (select actor_tenant()));
