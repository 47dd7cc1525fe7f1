import { setTimeout as sleep } from 'node:timers/promises';
import { type DayComparison, dayComparisonSchema, type Job, jobSchema } from '@plumbline/contract';
import { connect, startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ApiProcess } from '../testing/api-process.ts';
import { sendUntilStored } from '../testing/outbox-gateway.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { createDatabase } from '../testing/test-api.ts';

const START_US = Date.parse('2026-03-10T09:00:00Z') * 1000;
/** Three checkpoints and a bit. */
const SECONDS = 2_800;
const KILLS = 3;
const WAIT = { timeout: 120_000, interval: 100 };
const ORDER = { kind: 'reanalysis', fromDate: '2026-03-10', untilDate: '2026-03-10' };

let server: TestServer;
let databaseUrl: string;
let api: ApiProcess;

beforeAll(async () => {
  server = await startTestServer();
  databaseUrl = await createDatabase(server);
  api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: START_US, counts: simulatedCounts(SECONDS) };
  await sendUntilStored(() => api.url, id, streamFrames(id, options, SECONDS * RATE_HZ, 500));
  while ((await rows<{ n: number }>('select count(*)::int as n from summary_due'))[0]!.n > 0)
    await sleep(100);
});
afterAll(async () => {
  await api?.kill();
  await server?.stop();
});

async function rows<T>(sql: string): Promise<T[]> {
  const client = await connect(databaseUrl);
  try {
    await client.query('set search_path = plumbline');
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

async function order(): Promise<string> {
  const body = JSON.stringify(ORDER);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${api.url}/v1/jobs`, { method: 'POST', body, headers });
  return ((await response.json()) as Job).id;
}

const job = async (id: string): Promise<Job> =>
  jobSchema.parse(await (await fetch(`${api.url}/v1/jobs/${id}`)).json());
const days = async (id: string): Promise<DayComparison[]> =>
  z.array(dayComparisonSchema).parse(await (await fetch(`${api.url}/v1/jobs/${id}/days`)).json());

interface Progress {
  readonly progress: number;
  readonly checkpoint: object | null;
  readonly state: string;
}
const progressOf = async (id: string): Promise<Progress> =>
  (await rows<Progress>(`select progress, checkpoint, state from job where id = '${id}'`))[0]!;

/** Lets a job make one step beyond `reached` and holds it in the next, on every machine at the same place. */
const GATE = `
  create table gate (reached float8 not null);
  insert into gate values (0);
  create function hold() returns trigger language plpgsql security definer set search_path = plumbline as $$
    begin
      if old.progress > (select reached from gate) then perform pg_advisory_xact_lock(1); end if;
      return new;
    end $$;
  create trigger hold before update of checkpoint on job for each row execute function hold()`;
const HELD = `from pg_stat_activity where wait_event = 'advisory' and datname = current_database()`;

async function killWhileHeld(): Promise<void> {
  await expect.poll(() => rows(`select pid ${HELD}`), WAIT).toHaveLength(1);
  await api.kill();
  // The database notices by itself, but only once nothing holds the step.
  await rows(`select pg_terminate_backend(pid) ${HELD}`);
  await expect.poll(() => rows(`select pid ${HELD}`), WAIT).toEqual([]);
}

/** Another process, for which the wait for a worker that does not come back is cut short. */
async function startAnother(id: string): Promise<void> {
  await rows(`update job set lease_until = now() where id = '${id}'`);
  api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
}

/** Once the job is held; returns how far it had come. */
async function kill(id: string): Promise<number> {
  await killWhileHeld();
  expect(await progressOf(id)).toMatchObject({ state: 'running', checkpoint: expect.any(Object) });
  return (await progressOf(id)).progress;
}

describe('a job whose worker is killed', () => {
  test('goes on where it was, three times over, and tells the same', async () => {
    const whole = await order();
    await expect.poll(async () => (await job(whole)).state, WAIT).toBe('done');
    const expected = await days(whole);
    expect(expected[0]!.seconds).toEqual({ before: SECONDS, after: SECONDS, same: SECONDS });

    await rows(GATE);
    const holder = await connect(databaseUrl);
    await holder.query('select pg_advisory_lock(1)');
    const id = await order();
    for (let kills = 0, before = 0; kills < KILLS; kills++) {
      const reached = await kill(id);
      expect(reached).toBeGreaterThan(before);
      before = reached;
      await rows(`update gate set reached = progress from job where id = '${id}'`);
      await startAnother(id);
      expect((await job(id)).progress).toBeGreaterThanOrEqual(reached);
    }
    await holder.end();
    await expect.poll(async () => (await job(id)).state, WAIT).toBe('done');
    expect(await days(id)).toEqual(expected);
    expect(await rows('select from plumbline_trial.posture_1s limit 1')).toEqual([]);
  });

  test('at the same place three times over is given up and says so, and other work goes on', async () => {
    await rows('update gate set reached = -1');
    const holder = await connect(databaseUrl);
    await holder.query('select pg_advisory_lock(1)');
    const id = await order();
    await killWhileHeld();
    // A second time, without the wait for another process.
    expect(await rows(`update job set begun = begun + 1 where id = '${id}' returning begun`)).toEqual([
      { begun: 2 },
    ]);
    await startAnother(id);
    await killWhileHeld();
    await startAnother(id);
    await holder.end();
    await expect
      .poll(() => job(id), WAIT)
      .toMatchObject({ state: 'failed', problem: expect.stringMatching(/^Given up: 3 times/) });
    const next = await order();
    await expect.poll(async () => (await job(next)).state, WAIT).toBe('done');
  });
});
