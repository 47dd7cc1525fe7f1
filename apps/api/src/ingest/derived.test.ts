import { Logger } from '@nestjs/common';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Derived, derivedRows } from '../testing/derived-rows.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { simulatedCounts } from '../testing/simulated-counts.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const START_US = 1_795_000_003_000_000;
const SECONDS = 345;
const SAMPLES = SECONDS * RATE_HZ;
const PER_RECORD = 50;

const counts = simulatedCounts(SECONDS);
let server: TestServer;
let api: TestApi;
let whole: Derived;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
  whole = await store([0, SAMPLES], async () => {});
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

/** One wear session, in a stream for each stretch between two cuts; `between` happens at every cut. */
async function store(cuts: readonly number[], between: () => Promise<void>): Promise<Derived> {
  const sessionId = crypto.randomUUID();
  let streamId = '';
  for (let k = 1; k < cuts.length; k++) {
    const from = cuts[k - 1]!;
    streamId = crypto.randomUUID();
    const options = {
      sessionId,
      startUs: START_US + (from * 1e6) / RATE_HZ,
      counts: (i: number) => counts(from + i),
    };
    const frames = streamFrames(streamId, options, cuts[k]! - from, PER_RECORD);
    const gateway = await TestGateway.connect(api.url);
    await gateway.store(streamId, frames);
    await gateway.close();
    if (k < cuts.length - 1) await between();
  }
  return derivedRows(api.databaseUrl, streamId);
}

describe('a simulated morning', () => {
  test('is stored second by second, with its bouts, its rotations and its load', () => {
    expect(whole.seconds).toHaveLength(SECONDS);
    expect(whole.bouts.length).toBeGreaterThan(2);
    expect(whole.rotations.length).toBeGreaterThan(5);
    expect(whole.load.length).toBeGreaterThan(20);
  });

  test('gives the same rows when the sensor reconnects on the way', async () => {
    for (const at of [9_150, 20_000, 33_333]) {
      expect(await store([0, at, SAMPLES], async () => {})).toEqual(whole);
    }
    expect(await store([0, 5_000, 15_050, 15_100, 31_000, SAMPLES], async () => {})).toEqual(whole);
  });

  test('gives the same rows when the API was started again in between', async () => {
    expect(await store([0, 12_345, 28_000, SAMPLES], () => api.restart())).toEqual(whole);
  });

  test('is analysed anew from the raw samples when its snapshot cannot be read', async () => {
    const spoil = async (): Promise<void> => {
      await api.stopKeepingData();
      await api.rows("update session_pipeline set snapshot = '\\x00'");
      await api.restart();
    };
    expect(await store([0, 12_345, SAMPLES], spoil)).toEqual(whole);
  });

  test('is right in the end when its second half comes before its first', async () => {
    const sessionId = crypto.randomUUID();
    const half = SAMPLES / 2;
    const send = async (from: number, to: number): Promise<string> => {
      const id = crypto.randomUUID();
      const startUs = START_US + (from * 1e6) / RATE_HZ;
      // Another sensor: earlier sessions with the same one would say how it is worn.
      const options = { sessionId, sensorId: 'late', startUs, counts: (i: number) => counts(from + i) };
      const frames = streamFrames(id, options, to - from, PER_RECORD);
      const gateway = await TestGateway.connect(api.url);
      await gateway.store(id, frames);
      await gateway.close();
      return id;
    };
    await send(half, SAMPLES);
    const id = await send(0, half);
    await api.restart();
    await expect.poll(() => derivedRows(api.databaseUrl, id)).toEqual(whole);
    expect(await api.rows('select from recompute')).toEqual([]);
  });

  test('keeps its samples when what was derived cannot be stored, and gets it in the end', async () => {
    Logger.overrideLogger(false);
    await api.rows('alter table posture_1s add constraint spoilt check (false) not valid');
    const spoilt = await store([0, SAMPLES], async () => {});
    expect(spoilt).toEqual({ seconds: [], bouts: [], rotations: [], load: [] });
    const [stream] = await api.get<{ id: string; samples: number }[]>('/v1/streams');
    expect(stream?.samples).toBe(SAMPLES);
    await api.rows('alter table posture_1s drop constraint spoilt');
    await api.restart();
    await expect.poll(() => derivedRows(api.databaseUrl, stream!.id)).toEqual(whole);
  });
});
