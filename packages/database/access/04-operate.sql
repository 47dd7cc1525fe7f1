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
