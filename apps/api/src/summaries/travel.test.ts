import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const MINUTES = 2;
const WAIT = { timeout: 120_000, interval: 100 };
/**
 * Two minutes each. At home by night, over there on the same day; over there in the evening; at home again, at first before
 * the day is over by the clock over there.
 */
const WORN = [
  ['Europe/Berlin', '2026-03-09T12:00Z'],
  ['Europe/Berlin', '2026-03-10T01:00Z'],
  ['America/New_York', '2026-03-10T20:00Z'],
  ['America/New_York', '2026-03-12T00:30Z'],
  ['Europe/Berlin', '2026-03-13T01:00Z'],
  ['Europe/Berlin', '2026-03-13T09:00Z'],
] as const;

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

async function wear(timeZone: string, time: string): Promise<void> {
  const id = crypto.randomUUID();
  const options = { sessionId: crypto.randomUUID(), startUs: Date.parse(time) * 1000, timeZone };
  const gateway = await TestGateway.connect(api.url);
  await gateway.store(id, streamFrames(id, options, MINUTES * 60 * RATE_HZ, 1000));
  await gateway.close();
}

const isSummarised = async (): Promise<boolean> => (await api.rows('select from summary_due')).length === 0;

interface Day {
  readonly date: string;
  readonly told: number;
}

const days = (): Promise<Day[]> =>
  api.rows(`select date::text, (select sum((m ->> 'value')::float8) from jsonb_array_elements(measures) m
    where m ->> 'id' in ('known_time', 'unknown_time', 'not_worn_time')) as told from day_summary order by date`);

describe('the days of somebody who travels', () => {
  test('hold every minute once, whichever way they flew', async () => {
    for (const [timeZone, time] of WORN) {
      await wear(timeZone, time);
      await expect.poll(isSummarised, WAIT).toBe(true);
    }
    const found = await days();
    expect(found.map(({ date, told }) => [date, Math.round(told * 60)])).toEqual([
      ['2026-03-09', 120],
      ['2026-03-10', 240],
      ['2026-03-11', 120],
      ['2026-03-12', 120],
      ['2026-03-13', 120],
    ]);
    const [{ n } = { n: 0 }] = await api.rows<{ n: number }>('select count(*)::int as n from posture_1s');
    expect(found.reduce((sum, { told }) => sum + told * 60, 0)).toBeCloseTo(n, 6);
  });

  test('stay by the clock they were lived by, also in the log of suggestions', async () => {
    const log = (date: string) => api.get(`/v1/nudges/${date}`);
    // Sitting for an hour by four in the afternoon over there, and seen at half past eight, the next day at home.
    await api.rows(`insert into load_10s (wearer_id, session_id, tenant_id, time, holding_s, band, posture, unbroken_s,
        unvaried_s, provisional, algorithm)
      select wearer_id, id, tenant_id, time::timestamptz, 0, 'neutral', 1, unbroken_s, unbroken_s, false,
        (select min(id) from algorithm)
      from wear_session, (values ('2026-03-11T20:00Z', 3600), ('2026-03-12T00:31Z', 60),
        ('2026-03-12T00:32Z', 120)) as row (time, unbroken_s)
      where started_at = '2026-03-12T00:30Z'`);
    expect(await log('2026-03-11')).toMatchObject({
      ...{ date: '2026-03-11', reason: null, suggestions: 1 },
      log: [{ nudge: true }, { nudge: false, reason: 'outside_active_hours' }],
    });
    expect(await log('2026-03-14')).toMatchObject({ reason: 'No samples are stored of this day.' });
    expect(await api.get('/v1/days/2026-03-01')).toMatchObject({
      ...{ timeZone: 'Europe/Berlin', startUs: Date.parse('2026-02-28T23:00Z') * 1000 },
      endUs: Date.parse('2026-03-01T23:00Z') * 1000,
    });
  });
});
