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
