import { prepareDatabase, startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../database/database.ts';
import { PeopleDatabase } from '../database/people-database.ts';
import { streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { RetentionRepository } from './retention.repository.ts';

let server: TestServer;
let api: TestApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

const put = (body: unknown): Promise<Response> =>
  fetch(`${api.url}/v1/retention`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function apply(): Promise<Record<string, number>> {
  const { apiUrl, workerUrl } = await prepareDatabase(api.databaseUrl);
  const [people, workers] = [new PeopleDatabase(apiUrl), new Database(workerUrl)];
  const done = await new RetentionRepository(people, workers).apply();
  await Promise.all([people.close(), workers.close()]);
  return done;
}

const daysOld = async (table: string, time: string): Promise<number[]> =>
  (
    await api.rows<{ days: number }>(
      `select round(extract(epoch from now() - ${time}) / 86400)::int as days from ${table} order by 1`,
    )
  ).map(({ days }) => days);

test('nothing goes until somebody says how long it is kept, and then what is older goes', async () => {
  await api.rows(`insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
    select 901, now() - d * interval '1 day', now(), d, 1, 1, 1, 'x' from unnest(array[1, 20, 45, 400]) d`);
  await api.rows(`insert into posture_1s (time, wearer_id, session_id, tenant_id, activity_cmps2, state, probability_pm, coverage_pm, algorithm)
    select now() - d * interval '1 day', 1, 901, 1, 1, 1, 1, 1, 1 from unnest(array[1, 20, 45, 400]) d`);
  expect(await api.get('/v1/retention')).toEqual({ rawDays: null, secondDays: null });
  expect(await apply()).toEqual({});
  expect(await (await put({ rawDays: 30, secondDays: 100 })).json()).toEqual({
    rawDays: 30,
    secondDays: 100,
  });
  await apply();
  expect(await daysOld('raw_block', 't0')).toEqual([1, 20]);
  expect(await daysOld('posture_1s', 'time')).toEqual([1, 20, 45]);
});

test('of two tenants the one that keeps longer loses nothing', async () => {
  await api.rows("insert into tenant (name, raw_days) values ('longer', 1000)");
  await api.rows(`insert into raw_block (stream_id, t0, last_at, first_sample, tenant_id, n, codec, payload)
    select 902, now() - d * interval '1 day', now(), d, 2, 1, 1, 'x' from unnest(array[50, 400]) d`);
  await apply();
  expect(await daysOld('raw_block', 't0')).toEqual([1, 20, 50, 400]);
});

test('days are whole and at least one', async () => {
  expect((await put({ rawDays: 0, secondDays: null })).status).toBe(400);
});

test('what was computed from samples that went stays when the rest is analysed again', async () => {
  const startUs = 1_795_000_000_000_000;
  const id = crypto.randomUUID();
  const gateway = await TestGateway.connect(api.url);
  const frames = streamFrames(id, { sessionId: crypto.randomUUID(), startUs }, 18_000, 100);
  await gateway.store(id, frames);
  await gateway.close();
  const seconds = (): Promise<unknown> =>
    api.rows(
      'select time, state from posture_1s where session_id = (select max(id) from wear_session) order by 1',
    );
  const before = await seconds();
  await api.rows('delete from raw_block where t0 < to_timestamp($1)', [startUs / 1e6 + 60]);
  await api.rows(
    'insert into recompute (session_id, tenant_id, from_at) select id, tenant_id, started_at from wear_session',
  );
  await api.restart();
  await expect.poll(() => api.rows('select from recompute')).toEqual([]);
  const after = (await seconds()) as unknown[];
  expect(after).toHaveLength((before as unknown[]).length);
  expect(after.slice(0, 59)).toEqual((before as unknown[]).slice(0, 59));
});
