-- People, their consents and studies.
grant select, update (raw_days, second_days) on tenant to plumbline_api;
create policy own on tenant for select to plumbline_api using (id = (select actor_tenant()));
create policy kept on tenant for update to plumbline_api
  using (id = (select actor_tenant()) and (select acts_as('operator')));

grant select, insert, update (name, roles, disabled_at) on person to plumbline_api;
-- Therapists can be found by those who want to let them in.
create policy seen on person for select to plumbline_api using (id = (select actor()) or
  tenant_id = (select actor_tenant()) and ((select acts_as('operator')) or 'therapist' = any (roles)
    or exists (select from wearer w where w.person_id = person.id and w.id = any ((select named())::int[]))
    -- Who looked at my data.
    or exists (select from audit_log l where l.actor_person_id = person.id
      and l.wearer_id = any ((select own_wearers())::int[]))));
create policy kept on person for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and (select acts_as('operator')));
create policy changed on person for update to plumbline_api
  using (tenant_id = (select actor_tenant()) and (select acts_as('operator')));

grant select (person_id, login, changed_at), insert, update (password_hash, changed_at) on account to plumbline_api;
create policy own on account for select to plumbline_api using (person_id = (select actor()));
create policy own_change on account for update to plumbline_api using (person_id = (select actor()));
-- Operators open accounts; what a person makes of it later is theirs.
create policy listed on account for select to plumbline_api
  using ((select acts_as('operator')) and person_id in (select id from person));
create policy opened on account for insert to plumbline_api
  with check ((select acts_as('operator')) and person_id in (select id from person));

grant select (id, person_id, created_at, seen_at, expires_at), insert, delete on browser_session to plumbline_api;
create policy own on browser_session to plumbline_api using (person_id = (select actor()));

grant select (id, kind, tenant_id, person_id, wearer_id, name, scopes, created_at, expires_at, used_at, revoked_at),
  insert, update (revoked_at) on access_token to plumbline_api;
create policy own on access_token to plumbline_api using (person_id = (select actor()))
  with check (person_id = (select actor()) and tenant_id = (select actor_tenant())
    and (wearer_id is null or wearer_id = any ((select own_wearers())::int[])));
create policy fleet on access_token for select to plumbline_api
  using (kind = 'gateway' and tenant_id = (select actor_tenant()) and (select acts_as('operator')));
create policy stop on access_token for update to plumbline_api
  using (kind = 'gateway' and tenant_id = (select actor_tenant()) and (select acts_as('operator')));

grant select (person_id, wearer_id, created_at, expires_at), insert, delete on pairing_code to plumbline_api;
create policy own on pairing_code to plumbline_api using (person_id = (select actor()))
  with check (person_id = (select actor()) and tenant_id = (select actor_tenant())
    and wearer_id = any ((select own_wearers())::int[]));

grant select, insert on wearer to plumbline_api;
create policy seen on wearer for select to plumbline_api using (id = any ((select known())::int[])
  or tenant_id = (select actor_tenant()) and (select acts_as('operator')));
create policy kept on wearer for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and (select acts_as('operator')));

-- Consent is the wearer's alone: nobody gives it for another, and it is never taken back into force.
grant select, insert, update (withdrawn_at) on consent to plumbline_api;
create policy own on consent for select to plumbline_api using (wearer_id = any ((select own_wearers())::int[]));
create policy grantee on consent for select to plumbline_api using (tenant_id = (select actor_tenant())
  and (grantee_person_id = (select actor()) or grantee_study_id = any ((select own_studies())::int[])));
create policy give on consent for insert to plumbline_api with check (tenant_id = (select actor_tenant())
  and wearer_id = any ((select own_wearers())::int[]) and withdrawn_at is null
  and (grantee_study_id is null or exists (select from study s where s.id = grantee_study_id))
  and (grantee_person_id is null or exists (select from person p where p.id = grantee_person_id)));
create policy withdraw on consent for update to plumbline_api
  using (wearer_id = any ((select own_wearers())::int[]) and withdrawn_at is null)
  with check (withdrawn_at is not null);

grant select, insert, update (name, purpose, closed_at) on study to plumbline_api;
create policy seen on study for select to plumbline_api using (tenant_id = (select actor_tenant()));
create policy kept on study for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and (select acts_as('operator')));
create policy changed on study for update to plumbline_api
  using (tenant_id = (select actor_tenant()) and (select acts_as('operator')));
grant select, insert, delete on study_member to plumbline_api;
create policy seen on study_member for select to plumbline_api
  using (person_id = (select actor()) or (select acts_as('operator')) and study_id in (select id from study));
create policy kept on study_member for insert to plumbline_api
  with check ((select acts_as('operator')) and study_id in (select id from study) and person_id in (select id from person));
create policy left_out on study_member for delete to plumbline_api
  using ((select acts_as('operator')) and study_id in (select id from study));
grant select, insert, update (left_at) on participant to plumbline_api;
create policy own on participant for select to plumbline_api using (wearer_id = any ((select own_wearers())::int[]));
create policy joins on participant for insert to plumbline_api with check (tenant_id = (select actor_tenant())
  and wearer_id = any ((select own_wearers())::int[]) and study_id in (select id from study));
create policy leaves on participant for update to plumbline_api using (wearer_id = any ((select own_wearers())::int[]));
create policy member on participant for select to plumbline_api using (study_id = any ((select own_studies())::int[]));

grant select, insert on audit_log to plumbline_api;
create policy about_me on audit_log for select to plumbline_api
  using (wearer_id = any ((select own_wearers())::int[]) or actor_person_id = (select actor())
    or tenant_id = (select actor_tenant()) and (select acts_as('operator')));
create policy append on audit_log for insert to plumbline_api
  with check (tenant_id = (select actor_tenant()) and actor_person_id = (select actor()));
