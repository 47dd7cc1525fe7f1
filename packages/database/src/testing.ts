import type { Client } from 'pg';
import { connect } from './connect.ts';
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
