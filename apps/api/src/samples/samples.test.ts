import { samplesSchema } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANNELS, countsAt, RATE_HZ, streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const START_US = 1_795_000_003_000_000;
const SECONDS = 50;
const POINTS = 7;

let server: TestServer;
let api: TestApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
  const id = crypto.randomUUID();
  const frames = streamFrames(
    id,
    { sessionId: crypto.randomUUID(), startUs: START_US },
    SECONDS * RATE_HZ,
    100,
  );
  const gateway = await TestGateway.connect(api.url);
  await gateway.store(id, frames);
  await gateway.close();
});
afterAll(async () => {
  await api?.stop();
  await server?.stop();
});

const ask = async (fromUs: number, untilUs: number) =>
  samplesSchema.parse(await api.get(`/v1/samples?fromUs=${fromUs}&untilUs=${untilUs}&points=${POINTS}`));

/** Worked out from the samples one by one. */
function expected(fromUs: number, untilUs: number, channel: number): { min: number[]; max: number[] } {
  const buckets: number[][] = Array.from({ length: POINTS }, () => []);
  for (let i = 0; i < SECONDS * RATE_HZ; i++) {
    const tUs = START_US + (i * 1e6) / RATE_HZ;
    const value = countsAt(i)[channel]! * CHANNELS[channel]!.lsb;
    if (tUs >= fromUs && tUs < untilUs)
      buckets[Math.floor((tUs - fromUs) / ((untilUs - fromUs) / POINTS))]!.push(value);
  }
  const filled = buckets.filter((bucket) => bucket.length > 0);
  return { min: filled.map((b) => Math.min(...b)), max: filled.map((b) => Math.max(...b)) };
}

test.each([
  ['within it', START_US + 12.34e6, START_US + 41e6],
  ['beyond both ends', START_US - 100e6, START_US + 300e6],
])('the least and the most of each channel in each bucket of a span %s', async (_, fromUs, untilUs) => {
  const samples = await ask(fromUs, untilUs);
  expect(samples.channels).toHaveLength(CHANNELS.length);
  samples.channels.forEach((channel, c) => {
    expect({ min: channel.min, max: channel.max }).toEqual(expected(fromUs, untilUs, c));
  });
});

test('of a time without samples: the reason', async () => {
  expect(await ask(START_US - 100e6, START_US - 50e6)).toMatchObject({
    ...{ samples: 0, tUs: [], reason: 'No samples are stored of this time.' },
  });
});
