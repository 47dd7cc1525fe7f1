-- Who is asking, and of whom they may see what.
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
