import { readySchema } from '@plumbline/contract';
import { connect, startTestServer, type TestServer } from '@plumbline/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamFrames } from '../testing/records.ts';
import { TestApi } from '../testing/test-api.ts';
import { TestGateway } from '../testing/test-gateway.ts';

const SAMPLES = 500;
const BATCH = 10;

let server: TestServer;
let api: TestApi;

beforeAll(async () => {
  server = await startTestServer();
  api = await TestApi.start(server);
});
afterAll(() => server?.stop());

const ready = async (): Promise<[number, unknown]> => {
  const response = await fetch(`${api.url}/ready`);
  return [response.status, readySchema.parse(await response.json())];
};

test('a server that stops says that it is not ready, stores what it took in, and acknowledges what it stored', async () => {
  expect((await ready())[0]).toBe(200);
  const stream = crypto.randomUUID();
  const gateway = await TestGateway.connect(api.url, [stream]);
  const options = { sessionId: crypto.randomUUID(), startUs: 1_795_000_000_000_000 };
  const frames = streamFrames(stream, options, SAMPLES, BATCH, false);
  // The stream is known before its samples have to wait for the lock.
  gateway.send(frames[0]!);
  await gateway.acknowledgedUpTo(stream, 1);
  const lock = await connect(api.databaseUrl);
  await lock.query('begin; lock table plumbline.stream_progress in exclusive mode');
  gateway.send(...frames.slice(1));
  await expect.poll(taken).toBe(frames.length - 1);
  const stopped = api.stopKeepingData();
  await expect
    .poll(ready)
    .toEqual([503, { status: 'not_ready', database: true, reason: expect.stringContaining('stopping') }]);
  await lock.query('commit');
  await stopped;
  await gateway.closed();
  const { rows } = await lock.query('select next_seq::int, samples::int from plumbline.stream_progress');
  await lock.end();
  expect(rows).toEqual([{ next_seq: frames.length, samples: SAMPLES }]);
  expect(gateway.acknowledged.get(stream)).toBe(frames.length);
  await expect(fetch(`${api.url}/ready`)).rejects.toThrow();
});

async function taken(): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(/plumbline_ingest_sample_records_total (\d+)/.exec(text)![1]);
}
