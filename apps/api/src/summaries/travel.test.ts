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
});
