-- Who may read and write what. Applied whole, in one transaction, whenever this file has changed (src/access.ts).
--
-- plumbline_api     requests of people. Says on whose behalf it acts (plumbline.actor, per transaction); the rows it
--                   sees follow from ownership and from consents that hold at this moment. Without an actor: none.
-- plumbline_worker  ingest, live pipelines, recomputing, jobs. Of all wearers, but these tables alone: no accounts,
--                   no tokens, no consents, no notes.
-- plumbline_reader  cannot log in and nobody is a member of it. Row level security does not cover the chunks of a
--                   hypertable, and chunks inherit its grants: so plumbline_api has no right on such a table at all
--                   and reads it through a view of the same name in plumbline_view, with the rights of this role.

-- Away with what stood before. ------------------------------------------------------------------------------------
do $$
declare
  row record;
begin
  for row in select tablename, policyname from pg_policies where schemaname = 'plumbline' loop
    execute format('drop policy %I on %I', row.policyname, row.tablename);
  end loop;
end $$;
revoke all on all tables in schema plumbline from plumbline_api, plumbline_worker, plumbline_reader;
drop schema if exists plumbline_view cascade;
do $$
declare
  name regprocedure;
begin
  for name in select oid from pg_proc where pronamespace = 'plumbline'::regnamespace
    and proname not in ('week_of', 'make_partition', 'make_partitions', 'drop_before') loop
    execute format('drop function %s cascade', name);
  end loop;
end $$;
revoke all on all functions in schema plumbline from public, plumbline_api, plumbline_worker, plumbline_reader;
create schema plumbline_view;
grant usage on schema plumbline to plumbline_api, plumbline_worker, plumbline_reader;
grant usage on schema plumbline_view to plumbline_api;
grant usage on schema plumbline_trial to plumbline_worker;
grant select, insert, update, delete on all tables in schema plumbline_trial to plumbline_worker;

-- Who is asking. --------------------------------------------------------------------------------------------------
-- After a transaction the setting reads '' and not null.
create function actor() returns int language sql stable parallel safe as
  $$ select nullif(current_setting('plumbline.actor', true), '')::int $$;

create function actor_tenant() returns int
  language sql stable security definer set search_path = plumbline, pg_temp as
  $$ select tenant_id from person where id = actor() and disabled_at is null $$;

create function acts_as(wanted text) returns boolean
  language sql stable security definer set search_path = plumbline, pg_temp as
  $$ select exists (select from person where id = actor() and disabled_at is null and wanted = any (roles)) $$;

-- What a token may see at most; unset: everything its person may.
create function in_scope(wanted text) returns boolean language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('plumbline.scopes', true), ''), wanted) ~ ('(^|,)' || wanted || '(,|$)') $$;

-- The study in whose name a researcher acts; unset: none. Its participants are to be seen only so, which is what its
-- exports do: under pseudonyms and with moved dates.
create function in_study() returns int language sql stable parallel safe as
  $$ select nullif(current_setting('plumbline.study', true), '')::int $$;

create function own_wearers() returns int[]
  language sql stable security definer set search_path = plumbline, pg_temp as
  $$ select coalesce(array_agg(w.id), '{}') from wearer w join person p on p.id = w.person_id
     where p.id = actor() and p.disabled_at is null and 'wearer' = any (p.roles) $$;

-- The consents in force that let the actor see something.
create function consents_in_force() returns setof consent
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select c.* from consent c join person p on p.id = actor() and p.disabled_at is null and p.tenant_id = c.tenant_id
  where c.withdrawn_at is null and c.valid_from <= statement_timestamp() and c.valid_until > statement_timestamp()
    and (c.grantee_person_id = p.id and 'therapist' = any (p.roles) and in_study() is null
      or c.grantee_study_id = in_study() and 'researcher' = any (p.roles) and exists (
        select from study_member m join study s on s.id = m.study_id and s.closed_at is null
          join participant t on t.study_id = s.id and t.wearer_id = c.wearer_id and t.left_at is null
        where m.study_id = c.grantee_study_id and m.person_id = p.id)) $$;

-- The wearers of whom the actor may see this now: own, and by consent.
create function readable(wanted text) returns int[]
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select coalesce(array_agg(id), '{}') from (
    select unnest(own_wearers()) as id
    union select wearer_id from consents_in_force() where wanted = any (scopes)
  ) as seen where in_scope(wanted) $$;

-- The wearers of whom the actor may see anything at all.
create function known() returns int[]
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select coalesce(array_agg(id), '{}') from (
    select unnest(own_wearers()) as id union select wearer_id from consents_in_force()) as seen $$;

-- By consent to a therapist; a study knows pseudonyms alone.
create function named() returns int[]
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select coalesce(array_agg(wearer_id), '{}') from consents_in_force() where grantee_person_id is not null $$;

create function own_studies() returns int[]
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select coalesce(array_agg(m.study_id), '{}') from study_member m join person p on p.id = m.person_id
  where p.id = actor() and p.disabled_at is null and 'researcher' = any (p.roles) $$;

grant execute on function actor(), actor_tenant(), acts_as(text), in_scope(text), in_study(), own_wearers(), readable(text),
  known(), named(), own_studies() to plumbline_api, plumbline_reader;

-- Proving who somebody is, before there is an actor: one row for one proof, never a list. --------------------------
create function find_account(given_login text)
  returns table (person_id int, password_hash text)
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select a.person_id, a.password_hash from account a join person p on p.id = a.person_id
  where lower(a.login) = lower(given_login) and p.disabled_at is null $$;

create function use_browser_session(given bytea)
  returns table (person_id int, session_id uuid)
  language sql volatile security definer set search_path = plumbline, pg_temp as $$
  with used as (update browser_session set seen_at = now()
    where secret_sha256 = given and expires_at > now() and seen_at < now() - interval '1 minute')
  select s.person_id, s.id from browser_session s join person p on p.id = s.person_id
  where s.secret_sha256 = given and s.expires_at > now() and p.disabled_at is null $$;

create function use_token(given bytea)
  returns table (token_id uuid, kind text, person_id int, wearer_id int, tenant_id int, scopes text[])
  language sql volatile security definer set search_path = plumbline, pg_temp as $$
  with used as (update access_token set used_at = now() where secret_sha256 = given
    and (used_at is null or used_at < now() - interval '1 minute'))
  select t.id, t.kind, t.person_id, t.wearer_id, t.tenant_id, t.scopes
  from access_token t join person p on p.id = t.person_id
  where t.secret_sha256 = given and t.revoked_at is null and t.expires_at > now() and p.disabled_at is null $$;

-- Who that is; of nobody but the actor.
create function whoami() returns table (person_id int, uuid uuid, name text, tenant_id int, roles text[],
    wearer_id int, wearer_uuid uuid)
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select p.id, p.uuid, p.name, p.tenant_id, p.roles, w.id, w.pseudonym from person p
  left join wearer w on w.person_id = p.id and 'wearer' = any (p.roles)
  where p.id = actor() and p.disabled_at is null $$;

-- A code works once.
create function redeem_pairing_code(given bytea, token bytea, token_name text, token_until timestamptz)
  returns table (token_id uuid, wearer_id int)
  language sql volatile security definer set search_path = plumbline, pg_temp as $$
  with used as (delete from pairing_code where code_sha256 = given and expires_at > now() returning *)
  insert into access_token (kind, secret_sha256, tenant_id, person_id, wearer_id, name, scopes, expires_at)
  select 'gateway', token, u.tenant_id, u.person_id, u.wearer_id, token_name, '{ingest}', token_until from used u
  returning id, access_token.wearer_id $$;

-- The first account of an installation takes over the person who was there before there were accounts.
create function has_accounts() returns boolean
  language sql stable security definer set search_path = plumbline, pg_temp as $$ select exists (select from account) $$;

create function local_person()
  returns table (person_id int, wearer_id int, tenant_id int)
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select p.id, w.id, p.tenant_id from person p join wearer w on w.person_id = p.id order by p.id limit 1 $$;

-- Whoever comes to an installation that nobody is in (any more).
create function make_local_person(tenant int) returns int
  language sql volatile set search_path = plumbline, pg_temp as $$
  with anew as (
    insert into person (tenant_id, name, roles) values (tenant, 'Me', array['wearer', 'operator']) returning id
  ), worn as (insert into wearer (tenant_id, person_id) select tenant, id from anew)
  select id from anew $$;

create function create_first_account(given_login text, given_hash text, given_name text) returns int
  language plpgsql volatile security definer set search_path = plumbline, pg_temp as $$
declare
  first int := (select person_id from local_person());
begin
  lock table account;
  if exists (select from account) then return null; end if;
  first := coalesce(first, make_local_person((select min(id) from tenant)));
  insert into account (person_id, login, password_hash) values (first, given_login, given_hash);
  update person set name = given_name where id = first;
  return first;
end $$;

-- A new code takes the place of an earlier one. Null: not an operator, or nobody with an account in the same tenant.
create function make_recovery_code(person uuid, given bytea, until_at timestamptz) returns int
  language sql volatile security definer set search_path = plumbline, pg_temp as $$
  insert into recovery_code (code_sha256, tenant_id, person_id, expires_at)
  select given, p.tenant_id, p.id, until_at from person p join account a on a.person_id = p.id
  where p.uuid = person and p.tenant_id = actor_tenant() and p.disabled_at is null and acts_as('operator')
  on conflict (person_id) do update set code_sha256 = excluded.code_sha256, created_at = now(),
    expires_at = excluded.expires_at
  returning person_id $$;

-- A code works once; whoever was signed in is not any more.
create function redeem_recovery_code(given bytea, new_hash text) returns int
  language sql volatile security definer set search_path = plumbline, pg_temp as $$
  with used as (
    delete from recovery_code c using person p where c.code_sha256 = given and c.expires_at > now()
      and p.id = c.person_id and p.disabled_at is null returning c.person_id, c.tenant_id
  ), changed as (
    update account a set password_hash = new_hash, changed_at = now() from used u where a.person_id = u.person_id
    returning a.person_id
  ), ended as (delete from browser_session where person_id in (select person_id from changed)),
  noted as (insert into audit_log (tenant_id, actor_person_id, action)
    select tenant_id, person_id, 'password recovered' from used)
  select person_id from changed $$;

grant execute on function make_recovery_code(uuid, bytea, timestamptz), redeem_recovery_code(bytea, text)
  to plumbline_api;

-- How full the database is and what waits: for operators, and nothing of anybody in it.
create function table_sizes() returns table (name text, bytes float8)
  language sql stable security definer set search_path = plumbline, pg_catalog, pg_temp as $$
  with recursive part as (
    select c.oid, c.relname::text as name from pg_class c
    where c.relnamespace = 'plumbline'::regnamespace and c.relkind in ('r', 'p') and acts_as('operator')
    union all select i.inhrelid, p.name from part p join pg_inherits i on i.inhparent = p.oid)
  select name, sum(pg_total_relation_size(oid))::float8 from part group by 1 order by 2 desc, 1 $$;
create function work_waiting() returns table (recompute int, summaries int, jobs int)
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select (select count(*)::int from recompute where acts_as('operator')),
    (select count(*)::int from summary_due where acts_as('operator')),
    (select count(*)::int from job where state in ('queued', 'running') and acts_as('operator')) $$;
create function last_migration() returns text
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select name from migration order by id desc limit 1 $$;
grant execute on function table_sizes(), work_waiting(), last_migration() to plumbline_api;

-- When a sensor's wearing was last learnt, for those who see the sensor: the age of a calibration is no body data.
create function last_calibration(sensor int) returns table (kind text, at timestamptz)
  language sql stable security definer set search_path = plumbline, pg_temp as $$
  select c.kind, c.at from calibration c where c.session_id in (select session_id from stream where sensor_id = sensor
    and (wearer_id = any (known()) or tenant_id = actor_tenant() and acts_as('operator')))
  order by c.at desc limit 1 $$;
grant execute on function last_calibration(int) to plumbline_api;

grant execute on function find_account(text), use_browser_session(bytea), use_token(bytea), whoami(), has_accounts(),
  redeem_pairing_code(bytea, bytea, text, timestamptz), local_person(), create_first_account(text, text, text)
  to plumbline_api;
grant execute on function local_person() to plumbline_worker;

-- Deleting one's own data: nobody has the right to delete what is measured but through these. --------------------------
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

-- What somebody said about a span of a wearer changes what its samples mean: they are analysed again. Also where they
-- are still to come: of sessions that began not long before.
create function sessions_of_span(wearer int, from_at timestamptz, until_at timestamptz) returns setof wear_session
  language sql stable set search_path = plumbline, public, pg_temp as $$
  select w.* from wear_session w where w.wearer_id = $1 and w.started_at < $3 and (w.started_at > $2 - interval '1 day'
    or exists (select from stream s join raw_block b on b.stream_id = s.id where s.session_id = w.id
      and b.t0 >= $2 - interval '1 hour' and b.t0 < $3 and b.last_at >= $2)) $$;
create function queue_labelled(wearer int, from_at timestamptz, until_at timestamptz) returns void
  language sql volatile security definer set search_path = plumbline, public, pg_temp as $$
  insert into recompute (session_id, tenant_id, from_at)
    select w.id, w.tenant_id, $2 from sessions_of_span($1, $2, $3) w where w.wearer_id = any (readable('diary'))
    on conflict (session_id) do update set from_at = least(recompute.from_at, excluded.from_at), queued_at = now() $$;
create function is_queued(wearer int, from_at timestamptz, until_at timestamptz) returns boolean
  language sql stable security definer set search_path = plumbline, public, pg_temp as $$
  select exists (select from recompute r join sessions_of_span($1, $2, $3) w on w.id = r.session_id
    where w.wearer_id = any (readable('diary'))) $$;
grant execute on function queue_labelled(int, timestamptz, timestamptz), is_queued(int, timestamptz, timestamptz)
  to plumbline_api;

-- Keeping only as long as each tenant wants. Whole chunks and partitions where everybody is done with them, rows of
-- the others; returns how many of both, by table.
create function apply_retention() returns jsonb
  language plpgsql volatile security definer set search_path = plumbline, public, pg_temp as $$
declare
  parent text;
  of_tenant text;
  longest int;
  n bigint;
  done jsonb := '{}';
begin
  if not pg_try_advisory_xact_lock(1886217839, 4) then return done; end if;
  delete from browser_session where expires_at < now();
  delete from pairing_code where expires_at < now();
  delete from recovery_code where expires_at < now();
  foreach parent in array array['raw_block', 'posture_1s', 'load_10s'] loop
    of_tenant := case parent when 'raw_block' then 'raw_days' else 'second_days' end;
    -- Null when somebody keeps it for good.
    execute format('select case when bool_or(%1$I is null) then null else max(%1$I) end from tenant', of_tenant) into longest;
    if longest is not null then
      n := drop_before(parent, now() - longest * interval '1 day');
      if n > 0 then done := done || jsonb_build_object(parent || ' dropped', n); end if;
    end if;
    execute format('delete from %1$I r using tenant t where t.id = r.tenant_id and t.%2$I is not null
      and r.%3$I < now() - t.%2$I * interval ''1 day''', parent, of_tenant, (select time_column from partitioned where name = parent));
    get diagnostics n = row_count;
    if n > 0 then done := done || jsonb_build_object(parent || ' rows', n); end if;
  end loop;
  return done;
end $$;
grant execute on function apply_retention() to plumbline_worker;

-- Each table: its security is on, and who may do what. ------------------------------------------------------------
do $$
declare
  name text;
begin
  for name in select relname from pg_class where relnamespace = 'plumbline'::regnamespace and relkind in ('r', 'p')
    and relname not in ('migration', 'algorithm', 'posture_state', 'partitioned') loop
    execute format('alter table %I enable row level security', name);
  end loop;
end $$;
grant select on algorithm, posture_state to plumbline_api, plumbline_worker;

-- People.
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

-- `in (select unnest(...))` is looked up in a hash and leaves the index to the query's own conditions, so that its order
-- can be used; `= any` would take the index itself.
-- What is measured. Operators see that devices work, never what the body did.
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

-- Workers: of everybody, these tables and no others. ----------------------------------------------------------------
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
