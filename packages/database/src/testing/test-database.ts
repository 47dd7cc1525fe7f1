import type { Client } from 'pg';
import { connect } from '../connect.ts';
import type { TestServer } from './test-server.ts';

/** A database of its own on a server that tests share. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(server: TestServer): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await run(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => void (await run(server.url, `drop database ${name} with (force)`)),
  };
}

/** Rows as arrays, over a connection of its own. */
export async function run(url: string, sql: string, values: readonly unknown[] = []): Promise<unknown[][]> {
  const client = await connect(url);
  try {
    const { rows } = await client.query({ text: sql, values: [...values], rowMode: 'array' });
    return rows as unknown[][];
  } finally {
    await client.end();
  }
}

/** Two tenants with a wearer each and a row in every table that says something about a body; returns nothing. */
export async function fillTwoTenants(owner: Client): Promise<void> {
  await owner.query(`set search_path = plumbline, public;
    insert into tenant (name) values ('other');
    insert into wearer (tenant_id) select id from tenant where name = 'other';
    insert into algorithm (name) values ('test@1');
    insert into sensor (tenant_id, key, name, driver) select id, 'aa:bb', 'Sensor', 'test' from tenant;
    insert into wear_session (uuid, tenant_id, wearer_id, started_at, time_zone)
      select gen_random_uuid(), tenant_id, id, '2026-11-02 10:00Z', 'UTC' from wearer;
    insert into stream (uuid, tenant_id, wearer_id, sensor_id, session_id, gateway_id, channels, rate_hz, decoder, source, opened_at)
      select gen_random_uuid(), w.tenant_id, w.id, s.id, e.id, gen_random_uuid(), '[]', 100, 'test', 'test', '2026-11-02 10:00Z'
      from wearer w join sensor s using (tenant_id) join wear_session e on e.wearer_id = w.id;
    insert into stream_progress (stream_id, next_seq, samples, rejected) select id, 1, 0, 0 from stream;
    insert into session_pipeline (session_id, last_sample_at, parameters, snapshot)
      select id, now(), '', '' from wear_session;
    insert into gap select id, 1, tenant_id, now(), now(), 1, true, 'test' from stream;
    insert into device_state (stream_id, seq, tenant_id, at, config) select id, 1, tenant_id, now(), '{}' from stream;
    insert into rejected_record select id, 1, tenant_id, 'a', 'b', 'c', now() from stream;
    insert into recompute select id, tenant_id, now(), now() from wear_session;`);
  await fillSeries(owner);
}

/** A far row beside those of today: weeks that nobody made a partition for. */
const TIMES = `(values ('2026-11-02 10:00Z'::timestamptz), ('2019-05-05 00:00Z'), ('2031-01-01 00:00Z')) t (at)`;

async function fillSeries(owner: Client): Promise<void> {
  await owner.query(`
    insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
      select id, t.at, t.at, 0, tenant_id, 1, 1, 'x' from stream, ${TIMES};
    insert into posture_1s (time, wearer_id, session_id, tenant_id, activity_cmps2, state, probability_pm, coverage_pm, algorithm)
      select t.at, wearer_id, id, tenant_id, 1, 1, 1000, 1000, 1 from wear_session, ${TIMES};
    insert into bout select wearer_id, started_at, id, tenant_id, started_at + interval '1 h', 1, false, 1 from wear_session;
    insert into rotation_event (peak_at, started_at, ended_at, wearer_id, session_id, tenant_id, peak_cdeg, kind, context, algorithm, provisional)
      select t.at, t.at, t.at, wearer_id, id, tenant_id, 100, 'turn', 1, 1, false from wear_session, ${TIMES};
    insert into load_10s (time, wearer_id, session_id, tenant_id, holding_s, algorithm, provisional, band)
      select t.at, wearer_id, id, tenant_id, 1, 1, false, 'low' from wear_session, ${TIMES}`);
}

/** A therapist and a researcher of each tenant, and one person of the local tenant with the wearer's rights. */
export const PEOPLE_OF_TENANTS = `
  insert into person (tenant_id, name, roles) select t.id, r.role || ' of ' || t.name, array[r.role]
    from tenant t, (values ('therapist'), ('researcher'), ('operator')) r (role);
  insert into person (tenant_id, name, roles) select id, 'wearer of other', '{wearer}' from tenant where name = 'other';
  update wearer set person_id = (select id from person where name = 'wearer of other') where person_id is null;
  insert into study (tenant_id, name, purpose) select id, 'study of ' || name, 'p' from tenant;
  insert into study_member select s.id, p.id from study s join person p using (tenant_id) where p.roles = '{researcher}';
  insert into minute_summary (wearer_id, time, algorithm, tenant_id, observed_s, state_s) select id, now(), 1, tenant_id, 60, '{60}' from wearer;
  insert into day_summary select id, '2026-11-02', 1, tenant_id, 'UTC', now(), now(), true, '[]', now() from wearer;
  insert into summary_due select id, '2026-11-02', tenant_id, now() from wearer;
  insert into calibration (tenant_id, wearer_id, session_id, at, kind, parameters) select tenant_id, wearer_id, id, now(), 'x', '{}' from wear_session;
  insert into label (tenant_id, wearer_id, start_at, end_at, state) select tenant_id, id, now(), now() + interval '1 h', 1 from wearer;
  insert into note (tenant_id, wearer_id, at, kind, text) select tenant_id, id, now(), 'note', 'x' from wearer;
  insert into alert (tenant_id, wearer_id, raised_at, kind, reason) select tenant_id, id, now(), 'x', 'x' from wearer;
  insert into nudge_setting (wearer_id, tenant_id, settings) select id, tenant_id, '{}' from wearer;
  insert into break_credit select wearer_id, started_at, id, tenant_id, started_at + interval '3 min', 0, true, true,
    null, null, null, 1, 1, false from wear_session;
  insert into nudge_event (wearer_id, tenant_id, event) select id, tenant_id, '{}' from wearer;
  insert into plan (wearer_id, tenant_id, settings) select id, tenant_id, '{}' from wearer;
  insert into audit_log (tenant_id, action, wearer_id) select tenant_id, 'x', id from wearer;
  insert into participant (study_id, wearer_id, tenant_id, pseudonym) select s.id, w.id, w.tenant_id, 'p1' from study s join wearer w using (tenant_id)`;

/** A row of each tenant in what the others leave empty; and consents to therapists of both tenants, of which one counts. */
export const REST_OF_TENANTS = `
  insert into account (person_id, login, password_hash) select id, name, 'x' from person;
  insert into browser_session (secret_sha256, person_id, expires_at)
    select sha256(name::bytea), id, now() + interval '1 d' from person;
  insert into access_token (kind, secret_sha256, tenant_id, person_id, name, scopes, expires_at)
    select 'personal', sha256(name::bytea), tenant_id, id, 'x', '{raw}', now() + interval '1 d' from person;
  insert into pairing_code (code_sha256, tenant_id, person_id, wearer_id, expires_at)
    select sha256(p.name::bytea), p.tenant_id, p.id, w.id, now() + interval '1 d' from wearer w join person p on p.id = w.person_id;
  insert into recovery_code (code_sha256, tenant_id, person_id, expires_at)
    select sha256(name::bytea), tenant_id, id, now() + interval '1 d' from person;
  insert into sensor_choice (person_id, sensor_id, tenant_id, name)
    select p.id, s.id, p.tenant_id, 'x' from person p join sensor s using (tenant_id);
  insert into sensor (tenant_id, key, name, driver) select id, 'cc:dd', 'x', 'x' from tenant;
  insert into consent (tenant_id, wearer_id, grantee_person_id, purpose, scopes, valid_until)
    select w.tenant_id, w.id, p.id, 'x', '{summary,detail,raw,live,diary}', now() + interval '1 d'
    from wearer w, person p where p.roles = '{therapist}';
  insert into consent (tenant_id, wearer_id, grantee_study_id, purpose, scopes, valid_until)
    select w.tenant_id, w.id, s.id, 'x', '{summary,detail,raw,live,diary}', now() + interval '1 d' from wearer w, study s;
  insert into job (tenant_id, person_id, wearer_id, kind)
    select w.tenant_id, w.person_id, w.id, 'export' from wearer w;
  insert into export (job_id, tenant_id, person_id, wearer_ids, path)
    select id, tenant_id, person_id, array[wearer_id], 'x' from job;
  insert into reanalysis_day (job_id, date, wearer_id, tenant_id) select id, '2026-11-02', wearer_id, tenant_id from job;
  insert into deletion (tenant_id, person_id, kind, removed) select tenant_id, id, 'range', '{}' from person;
  insert into plan (tenant_id, wearer_id, settings) select tenant_id, id, '{}' from wearer;
  do $$ declare name text; begin
    for name in select relname from pg_class where relnamespace = 'plumbline_trial'::regnamespace and relkind = 'r' loop
      execute format('insert into plumbline_trial.%I select * from plumbline.%I', name, name);
    end loop;
  end $$`;
