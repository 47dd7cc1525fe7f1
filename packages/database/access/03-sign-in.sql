-- Proving who somebody is, before there is an actor: one row for one proof, never a list.
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

grant execute on function find_account(text), use_browser_session(bytea), use_token(bytea), whoami(), has_accounts(),
  redeem_pairing_code(bytea, bytea, text, timestamptz), local_person(), create_first_account(text, text, text)
  to plumbline_api;
grant execute on function local_person() to plumbline_worker;
