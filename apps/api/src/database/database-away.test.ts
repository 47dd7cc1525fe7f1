import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame, RECORD_KIND } from '@plumbline/contract';
import { connect, EmbeddedPostgres } from '@plumbline/database';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../testing/expected-digest.ts';
import { streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestDashboard } from '../testing/test-dashboard.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const START_US = 1_795_000_003_000_000;
const MEGABYTE = 1024 * 1024;

let server: EmbeddedPostgres;
let api: TestApi;

beforeEach(async () => {
  server = await EmbeddedPostgres.startThrowAway();
  api = await TestApi.start(server);
});
afterEach(async () => {
  await api.stopKeepingData();
  await server.stop();
});

describe('while the database is away', () => {
  test('the API says so everywhere, takes in what it can, and ends when it is told to', async () => {
    const id = crypto.randomUUID();
    const frames = streamFrames(id, { sessionId: crypto.randomUUID(), startUs: START_US }, 1_000, 10, false);
    const gateway = await TestGateway.connect(api.url, [id]);
    gateway.send(...frames.slice(0, 20));
    await gateway.acknowledgedUpTo(id, 20);
    const dashboard = await TestDashboard.join(api.url);
    await server.stop();

    expect(await api.get('/ready')).toMatchObject({ status: 'not_ready', database: false });
    expect((await fetch(`${api.url}/ready`)).status).toBe(503);
    expect((await fetch(`${api.url}/health`)).status).toBe(200);
    const today = await fetch(`${api.url}/v1/today`);
    expect([today.status, today.headers.get('retry-after')]).toEqual([503, '5']);
    gateway.send(...frames.slice(20));
    await dashboard.until((m) => m.type === 'update' && (m.trace?.tUs.at(-1) ?? 0) >= START_US + 9_900_000);
    await dashboard.until((m) => m.type === 'update' && /database/.test(m.connection?.reason ?? ''));
    expect(gateway.acknowledged.get(id)).toBe(20);
    await dashboard.close();
    await gateway.close();
  });

  test('its coming back is noticed though nobody asks', async () => {
    const dashboard = await TestDashboard.join(api.url);
    const gateway = await TestGateway.connect(api.url);
    process.kill(server.pid, 'SIGKILL');
    const told = (pattern: RegExp) => () => pattern.test(dashboard.latest('connection')?.reason ?? '');
    await dashboard.until(told(/database does not answer/));
    await dashboard.until(told(/no sensor/));
    await gateway.close();
    await dashboard.close();
  });
});

describe('while the database is slow', () => {
  test('gateways have to wait, memory does not grow, and nothing is lost', async () => {
    const id = crypto.randomUUID();
    const options = { sessionId: crypto.randomUUID(), startUs: START_US };
    const [open, samples] = streamFrames(id, options, 100, 100, false) as [Uint8Array, Uint8Array];
    const gateway = await TestGateway.connect(api.url, [id]);
    gateway.send(open, samples);
    await gateway.acknowledgedUpTo(id, 2);

    const owner = await connect(api.databaseUrl);
    await owner.query('begin; lock table plumbline.stream_progress');
    const body = new Uint8Array(MEGABYTE - 100);
    const count = 60;
    for (let i = 0; i < count; i++) {
      gateway.send(encodeFrame({ streamId: id, sequence: 2 + i, kind: RECORD_KIND.samples, body }));
    }
    // It stops reading: what is left stays with the sender.
    await expect.poll(() => rejectedOf(gateway)).toBeGreaterThan(30);
    await unchanged(() => gateway.socket.bufferedAmount);
    expect(rejectedOf(gateway)).toBeLessThan(45);
    expect((await fetch(`${api.url}/health`)).status).toBe(200);

    await owner.query('commit');
    await owner.end();
    await gateway.acknowledgedUpTo(id, 2 + count);
    expect(rejectedOf(gateway)).toBe(count);
    expect(await api.get(`/v1/streams/${id}/digest`)).toMatchObject(digestOf(START_US, 100));
    await gateway.close();
  });

  const rejectedOf = (gateway: TestGateway): number =>
    gateway.replies.filter(({ type }) => type === 'reject').length;
});

const SETTLED_MS = 500;

/** Until a number stays the same for a while. */
async function unchanged(read: () => number): Promise<void> {
  for (let before = Number.NaN; before !== read(); ) {
    before = read();
    await sleep(SETTLED_MS);
  }
}
