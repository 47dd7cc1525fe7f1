import type { Today } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { derivedRows } from '../testing/derived-rows.ts';
import { noonZone } from '../testing/noon-zone.ts';
import { type Counts, RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const SECONDS = 900;
const PER_RECORD = 50;
const counts = simulatedCounts(SECONDS);
/** A sensor all of whose rates have the wrong sign. */
const reversed: Counts = (i) => counts(i).map((count, channel) => (channel < 3 ? count : -count));
const timeZone = noonZone();

let server: TestServer;
let api: TestApi;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  api = await TestApi.start(server, { timeZone });
});
afterEach(() => api.stop());

const WHY = /^not available: the gyroscope turns the other way than gravity/;

interface Session {
  readonly id: string;
  readonly startUs: number;
}

/** Seconds of one wear session, in a stream of their own; what is stored of the session then. */
async function store(session: Session, from: number, to: number, of: Counts = reversed) {
  const streamId = crypto.randomUUID();
  const first = from * RATE_HZ;
  const options = {
    sessionId: session.id,
    startUs: session.startUs + from * 1e6,
    timeZone,
    counts: (i: number) => of(first + i),
  };
  const gateway = await TestGateway.connect(api.url);
  await gateway.store(streamId, streamFrames(streamId, options, to * RATE_HZ - first, PER_RECORD));
  await gateway.close();
  return derivedRows(api.databaseUrl, streamId);
}

test.each([
  ['and the API goes on', async () => {}],
  ['and the API is started again on the way', () => api.restart()],
])(
  'rotations of a gyroscope that is found to turn against gravity are taken back, %s',
  async (_how, between) => {
    const session = { id: crypto.randomUUID(), startUs: Math.floor(Date.now() / 1000) * 1e6 - SECONDS * 1e6 };
    const before = await store(session, 0, 90);
    expect(before.rotations.length).toBeGreaterThan(0);
    await between();
    const live = await TestDashboard.join(api.url);
    expect(live.state.mounting.rotationReason ?? null).toBeNull();
    const after = await store(session, 90, SECONDS);
    expect(after.rotations).toEqual([]);
    expect(after.seconds).toHaveLength(SECONDS);
    expect(await api.rows("select kind from calibration where kind like 'gyro%'")).toEqual([
      { kind: 'gyro_against' },
    ]);
    const today = await api.get<Today>('/v1/today');
    for (const { asymmetry, reason } of today.rotation) {
      expect(asymmetry).toBeNull();
      expect(reason).toMatch(WHY);
    }
    await expect.poll(() => live.latest('mounting')?.rotationReason).toMatch(WHY);
    await live.close();
  },
);

test('the day before is told anew when it is found out after midnight', async () => {
  const { startUs: midnightUs } = await api.get<Today>('/v1/today');
  const session = { id: crypto.randomUUID(), startUs: midnightUs - 60e6 };
  const yesterday = async (): Promise<{ value: number | null; reason: string | null } | undefined> => {
    const [day] = await api.rows<{ measures: { id: string; value: number | null; reason: string | null }[] }>(
      'select measures from day_summary order by date limit 1',
    );
    return day?.measures.find(({ id }) => id === 'rotation_count_left_all');
  };
  await store(session, 0, 90);
  await expect.poll(yesterday).toMatchObject({ value: expect.any(Number), reason: null });
  await store(session, 90, SECONDS);
  // A day that goes on waits for some minutes.
  await api.rows("update summary_due set queued_at = queued_at - interval '1 hour'");
  await expect.poll(yesterday).toMatchObject({ value: null, reason: expect.stringMatching(WHY) });
});

test('the next session with the sensor knows it from the start, until the sensor was put right', async () => {
  const startUs = Math.floor(Date.now() / 1000) * 1e6 - 4 * SECONDS * 1e6;
  const session = (nth: number): Session => ({
    id: crypto.randomUUID(),
    startUs: startUs + nth * SECONDS * 1e6,
  });
  await store(session(0), 0, SECONDS - 10);
  expect((await store(session(1), 0, 180)).rotations).toEqual([]);
  const mended = await store(session(2), 0, SECONDS - 10, counts);
  expect(mended.rotations.length).toBeGreaterThan(0);
  expect((await store(session(3), 0, 180, counts)).rotations.length).toBeGreaterThan(5);
});
