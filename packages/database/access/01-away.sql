-- Who may read and write what. The files of this folder are applied by name, all of them in one transaction, whenever one
-- has changed (src/access.ts).
--
-- plumbline_api     requests of people. Says on whose behalf it acts (plumbline.actor, per transaction); the rows it
--                   sees follow from ownership and from consents that hold at this moment. Without an actor: none.
-- plumbline_worker  ingest, live pipelines, recomputing, jobs. Of all wearers, but these tables alone: no accounts,
--                   no tokens, no consents, no notes.
-- plumbline_reader  cannot log in and nobody is a member of it. Row level security does not cover the chunks of a
--                   hypertable, and chunks inherit its grants: so plumbline_api has no right on such a table at all
--                   and reads it through a view of the same name in plumbline_view, with the rights of this role.

-- Away with what stood before.
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

-- Each table: its security is on. The files below say who may do what.
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
