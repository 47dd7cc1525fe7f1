-- Where there is no TimescaleDB, what grows by the second lies in one partition a week (Monday to Monday, UTC), so
-- that retention is a drop. Partitions have a schema of their own, in which nobody but the owner has any right.
-- Rows outside the weeks that exist go to the partition `rest` and are put in place by make_partitions().

create schema if not exists plumbline_part;

create table partitioned (
  name text primary key,
  time_column text not null
);
insert into partitioned values ('raw_block', 't0'), ('posture_1s', 'time'), ('load_10s', 'time');

create function week_of(at timestamptz) returns timestamptz
  language sql immutable parallel safe as $$ select date_trunc('week', at, 'UTC') $$;

-- The partition of the week that begins then; rows of it in `rest` move in.
create function make_partition(parent text, week timestamptz) returns boolean
  language plpgsql set search_path = plumbline, pg_temp as $$
declare
  part text := parent || '_' || to_char(week at time zone 'UTC', 'YYYYMMDD');
  week_end timestamptz := week + interval '168 hours';
  time_column text;
begin
  if to_regclass(format('plumbline_part.%I', part)) is not null then return false; end if;
  select p.time_column into strict time_column from partitioned p where p.name = parent;
  -- A row on its way into `rest` would be refused there once its week exists: writers wait.
  execute format('lock table plumbline.%I in share row exclusive mode', parent);
  execute format('create table plumbline_part.%I (like plumbline.%I including all)', part, parent);
  execute format('with moved as (delete from plumbline_part.%I where %I >= $1 and %I < $2 returning *)
    insert into plumbline_part.%I select * from moved', parent || '_rest', time_column, time_column, part)
    using week, week_end;
  execute format('alter table plumbline.%I attach partition plumbline_part.%I for values from (%L) to (%L)',
    parent, part, week, week_end);
  return true;
end $$;

-- The weeks to come, and those of rows that lie in `rest`. Asked for at each start and once a day.
create function make_partitions(weeks_ahead int default 3) returns int
  language plpgsql security definer set search_path = plumbline, pg_temp as $$
declare
  parent record;
  week timestamptz;
  made int := 0;
begin
  perform pg_advisory_xact_lock(1886217839, 3);
  for parent in select p.name, p.time_column from partitioned p join pg_class c on c.oid = to_regclass(p.name)
    where c.relkind = 'p' order by p.name desc loop -- the order in which ingest writes: no deadlock
    for week in execute format('select week_of(now()) + n * interval ''168 hours'' from generate_series(-1, $1) n
      union select distinct week_of(%I) from plumbline_part.%I', parent.time_column, parent.name || '_rest')
      using weeks_ahead loop
      if make_partition(parent.name, week) then made := made + 1; end if;
    end loop;
  end loop;
  return made;
end $$;

-- Removes what is older than that: whole chunks or partitions, and row by row in `rest`. Returns how many were dropped.
create function drop_before(parent text, cutoff timestamptz) returns int
  language plpgsql security definer set search_path = plumbline, public, pg_temp as $$
declare
  part record;
  dropped int := 0;
  of_parent partitioned;
begin
  select * into strict of_parent from partitioned p where p.name = parent;
  if (select relkind from pg_class where oid = to_regclass(parent)) <> 'p' then
    execute 'select count(*) from drop_chunks($1::regclass, older_than => $2)' into dropped
      using 'plumbline.' || parent, cutoff;
    return dropped;
  end if;
  for part in select c.relname, substring(c.relname from '_(\d{8})$') as week from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass(parent) loop
    if part.week is null then
      execute format('delete from plumbline_part.%I where %I < $1', part.relname, of_parent.time_column) using cutoff;
    elsif (to_date(part.week, 'YYYYMMDD')::timestamp at time zone 'UTC') + interval '168 hours' <= cutoff then
      execute format('drop table plumbline_part.%I', part.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;

do $$
declare
  of_parent partitioned;
  old text;
  key text;
  week timestamptz;
begin
  if exists (select from pg_extension where extname = 'timescaledb') then return; end if;
  for of_parent in select * from partitioned loop
    old := of_parent.name || '_old';
    select pg_get_constraintdef(oid) into strict key from pg_constraint
      where conrelid = to_regclass(of_parent.name) and contype = 'p';
    execute format('alter table %I rename to %I', of_parent.name, old);
    execute format('alter index %I rename to %I', of_parent.name || '_pkey', old || '_pkey');
    execute format('create table %I (like %I including defaults including storage, %s) partition by range (%I)',
      of_parent.name, old, key, of_parent.time_column);
    execute format('create table plumbline_part.%I partition of %I default', of_parent.name || '_rest', of_parent.name);
    if of_parent.name = 'load_10s' then
      drop index load_10s_provisional;
      create index load_10s_provisional on load_10s (session_id) where provisional;
    end if;
    for week in execute format('select distinct week_of(%I) from %I', of_parent.time_column, old) loop
      perform make_partition(of_parent.name, week);
    end loop;
    execute format('insert into %I select * from %I', of_parent.name, old);
    execute format('drop table %I', old);
  end loop;
  perform make_partitions();
end $$;
