import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame, RECORD_KIND } from '@plumbline/contract';
import { startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noonZone } from '../testing/noon-zone.ts';
import { json, samplesBody, streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const US_PER_SAMPLE = 10_000;
/** What is told live is of today. */
const timeZone = noonZone();

let server: TestServer;
let api: TestApi;
let gateway: TestGateway;
let dashboard: TestDashboard;
let streamId: string;
let startUs: number;
let sequence: number;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  api = await TestApi.start(server, { timeZone });
  gateway = await TestGateway.connect(api.url);
  streamId = crypto.randomUUID();
  startUs = Math.floor(Date.now() / 1000) * 1e6 - 60e6;
  sequence = 1;
});
afterEach(async () => {
  await gateway.close();
  await dashboard?.close();
  await api.stop();
});

/** Samples `[from, to)` of a stream that began a minute ago. */
function send(from: number, to: number, perRecord = 10): void {
  if (sequence === 1)
    gateway.send(
      ...streamFrames(streamId, { sessionId: crypto.randomUUID(), startUs, timeZone }, 0, 1, false),
    );
  for (let at = from; at < to; at += perRecord) {
    const body = samplesBody(startUs, at, Math.min(to, at + perRecord));
    gateway.send(encodeFrame({ streamId, sequence: sequence++, kind: RECORD_KIND.samples, body }));
  }
}

const sampleUs = (i: number): number => startUs + i * US_PER_SAMPLE;
const toldAbout = (i: number) => dashboard.until((m) => 'trace' in m && m.trace?.tUs.at(-1) === sampleUs(i));

describe('who joins', () => {
  test('is told that there is no gateway, and why there is nothing to see', async () => {
    await gateway.close();
    dashboard = await TestDashboard.join(api.url);
    expect(dashboard.state).toMatchObject({
      timeZone,
      connection: { state: 'no_gateway', receivedUs: null, sensor: null },
      posture: null,
      trace: { tUs: [] },
      day: { bouts: [] },
    });
    expect(dashboard.state.mounting.reason).not.toBeNull();
  });

  test('gets the last half minute and today, also after the API was started again', async () => {
    send(0, 4_001);
    dashboard = await TestDashboard.join(api.url);
    await dashboard.until((m) => 'trace' in m && (m.trace?.tUs.at(-1) ?? 0) >= sampleUs(3_996));
    await dashboard.close();
    dashboard = await TestDashboard.join(api.url);
    const { trace, posture, day } = dashboard.state;
    expect(trace.tUs.at(-1)! - trace.tUs[0]!).toBe(30e6);
    expect(posture).toMatchObject({ state: 'unknown', reason: expect.stringContaining('walk') });
    expect(day.bouts).toEqual([expect.objectContaining({ startUs, state: 'unknown', open: true })]);
    await gateway.acknowledgedUpTo(streamId, sequence);
    await api.restart();
    await dashboard.close();
    dashboard = await TestDashboard.join(api.url);
    expect(dashboard.state.day.bouts).toEqual([expect.objectContaining({ startUs, state: 'unknown' })]);
  });

  test('sees the day of the wearer’s own zone, whatever that of the server', async () => {
    const away = await TestApi.start(server, { timeZone: 'Asia/Tokyo' });
    const sender = await TestGateway.connect(away.url);
    sender.send(...streamFrames(streamId, { sessionId: crypto.randomUUID(), startUs }, 100, 100, false));
    await sender.acknowledgedUpTo(streamId, 2);
    await sender.close();
    await away.restart();
    dashboard = await TestDashboard.join(away.url);
    expect(dashboard.state.timeZone).toBe('Europe/Berlin');
    await away.stop();
  });

  test('in another language than the protocol is told what to send', async () => {
    dashboard = await TestDashboard.open(api.url);
    dashboard.send({ type: 'subscribe', protocol: 99, wearer: 'me' });
    expect(await dashboard.until(({ type }) => type === 'error')).toMatchObject({
      remedy: expect.stringContaining('"protocol":1'),
    });
  });

  test('from a page of elsewhere is not let in', async () => {
    await expect(TestDashboard.open(api.url, { origin: 'https://elsewhere.example' })).rejects.toThrow('401');
  });
});

describe('who follows', () => {
  test('is told every point once, in order, without a hole, at most 15 times a second', async () => {
    dashboard = await TestDashboard.join(api.url);
    const beganMs = performance.now();
    for (let at = 0; at < 300; at += 10) {
      send(at, at + 10);
      await sleep(20);
    }
    await toldAbout(296);
    expect(dashboard.traceUs).toEqual(Array.from({ length: 75 }, (_, k) => sampleUs(4 * k)));
    // Whatever held words up on their way: all of them were said within this time, but one at either end.
    const told = dashboard.receivedAtMs.filter((atMs) => atMs >= beganMs);
    expect(told.length).toBeLessThanOrEqual((15 * (told.at(-1)! - beganMs)) / 1000 + 2);
  });

  test('sees the trunk, its posture and the connection change', async () => {
    dashboard = await TestDashboard.join(api.url);
    send(0, 1_500);
    await toldAbout(1_496);
    const [w, x, y, z] = dashboard.latest('quaternion')!;
    expect(Math.hypot(w!, x!, y!, z!)).toBeCloseTo(1, 6);
    await dashboard.until((m) => 'posture' in m && m.posture?.state === 'unknown');
    await dashboard.until((m) => 'connection' in m && m.connection?.state === 'live');
    // The time of the last sample is told again within a second of its change.
    await dashboard.until((m) => 'connection' in m && m.connection?.lastSampleUs === sampleUs(1_499));
    const { receivedUs } = dashboard.latest('connection')!;
    expect(Math.abs(receivedUs! / 1000 - Date.now())).toBeLessThan(60_000);
  });

  test('hears from the gateway why there is no sensor, and when the gateway is gone', async () => {
    dashboard = await TestDashboard.join(api.url);
    const sensor = {
      sensorId: 'a',
      name: 'WT901',
      driver: null,
      rateHz: null,
      rssiDbm: null,
      batteryPercent: null,
    };
    gateway.status({
      sensors: [{ ...sensor, state: 'scanning', reason: 'looking for a sensor: switch it on' }],
    });
    const told = await dashboard.until((m) => m.type === 'update' && m.connection?.sensor != null);
    expect(told).toMatchObject({
      connection: { state: 'no_sensor', reason: 'looking for a sensor: switch it on' },
    });
    await gateway.close();
    await dashboard.until((m) => m.type === 'update' && m.connection?.state === 'no_gateway');
  });

  test('gets a new picture when a playback begins again in the past', async () => {
    dashboard = await TestDashboard.join(api.url);
    send(0, 1_000);
    await toldAbout(996);
    streamId = crypto.randomUUID();
    startUs -= 3_600e6;
    sequence = 1;
    send(0, 100);
    const again = await dashboard.until((m) => m.type === 'state' && m.trace.tUs[0] === sampleUs(0));
    expect(again).toMatchObject({ type: 'state' });
    await toldAbout(96);
  });

  test('a stream that closes has no open bout', async () => {
    dashboard = await TestDashboard.join(api.url);
    send(0, 1_000);
    const close = json({ endUs: sampleUs(1_000), reason: 'switched off' });
    gateway.send(encodeFrame({ streamId, sequence: sequence++, kind: RECORD_KIND.close, body: close }));
    const told = await dashboard.until((m) => m.type === 'update' && m.bouts?.bouts.at(-1)?.open === false);
    expect(told).toMatchObject({ bouts: { bouts: [{ startUs, endUs: sampleUs(1_000), state: 'unknown' }] } });
    await gateway.acknowledgedUpTo(streamId, sequence);
    const today = await api.get<{ bouts: unknown[] }>('/v1/today');
    expect(today.bouts).toEqual([{ startUs, endUs: sampleUs(1_000), state: 'unknown', open: false }]);
  });
});
