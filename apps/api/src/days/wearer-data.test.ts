import { setTimeout as sleep } from 'node:timers/promises';
import {
  boutPageSchema,
  daySchema,
  dayVersionSchema,
  loadPageSchema,
  minutesSchema,
  rotationPageSchema,
  todaySchema,
  trendsSchema,
  weekSchema,
} from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { noonZone } from '../testing/noon-zone.ts';
import { RATE_HZ, type StreamOptions, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const START_US = Date.parse('2026-03-10T09:00:00Z') * 1000;
const DATE = '2026-03-10';
const SECONDS = 400;
const SPAN = `fromUs=${START_US}&untilUs=${START_US + SECONDS * 1e6}`;

const counts = simulatedCounts(SECONDS);
let server: TestServer;
let api: TestApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
  await store(api, { startUs: START_US });
  // A day that was summarised before all of it was stored waits again.
  while ((await api.rows('select from summary_due')).length > 0) await sleep(100);
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

async function store({ url }: TestApi, when: Pick<StreamOptions, 'startUs' | 'timeZone'>): Promise<void> {
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), ...when, counts };
  const frames = streamFrames(id, options, SECONDS * RATE_HZ, 100);
  const gateway = await TestGateway.connect(url);
  await gateway.store(id, frames);
  await gateway.close();
}

const day = async (date = DATE) => daySchema.parse(await api.get(`/v1/days/${date}`));

describe('a day', () => {
  test('has every measure with its coverage, algorithm and reason, and is not kept twice', async () => {
    const told = await day();
    expect(told).toMatchObject({ date: DATE, complete: true, valid: false, timeZone: 'Europe/Berlin' });
    expect(told.reasons[0]).toMatch(/min known within the declared hours/);
    expect(told.measures.length).toBeGreaterThan(60);
    const response = await fetch(`${api.url}/v1/days/${DATE}`);
    const etag = response.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"/);
    const again = await fetch(`${api.url}/v1/days/${DATE}`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('without samples says so, and a date that is none is named', async () => {
    expect(await day('2026-03-12')).toMatchObject({
      ...{ algorithm: null, measures: [], reasons: ['No samples are stored of this day.'] },
      startUs: Date.parse('2026-03-11T23:00:00Z') * 1000,
    });
    const response = await fetch(`${api.url}/v1/days/2026-13-01`);
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ field: 'date', value: '2026-13-01' }),
    ]);
  });

  test('keeps what each version told, the one that is shown last', async () => {
    await api.rows(`insert into algorithm (id, name) overriding system value values (-1, 'older@1')`);
    await api.rows(`insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, measures)
      select wearer_id, date, -1, tenant_id, time_zone, start_at, end_at, true, '[]' from day_summary where date = '${DATE}'`);
    const versions = z.array(dayVersionSchema).parse(await api.get(`/v1/days/${DATE}/versions`));
    const told = await day();
    expect(versions).toMatchObject([{ algorithm: 'older@1', measures: [] }, { algorithm: told.algorithm }]);
    expect(versions[1]!.measures).toEqual(told.measures);
  });

  test('is told minute by minute', async () => {
    const minutes = minutesSchema.parse(await api.get(`/v1/days/${DATE}/minutes`));
    expect(minutes.tUs).toHaveLength(Math.ceil(SECONDS / 60));
    expect(minutes.tUs[0]).toBe(START_US);
    expect(minutes.observedS.reduce((sum, n) => sum + n, 0)).toBe(SECONDS);
  });
});

describe('pages', () => {
  test('of bouts, rotations and load follow each other without a gap or a repetition', async () => {
    const bouts = boutPageSchema.parse(await api.get(`/v1/bouts?${SPAN}`));
    expect(bouts.bouts.length).toBeGreaterThan(2);
    expect(bouts.next).toBeNull();
    const all = rotationPageSchema.parse(await api.get(`/v1/rotations?${SPAN}`));
    const rows = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page = rotationPageSchema.parse(await api.get(`/v1/rotations?${SPAN}&limit=4${cursor}`));
      rows.push(...page.rotations);
      next = page.next;
    }
    expect(all.rotations.length).toBeGreaterThan(5);
    expect(rows).toEqual(all.rotations);
    const load = loadPageSchema.parse(await api.get(`/v1/load?${SPAN}`));
    const first = loadPageSchema.parse(await api.get(`/v1/load?${SPAN}&limit=10`));
    const rest = loadPageSchema.parse(await api.get(`/v1/load?${SPAN}&cursor=${first.next}`));
    expect([...first.tUs, ...rest.tUs]).toEqual(load.tUs);
    expect([...first.breaks, ...rest.breaks]).toEqual(load.breaks);
  });

  test('that cannot be are refused by field', async () => {
    const fieldOf = async (path: string): Promise<unknown> => {
      const response = await fetch(api.url + path);
      return [response.status, ((await response.json()) as { field: string }).field];
    };
    expect(await fieldOf('/v1/bouts?fromUs=5&untilUs=5')).toEqual([400, 'untilUs']);
    expect(await fieldOf('/v1/bouts?untilUs=5')).toEqual([400, 'fromUs']);
    expect(await fieldOf(`/v1/rotations?${SPAN}&cursor=nonsense`)).toEqual([400, 'cursor']);
    expect(await fieldOf(`/v1/load?${SPAN}&limit=0`)).toEqual([400, 'limit']);
    expect(await fieldOf('/v1/trends?weeks=5')).toEqual([400, 'weeks']);
    expect(await fieldOf('/v1/trends?measures=happiness')).toEqual([400, 'measures']);
  });
});

describe('weeks and trends', () => {
  /** 28 days that count, sitting 400 min and a bit more or less, the last ten by a newer version. */
  const FILL = `
    with versions as (insert into algorithm (name) values ('test@1'), ('test@2') returning id),
      days as (select d, (select min(id) from versions) + (n > 18)::int as algorithm, n
        from generate_series('2026-05-04'::date, '2026-05-31', '1 day') with ordinality as g (d, n))
    insert into day_summary (wearer_id, date, algorithm, tenant_id, time_zone, start_at, end_at, complete, valid, worn_min, measures, trend)
    select w.id, d, algorithm, w.tenant_id, 'UTC', d, d + interval '1 day', true, true, 600,
      jsonb_build_array(jsonb_build_object('id', 'sitting_time', 'value', 400 + 10 * (n % 3), 'unit', 'min', 'coverage', 0.5,
        'interval', null, 'algorithm', 'test@1', 'parameterHash', 'x', 'reason', null)),
      jsonb_build_object('sitting_time', jsonb_build_array(400 + 10 * (n % 3), 0.5, 390, 430))
    from days, wearer w`;

  beforeAll(() => api.rows(FILL));

  test('a trend has a place for every date, the noise, the usual, and where the version changed', async () => {
    const path = '/v1/trends?weeks=12&until=2026-05-31&measures=sitting_time,load_creep';
    const trends = trendsSchema.parse(await api.get(path));
    expect(trends.dates).toHaveLength(84);
    expect([trends.timeZone, trends.fromDate]).toEqual(['Europe/Berlin', '2026-03-09']);
    expect(trends.wornMin.filter((min) => min !== null)).toHaveLength(29);
    expect(trends.algorithmChanges.map(({ date }) => date)).toEqual(['2026-05-04', '2026-05-22']);
    const [sitting, creep] = trends.measures;
    expect(sitting).toMatchObject({ id: 'sitting_time', unit: 'min', reason: null });
    expect(sitting!.mean).toBeCloseTo(410, 0);
    expect(sitting!.value.at(-1)).toBe(410);
    expect(sitting!.low.at(-1)).toBe(390);
    // 2.77 SD / sqrt(28 days)
    expect(sitting!.mdc95).toBeCloseTo((2.77 * 8.2) / Math.sqrt(28), 0);
    expect(sitting!.usual).toMatchObject({ low: 400, high: 420 });
    expect(creep).toMatchObject({ mean: null, mdc95: null, reason: expect.stringMatching(/0 valid days/) });
  });

  test('a week has its mean over the valid days and stands beside the one before', async () => {
    const week = weekSchema.parse(await api.get('/v1/weeks/2026-05-14'));
    expect(week).toMatchObject({ startDate: '2026-05-11', daysWithData: 7 });
    expect(week.validDates).toHaveLength(7);
    const mean = week.measures.find(({ id }) => id === 'sitting_time_per_day');
    expect(mean).toMatchObject({ coverage: 1, value: expect.closeTo(410, -1) });
    expect(week.changes.find(({ id }) => id === 'sitting_time_per_day')).toMatchObject({
      beyondNoise: false,
    });
    const empty = weekSchema.parse(await api.get('/v1/weeks/2025-05-14'));
    expect(empty).toMatchObject({
      startDate: '2025-05-12',
      days: [],
      note: 'Nothing is stored of this week.',
    });
  });
});

describe('today', () => {
  test('has the clock, the ribbon, the load with its parts, the balance and the next suggestion', async () => {
    const timeZone = noonZone();
    const there = await TestApi.start(server, { timeZone });
    const before = todaySchema.parse(await there.get('/v1/today'));
    expect(before).toMatchObject({
      posture: null,
      load: null,
      nudge: null,
      reason: 'No samples of today are stored yet.',
    });
    const nowUs = Math.floor(Date.now() / 1000) * 1e6;
    await store(there, { startUs: nowUs - SECONDS * 1e6, timeZone });
    const today = todaySchema.parse(await there.get('/v1/today'));
    await there.rows(`update wear_session set seed = '{"flexionRangeDeg": 64}'`);
    const measured = todaySchema.parse(await there.get('/v1/today'));
    await there.stop();
    const creepReason = (of: typeof today) => of.measures.find(({ id }) => id === 'load_creep')!.reason;
    expect(creepReason(today)).toContain('60 deg are assumed');
    expect(creepReason(measured)).toBeNull();
    expect(today.reason).toBeNull();
    expect(today.bouts.length).toBeGreaterThan(2);
    expect(today.load).toMatchObject({ band: expect.any(String), unbrokenS: expect.any(Number) });
    expect(today.rotation.map(({ context }) => context)).toEqual(['sitting', 'standing', 'all']);
    expect(today.nudge).toMatchObject({ nudge: false, limitS: 2700, dailyCap: 5 });
    const ids = today.measures.map(({ id }) => id);
    for (const id of ['since_break', 'load_creep', 'rotation_asymmetry_all']) expect(ids).toContain(id);
  });
});
