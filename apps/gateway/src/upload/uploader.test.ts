import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayStatus } from '@plumbline/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { Outbox } from '../outbox/outbox.ts';
import { FakeApi } from '../testing/fake-api.ts';
import { appendSamples, PERIOD_US, SAMPLES_PER_RECORD, streamOpen } from '../testing/sample-stream.ts';
import { Quarantine } from './quarantine.ts';
import { Uploader } from './uploader.ts';

const status: GatewayStatus = {
  type: 'status',
  sentUs: 0,
  sensors: [],
  outboxRecords: 0,
  outboxBytes: 0,
  playback: null,
};

let directory: string;
let outbox: Outbox;
let api: FakeApi;
let quarantine: Quarantine;
let said: string[];
let stop: AbortController;
let running: Promise<void>;
let uploader: Uploader;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-upload-'));
  outbox = openOutbox();
  quarantine = new Quarantine(directory);
  said = [];
  api = new FakeApi();
  await api.start();
  running = Promise.resolve();
  stop = new AbortController();
});

afterEach(async () => {
  vi.useRealTimers();
  stop.abort();
  await running;
  await api.stop();
  outbox.close();
  rmSync(directory, { recursive: true });
});

function openOutbox(segmentBytes = 1e6): Outbox {
  const opened = new Outbox({
    directory,
    maxBytes: 1e9,
    maxAgeMs: 1e9,
    segmentBytes,
    nowMs: Date.now,
    newId: () => crypto.randomUUID(),
  });
  opened.closeLeftOpen();
  return opened;
}

function upload(windowBytes = 1e6): void {
  uploader = new Uploader({
    url: api.url,
    gateway: { id: crypto.randomUUID(), name: 'test', version: '0' },
    outbox,
    quarantine,
    status: () => status,
    say: (line) => said.push(line),
    random: () => 0,
    windowBytes,
  });
  running = uploader.run(stop.signal);
}

/** The machine may be busy. */
const SETTLED = { timeout: 150_000, interval: 10 };
const settled = (check: () => void): Promise<void> => vi.waitFor(check, SETTLED);
const isSteady = (tUs: readonly number[]): boolean =>
  tUs.every((t, i) => i === 0 || t - tUs[i - 1]! === 10_000);

describe('the uploader', () => {
  test('carries every record once and in order, several in a message, and says its status', async () => {
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 200; i++) appendSamples(outbox, id, i);
    upload();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    const stream = api.streams.get(id)!;
    expect([stream.tUs.length, isSteady(stream.tUs)]).toEqual([200 * SAMPLES_PER_RECORD, true]);
    expect(api.messages).toBeLessThan(5);
    // At once, and again each second that it takes.
    expect(api.statuses).toEqual(api.statuses.map(() => status));
    expect(api.statuses).not.toEqual([]);
  });

  test('goes on where the API left off, however often it dies in mid-stream', async () => {
    const id = outbox.begin(streamOpen);
    upload();
    for (let i = 0; i < 300; i++) {
      appendSamples(outbox, id, i);
      if (i % 75 === 74) {
        await settled(() => expect(api.samples).toBeGreaterThan(0));
        await api.stop();
        await api.start();
      }
    }
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    const stream = api.streams.get(id)!;
    expect([stream.tUs.length, isSteady(stream.tUs), api.holes]).toEqual([900, true, []]);
    expect(said.some((line) => line.includes('kept in the outbox'))).toBe(true);
  });

  test('an hour offline, and two streams that a crash closed, go out in order while new samples keep coming', async () => {
    const hour = 3600e6 / (SAMPLES_PER_RECORD * PERIOD_US);
    const away = [outbox.begin(streamOpen), outbox.begin(streamOpen)];
    for (let i = 0; i < hour; i++) appendSamples(outbox, away[i < hour / 2 ? 0 : 1]!, i);
    outbox.close();
    outbox = openOutbox();
    const live = outbox.begin(streamOpen);
    let appended = 0;
    const measuring = setInterval(() => appendSamples(outbox, live, hour + appended++), 2);
    const arrived: string[] = [];
    api.keepBlock = (stream, { tUs }) => {
      stream.tUs.push(...tUs);
      if (arrived.at(-1) !== stream.id) arrived.push(stream.id);
    };
    upload();
    await settled(() => expect(api.streams.get(live)?.tUs.length ?? 0).toBeGreaterThan(60));
    clearInterval(measuring);
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    expect(arrived).toEqual([...away, live]);
    const samples = [...away, live].flatMap((id) => api.streams.get(id)!.tUs);
    expect([samples.length, isSteady(samples)]).toEqual([SAMPLES_PER_RECORD * (hour + appended), true]);
  });

  test('sends again what was not acknowledged before the gateway died', async () => {
    api.autoAck = false;
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 50; i++) appendSamples(outbox, id, i);
    upload();
    await settled(() => expect(api.samples).toBe(150));
    stop.abort();
    await running;
    stop = new AbortController();
    outbox = openOutbox();
    api.autoAck = true;
    upload();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    expect([api.streams.get(id)!.closed, api.samples, api.holes]).toEqual([true, 150, []]);
  });

  test('keeps at most its window in doubt and goes on with the acknowledgement', async () => {
    api.autoAck = false;
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 1000; i++) appendSamples(outbox, id, i);
    upload(10_000);
    await settled(() => expect(api.samples).toBeGreaterThan(0));
    await new Promise((done) => setTimeout(done, 200));
    expect(api.samples).toBeLessThan(1000);
    api.autoAck = true;
    api.acknowledge();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    expect(api.samples).toBe(3000);
  });

  test('takes silence of the API for a dead connection, and sends again on another', async () => {
    api.autoAck = false;
    const id = outbox.begin(streamOpen);
    appendSamples(outbox, id, 0);
    vi.useFakeTimers({ toFake: ['performance'] });
    upload();
    await vi.waitFor(() => expect(api.messages).toBe(1), SETTLED);
    vi.advanceTimersByTime(31_000);
    await settled(() =>
      expect(said).toContainEqual(expect.stringContaining('nothing was acknowledged for 30 s')),
    );
    api.autoAck = true;
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    expect(api.samples).toBe(SAMPLES_PER_RECORD);
  });

  test('asks again after pauses that grow, and says the same once', async () => {
    await api.stop();
    let asked = 0;
    const refusing = new WebSocketServer({ port: Number(new URL(api.url).port), host: '127.0.0.1' });
    refusing.on('connection', (socket) => {
      asked++;
      socket.send(JSON.stringify({ type: 'refused', reason: 'Not now.', remedy: 'Later.' }));
      socket.close();
    });
    upload();
    await new Promise((done) => setTimeout(done, 1_200));
    // At 0, 125, 375 and 875 ms, or later.
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(4);
    expect(said).toEqual([expect.stringContaining('refuses this gateway: Not now. Later.')]);
    expect(uploader.problem).toContain('Not now.');
    for (const client of refusing.clients) client.terminate();
    await new Promise((done) => refusing.close(done));
    await api.start();
  });

  test('begins again after an answer that it cannot read', async () => {
    await api.stop();
    let asked = 0;
    const babbling = new WebSocketServer({ port: Number(new URL(api.url).port), host: '127.0.0.1' });
    babbling.on('connection', (socket) => {
      asked++;
      socket.send('no JSON at all');
    });
    upload();
    await settled(() => expect(asked).toBeGreaterThan(1));
    expect(said).toContainEqual(expect.stringContaining('the upload starts over'));
    for (const client of babbling.clients) client.terminate();
    await new Promise((done) => babbling.close(done));
    await api.start();
  });

  test('has its whole window again after each connection that broke', async () => {
    api.autoAck = false;
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 400; i++) appendSamples(outbox, id, i);
    upload(5_000);
    for (let broken = 0; broken < 3; broken++) {
      const before = api.messages;
      await settled(() => expect(api.messages).toBeGreaterThan(before));
      await api.stop();
      await api.start();
    }
    api.autoAck = true;
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    expect(api.samples).toBe(400 * SAMPLES_PER_RECORD);
  });

  test('takes no clock that is set for silence of the API', async () => {
    api.autoAck = false;
    const id = outbox.begin(streamOpen);
    upload();
    appendSamples(outbox, id, 0);
    await settled(() => expect(api.messages).toBe(1));
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    appendSamples(outbox, id, 1);
    await settled(() => expect(api.messages).toBe(2));
    vi.useRealTimers();
    expect([said, uploader.connected]).toEqual([[], true]);
  });

  test('keeps everything while a proxy answers for the API, and says what it answers', async () => {
    const { port } = new URL(api.url);
    await api.stop();
    const answers = [500, 413, 429, 401];
    let asked = 0;
    const proxy = createServer((_, response) => response.writeHead(answers[asked++ % 4]!).end());
    await new Promise<void>((done) => proxy.listen(Number(port), '127.0.0.1', done));
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 20; i++) appendSamples(outbox, id, i);
    upload();
    await settled(() => expect(said).toHaveLength(answers.length));
    for (const status of answers)
      expect(said).toContainEqual(
        expect.stringContaining(`answers with HTTP status ${status} and takes no records`),
      );
    await new Promise((done) => proxy.close(done));
    await api.start();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    const stream = api.streams.get(id)!;
    expect([stream.tUs.length, isSteady(stream.tUs), api.duplicates]).toEqual([60, true, 0]);
  });

  test('sets a refused record aside with its bytes and its reason; the ones after it arrive', async () => {
    api.rejects = (frame) => frame.sequence === 2;
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 5; i++) appendSamples(outbox, id, i);
    upload();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    const kept = JSON.parse(readFileSync(quarantine.path, 'utf8'));
    expect(kept).toMatchObject({ streamId: id, sequence: 2, field: 'tUs', remedy: 'Set the clock.' });
    expect(Buffer.from(kept.frame, 'base64').length).toBeGreaterThan(21);
    expect(api.samples).toBe(12);
    expect(said[0]).toContain('The API refused a record (tUs = -1): Set the clock.');
  });

  test('tells of records that the outbox had to drop, in their place', async () => {
    outbox.close();
    outbox = new Outbox({
      directory,
      maxBytes: 3000,
      maxAgeMs: 1e9,
      segmentBytes: 500,
      nowMs: Date.now,
      newId: () => crypto.randomUUID(),
    });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 200; i++) appendSamples(outbox, id, i);
    outbox.enforceBounds();
    upload();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    const stream = api.streams.get(id)!;
    const [gap] = stream.gaps;
    expect(gap).toMatchObject({ cause: 'outbox', exact: true });
    expect(gap!.missing + stream.tUs.length).toBe(600);
    expect(api.holes).toEqual([]);
  });

  test('opens a stream again for an API that has lost it, and names what is gone', async () => {
    outbox.close();
    outbox = openOutbox(500);
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 100; i++) appendSamples(outbox, id, i);
    upload();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    await api.stop();
    api.streams.clear();
    appendSamples(outbox, id, 100);
    await api.start();
    await settled(() => expect(outbox.pendingRecords).toBe(0));
    const stream = api.streams.get(id)!;
    expect(stream.open).toEqual(streamOpen);
    expect(stream.gaps[0]).toMatchObject({ cause: 'outbox', exact: false });
    expect(stream.gaps[0]!.missing + stream.tUs.length).toBe(101 * SAMPLES_PER_RECORD);
  });
});
