import { type Day, daySchema, rotationPageSchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const DATE = '2026-03-10';
const START_US = Date.parse(`${DATE}T09:00:00Z`) * 1000;
const SECONDS = 600;
/** No two sensors sample at the same moment. */
const APART_US = 3000;
const WAIT = { timeout: 120_000, interval: 100 };
const SPAN = `fromUs=${START_US}&untilUs=${START_US + (SECONDS + 1) * 1e6}`;

type Counts = ReturnType<typeof simulatedCounts>;
/** Lies on the desk; it takes minutes to be told from somebody who lies still. */
const STILL_BEFORE_S = 1200;
const still: Counts = () => [0, 0, 2048, 0, 0, 0];

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

async function wear(counts: Counts, startUs: number, seconds = SECONDS): Promise<void> {
  const id = crypto.randomUUID();
  const frames = streamFrames(
    id,
    { sessionId: crypto.randomUUID(), startUs, counts },
    seconds * RATE_HZ,
    100,
  );
  const gateway = await TestGateway.connect(api.url);
  await gateway.store(id, frames);
  await gateway.close();
  await expect.poll(() => api.rows('select from summary_due'), WAIT).toEqual([]);
}

async function told(): Promise<Record<string, unknown>> {
  const { measures }: Day = daySchema.parse(await api.get(`/v1/days/${DATE}`));
  const values = measures.map(({ id, value }) => [id, value] as const);
  const { rotations } = rotationPageSchema.parse(await api.get(`/v1/rotations?${SPAN}`));
  const found = Object.fromEntries(values);
  const time = ['sitting_time', 'standing_time', 'walking_time'].map((id) => found[id]);
  const turns = ['rotation_count_left_all', 'rotation_count_right_all'].map((id) => found[id]);
  return { time, bouts: found.sitting_bouts, breaks: found.load_breaks, turns, rotations: rotations.length };
}

describe('of several sensors', () => {
  let alone: Awaited<ReturnType<typeof told>>;
  const worn = simulatedCounts(SECONDS);

  test('one alone tells of everything', async () => {
    await wear(worn, START_US);
    alone = await told();
    expect(alone.rotations).toBeGreaterThan(5);
    expect(alone.turns).not.toContain(0);
  });

  test('two that are worn at once count every movement once', async () => {
    await wear(worn, START_US + APART_US);
    expect(await told()).toEqual(alone);
  });

  test('one that lies on the desk takes nothing away', async () => {
    await wear(still, START_US + 2 * APART_US - STILL_BEFORE_S * 1e6, STILL_BEFORE_S + SECONDS);
    expect(await told()).toEqual(alone);
  });

  test('pages of rotations hold the same ones', async () => {
    const all = rotationPageSchema.parse(await api.get(`/v1/rotations?${SPAN}`)).rotations;
    const paged = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page = rotationPageSchema.parse(await api.get(`/v1/rotations?${SPAN}&limit=3${cursor}`));
      paged.push(...page.rotations);
      next = page.next;
    }
    expect(paged).toEqual(all);
  });
});
