import { LIVE_PROTOCOL } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApiProcess } from '../testing/api-process.ts';
import { RATE_HZ, streamFrames } from '../testing/records.ts';
import { createDatabase } from '../testing/test-api.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';
import { TestPeople } from '../testing/test-people.ts';

const SAMPLES = 2_400;
const PER_RECORD = 10;
const STEP_US = 1e6 / RATE_HZ;
/** One point of the strip in four samples of 100 Hz. */
const PER_POINT = 4;

let server: TestServer;
let streamId: string;
let startUs: number;
let frames: Uint8Array[];

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(() => {
  streamId = crypto.randomUUID();
  startUs = Math.floor(Date.now() / 1000) * 1e6 - 40e6;
  const options = { sessionId: crypto.randomUUID(), startUs };
  frames = streamFrames(streamId, options, SAMPLES, PER_RECORD, false);
});

const frameOf = (sample: number): number => 1 + sample / PER_RECORD;
const sampleUs = (i: number): number => startUs + i * STEP_US;
const toldUpTo = (page: TestDashboard, samples: number) =>
  page.until((m) => 'trace' in m && (m.trace?.tUs.at(-1) ?? 0) >= sampleUs(samples - PER_POINT));

/** The strip of somebody who kept what they were told before. */
function strip(...pages: readonly TestDashboard[]): number[] {
  return [...new Set(pages.flatMap(({ traceUs }) => traceUs))].sort((a, b) => a - b);
}

const whole = (samples: number): number[] =>
  Array.from({ length: samples / PER_POINT }, (_, k) => sampleUs(k * PER_POINT));

describe('the strip has no gap', () => {
  test('for who comes first: what came while nobody followed is there', async () => {
    const people = await TestPeople.start(server);
    try {
      const wearer = await people.add('wearer', 'wearer');
      const gateway = await wearer.gateway([streamId]);
      gateway.send(...frames.slice(0, frameOf(800)));
      await gateway.acknowledgedUpTo(streamId, frameOf(800));
      const page = await TestDashboard.open(people.api.url, wearer.headers);
      page.send({ type: 'subscribe', protocol: LIVE_PROTOCOL, wearer: 'me' });
      await page.until(({ type }) => type === 'state');
      expect(page.state.trace.tUs).toEqual(whole(800));
      gateway.send(...frames.slice(frameOf(800), frameOf(1_000)));
      await toldUpTo(page, 1_000);
      expect(page.traceUs).toEqual(whole(1_000));
      await Promise.all([gateway.close(), page.close()]);
    } finally {
      await people.stop();
    }
  });

  test('for who lost the connection and comes back, and for who was cut off by kill -9 of the API', async () => {
    const databaseUrl = await createDatabase(server);
    let api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
    try {
      const gateway = await TestGateway.connect(api.url, [streamId]);
      const first = await TestDashboard.join(api.url);
      gateway.send(...frames.slice(0, frameOf(400)));
      await toldUpTo(first, 400);
      await first.close();
      gateway.send(...frames.slice(frameOf(400), frameOf(800)));
      const second = await TestDashboard.join(api.url);
      await toldUpTo(second, 800);
      expect(strip(first, second)).toEqual(whole(800));

      await api.kill();
      api = await ApiProcess.start({ DATABASE_URL: databaseUrl });
      const again = await TestGateway.connect(api.url, [streamId]);
      again.send(...frames.slice(again.welcome[streamId], frameOf(1_200)));
      const third = await TestDashboard.join(api.url);
      await toldUpTo(third, 1_200);
      expect(strip(first, second, third)).toEqual(whole(1_200));
      await Promise.all([again.close(), third.close()]);
    } finally {
      await api.kill();
    }
  });
});
