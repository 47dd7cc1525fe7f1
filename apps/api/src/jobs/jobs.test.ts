import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AuditEntry,
  algorithmsSchema,
  type DayComparison,
  dayComparisonSchema,
  type Job,
  jobSchema,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestPeople, type TestPerson } from '../testing/test-people.ts';

/** Ten minutes before midnight in Berlin: two days of twenty minutes. */
const START_US = Date.parse('2026-03-10T22:50:00Z') * 1000;
const SECONDS = 1_200;
const DATES = ['2026-03-10', '2026-03-11'];
const WAIT = { timeout: 120_000, interval: 50 };
const ORDER = { kind: 'reanalysis', fromDate: DATES[0], untilDate: DATES[1] };
/** Longer than it takes to analyse twenty minutes. */
const REPLAY_MS = 4_000;
/** Everything that a wearer is shown, past any security. */
const SHOWN_TABLES = ['posture_1s', 'bout', 'rotation_event', 'load_10s', 'break_credit', 'minute_summary'];
const TRIAL_TABLES = [...SHOWN_TABLES.slice(0, 5), 'session_pipeline', 'summary_due'];

const counts = simulatedCounts(SECONDS);
let server: TestServer;
let people: TestPeople;
let wearer: TestPerson;
let therapist: TestPerson;
let wearerId: string;

beforeAll(async () => {
  server = await startTestServer();
  people = await TestPeople.start(server);
  wearer = await people.add('wearer', 'wearer');
  therapist = await people.add('therapist', 'therapist');
  wearerId = (await wearer.me()).wearer!;
  await store();
  while ((await count('summary_due')) > 0) await sleep(WAIT.interval);
});
afterAll(async () => {
  await people?.stop();
  await server?.stop();
});

async function store(): Promise<void> {
  const gateway = await wearer.gateway();
  const id = crypto.randomUUID();
  const frames = streamFrames(
    id,
    { sessionId: crypto.randomUUID(), startUs: START_US, counts },
    SECONDS * RATE_HZ,
    100,
  );
  await gateway.store(id, frames);
  await gateway.close();
}

const count = async (table: string): Promise<number> =>
  (await people.api.rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n;
const order = (body: object = {}, person = wearer, query = ''): Promise<Job> =>
  person.json<Job>('POST', `/v1/jobs${query}`, { ...ORDER, ...body });
const job = async (id: string): Promise<Job> => jobSchema.parse(await wearer.json('GET', `/v1/jobs/${id}`));
const done = async (id: string, state = 'done'): Promise<void> => {
  await expect
    .poll(async () => [(await job(id)).state, (await job(id)).problem], WAIT)
    .toEqual([state, null]);
};
const days = async (id: string): Promise<DayComparison[]> =>
  z.array(dayComparisonSchema).parse(await wearer.json('GET', `/v1/jobs/${id}/days`));
const leftovers = async (): Promise<number> => {
  const counted = await Promise.all(TRIAL_TABLES.map((table) => count(`plumbline_trial.${table}`)));
  return counted.reduce((sum, n) => sum + n, 0);
};
/** Every shown row as text. */
async function shown(): Promise<Record<string, unknown>> {
  const tables = SHOWN_TABLES.map(async (table) => [
    table,
    await people.api.rows(`select (to_jsonb(t) - 'computed_at')::text as row from ${table} t order by 1`),
  ]);
  return Object.fromEntries(await Promise.all(tables));
}

describe('an analysis with what is shipped', () => {
  test('tells the same of every day, to the last digit, and leaves everything as it was', async () => {
    const before = await shown();
    const { id } = await order();
    await done(id);
    const compared = await days(id);
    expect(compared.map(({ date, reason }) => [date, reason])).toEqual(DATES.map((date) => [date, null]));
    for (const { measures, before: old, after, bouts, seconds } of compared) {
      expect(measures.length).toBeGreaterThan(60);
      expect(measures.filter(({ why }) => why !== null)).toEqual([]);
      expect(after!.measures).toEqual(old!.measures);
      expect(bouts).toEqual({ before: bouts.same, after: bouts.same, same: bouts.same });
      expect(seconds).toEqual({ before: 600, after: 600, same: 600 });
    }
    expect(await shown()).toEqual(before);
    expect(await leftovers()).toBe(0);
    expect(await job(id)).toMatchObject({ progress: 1, kind: 'reanalysis', finishedUs: expect.any(Number) });
  });
});

describe('an analysis with other parameters', () => {
  test('stands beside what is shown, which it does not touch, and says why it differs', async () => {
    const before = await shown();
    const parameters = { 'rotation.excursion.standingThresholdDeg': 60, 'sitting.minBoutS': 1 };
    const { parameters: shipped } = algorithmsSchema.parse(await wearer.json('GET', '/v1/algorithms'));
    const known = Object.keys(shipped).filter((path) => path.startsWith('rotation.'));
    expect(known.length).toBeGreaterThan(5);
    expect(parameters).toBeDefined();
    const path = known.find((name) => typeof shipped[name] === 'number' && /threshold/i.test(name))!;
    const { id } = await order({ parameters: { [path]: Number(shipped[path]) * 4 } });
    await done(id);
    const differing = (await days(id)).flatMap(({ measures }) => measures).filter(({ why }) => why !== null);
    expect(differing.map(({ id: measure }) => measure).join()).toMatch(/rotation_/);
    expect(differing.map(({ why }) => why).join()).toMatch(/other parameters/);
    const sitting = (await days(id))[0]!.measures.find((measure) => measure.id === 'sitting_time')!;
    expect(sitting).toMatchObject({ difference: 0, why: null });
    expect(await shown()).toEqual(before);
  });

  test('fails at once where they were taken by a version that had no limits', async () => {
    const input = JSON.stringify({ ...ORDER, parameters: { 'sitting.resamples': 1e9 }, replace: false });
    const [{ id }] = (await people.api.rows(`insert into job (tenant_id, person_id, wearer_id, kind, input)
      select p.tenant_id, p.id, w.id, 'reanalysis', '${input}' from wearer w join person p on p.id = w.person_id
      where w.pseudonym = '${wearerId}' returning id`)) as [{ id: string }];
    const problem = expect.stringMatching(/^parameters.sitting.resamples: Give from 2 to 2000/);
    await expect.poll(() => job(id), WAIT).toMatchObject({ state: 'failed', problem });
  });

  test('is refused where a path, a value or a version does not exist, by name', async () => {
    const refusal = async (body: object): Promise<unknown> => {
      const response = await wearer.ask('POST', '/v1/jobs', { ...ORDER, ...body });
      return [response.status, ((await response.json()) as { field: string }).field];
    };
    expect(await refusal({ parameters: { 'load.nonsense': 1 } })).toEqual([400, 'parameters.load.nonsense']);
    expect(await refusal({ parameters: { 'calendar.minWornMin': 'x' } })).toEqual([
      400,
      'parameters.calendar.minWornMin',
    ]);
    // More draws than fit into memory, and a window of no length.
    for (const [path, value] of Object.entries({ 'sitting.resamples': 1e9, 'posture.referenceWindowS': 0 }))
      expect(await refusal({ parameters: { [path]: value } })).toEqual([400, `parameters.${path}`]);
    expect(await refusal({ algorithms: ['posture@0.1.0'] })).toEqual([400, 'algorithms']);
    expect(await refusal({ untilDate: '2026-03-09' })).toEqual([400, 'untilDate']);
    expect(await refusal({ replace: true, parameters: { 'calendar.minWornMin': 60 } })).toEqual([
      400,
      'replace',
    ]);
  });
});

describe('versions', () => {
  const AS_TOLD_BY = (id: number, name: string): string =>
    `insert into algorithm (id, name) overriding system value values (${id}, '${name}')`;
  const retold = async (id: number): Promise<void> => {
    await people.api.rows(`update posture_1s set state = 2, algorithm = ${id}`);
    await people.api.rows(`update bout set state = 2, algorithm = ${id}`);
  };

  test('what an older one told is replaced when that is ordered, and stays to be compared', async () => {
    const original = await shown();
    await people.api.rows(AS_TOLD_BY(-1, 'older@1'));
    await retold(-1);
    await people.api.rows('update day_summary set algorithm = -1');
    const { id } = await order({ replace: true });
    await done(id);
    const [day] = await days(id);
    expect([day!.before!.algorithm, day!.seconds.same < 600]).toEqual(['older@1', true]);
    await expect.poll(shown, WAIT).toEqual(original);
    const versions = (): Promise<unknown[]> => wearer.json('GET', `/v1/days/${DATES[0]}/versions`);
    await expect.poll(async () => (await versions()).length, WAIT).toBe(2);
    const daysTold = async (): Promise<number[]> => {
      const { told } = algorithmsSchema.parse(await wearer.json('GET', '/v1/algorithms'));
      return told.map((version) => version.days);
    };
    await expect.poll(daysTold, WAIT).toEqual([2, 2]);
    await people.api.rows('delete from day_summary where algorithm = -1');
  });

  test('what a newer one told does not give way to an older one’s replay', async () => {
    const original = await shown();
    await people.api.rows(AS_TOLD_BY(9_999, 'newer@1'));
    await retold(9_999);
    const newer = await shown();
    const { id } = await order({ replace: true });
    await done(id);
    await sleep(REPLAY_MS);
    expect(await shown()).toEqual(newer);
    await people.api.rows('update bout set algorithm = -1');
    await people.api.rows('update posture_1s set algorithm = -1');
    await people.api.rows('update recompute set queued_at = now()');
    await expect.poll(shown, WAIT).toEqual(original);
  });
});

describe('a job', () => {
  test('is the business of whoever ordered it, under the consent of the wearer', async () => {
    const query = `?wearer=${wearerId}`;
    const ask = (body: object = {}): Promise<Response> =>
      therapist.ask('POST', `/v1/jobs${query}`, { ...ORDER, ...body });
    expect((await ask()).status).toBe(404);
    await wearer.consent((await therapist.me()).person, ['raw']);
    expect((await ask()).status).toBe(403);
    const consent = await wearer.consent((await therapist.me()).person, ['raw', 'summary']);
    expect((await ask({ replace: true })).status).toBe(403);
    const { id } = (await (await ask()).json()) as Job;
    await expect
      .poll(async () => (await therapist.json<Job>('GET', `/v1/jobs/${id}`)).state, WAIT)
      .toBe('done');
    const path = `/v1/jobs/${id}/days`;
    expect(await therapist.json<unknown[]>('GET', path)).toHaveLength(2);
    const [look] = await wearer.json<AuditEntry[]>('GET', '/v1/audit?about=me');
    expect(look).toMatchObject({ actor: 'therapist', action: 'GET /v1/jobs/:id/days', scope: 'summary' });
    expect((await wearer.ask('GET', path)).status).toBe(404);
    await wearer.json('DELETE', `/v1/consents/${consent}`);
    expect(await therapist.json<unknown[]>('GET', path)).toEqual([]);
  });

  test('can be stopped, and the next one of the wearer waits for it', async () => {
    const [first, second] = [await order(), await order()];
    expect(await wearer.json('DELETE', `/v1/jobs/${second.id}`)).toMatchObject({ state: 'cancelled' });
    await wearer.json('DELETE', `/v1/jobs/${first.id}`);
    await expect.poll(async () => (await job(first.id)).finishedUs, WAIT).not.toBeNull();
    await expect.poll(leftovers, WAIT).toBe(0);
    expect([(await job(first.id)).state, (await job(second.id)).state]).toEqual(['cancelled', 'cancelled']);
    const both = [await order(), await order()];
    for (const { id } of both) await done(id);
    const times = await Promise.all(both.map(({ id }) => job(id)));
    expect(times[1]!.startedUs!).toBeGreaterThanOrEqual(times[0]!.finishedUs!);
  });

  test('that meets a fault says which, and the next one is done', async () => {
    await people.api.rows('alter table plumbline_trial.bout add constraint spoilt check (false) not valid');
    const { id } = await order();
    await expect.poll(async () => (await job(id)).state, WAIT).toBe('failed');
    expect((await job(id)).problem).toContain('spoilt');
    await people.api.rows('alter table plumbline_trial.bout drop constraint spoilt');
    await done((await order()).id);
    expect(await leftovers()).toBe(0);
  });

  test('of days without samples says so', async () => {
    const { id } = await order({ fromDate: '2026-03-20', untilDate: '2026-03-20' });
    await done(id);
    expect(await days(id)).toMatchObject([
      { before: null, after: null, reason: expect.stringMatching(/No samples/) },
    ]);
  });
});
