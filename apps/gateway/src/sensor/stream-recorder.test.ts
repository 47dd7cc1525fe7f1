import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame, type Gap, RECORD_KIND, type StreamClose, type StreamOpen } from '@plumbline/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blockOf, parseBody } from '../outbox/body.ts';
import { type Disk, nodeDisk } from '../outbox/disk.ts';
import { Outbox } from '../outbox/outbox.ts';
import { OutboxReader } from '../outbox/reader.ts';
import { countingDriver } from '../testing/counting-driver.ts';
import { HostClock } from '../time/host-clock.ts';
import { type RecorderOptions, StreamRecorder } from './stream-recorder.ts';

const START_MS = 1_795_000_000_000;
const RATE_HZ = 50;
const PERIOD_NS = 20_000_000n;
const SESSION = { id: crypto.randomUUID(), startedUs: START_MS * 1000, timeZone: 'UTC' };

let directory: string;
let outbox: Outbox;
/** How many more records the disk takes. */
let room: number;
let endings: string[];

const disk: Disk = {
  ...nodeDisk,
  write(fd, bytes, position) {
    if (room-- <= 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    nodeDisk.write(fd, bytes, position);
  },
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-recorder-'));
  room = Number.POSITIVE_INFINITY;
  endings = [];
  const bounds = { maxBytes: 1e9, maxAgeMs: 1e9, segmentBytes: 1e6 };
  outbox = new Outbox({ directory, ...bounds, nowMs: Date.now, newId: () => crypto.randomUUID(), disk });
});
afterEach(() => {
  outbox.close();
  rmSync(directory, { recursive: true });
});

function recorder(changes: Partial<RecorderOptions> = {}): StreamRecorder {
  const made = new StreamRecorder({
    ...{ sensor: { id: 'a', name: 'a', driver: 'counting' }, session: SESSION, driver: countingDriver },
    ...{ settings: { rateHz: RATE_HZ, extra: {} }, axes: null, source: 'sensor', seedSlopePpm: null },
    ...{ previous: null, outbox, decoderVersion: '0' },
    clock: new HostClock({ monotonicNs: () => 0n, wallMs: () => START_MS }, null),
    ending: ({ sessionId, samples }) => endings.push(`${sessionId} ${samples}`),
    ...changes,
  });
  made.begin(0n);
  return made;
}

/** Samples of these numbers in one notification, which comes when the last of them was measured. */
function hear(into: StreamRecorder, ...numbers: number[]): void {
  const bytes = new DataView(new ArrayBuffer(10 * numbers.length));
  for (const [i, number] of numbers.entries()) bytes.setUint32(10 * i, number, true);
  into.notification('1a2c', new Uint8Array(bytes.buffer), BigInt(numbers.at(-1)! + 1) * PERIOD_NS);
}
const run = (from: number, n: number): number[] => Array.from({ length: n }, (_, i) => from + i);

/** What lies in the outbox: times of samples, gaps, and how streams ended. */
function stored(): { tUs: number[]; gaps: Gap[]; ends: string[] } {
  const found = { tUs: [] as number[], gaps: [] as Gap[], ends: [] as string[] };
  const reader = new OutboxReader(outbox);
  let open: StreamOpen | null = null;
  for (const { frame } of reader.take(1e6)) {
    const record = decodeFrame(frame);
    if (record.kind === RECORD_KIND.open) open = parseBody<StreamOpen>(record.body);
    if (record.kind === RECORD_KIND.samples) found.tUs.push(...blockOf(record, open!).tUs);
    if (record.kind === RECORD_KIND.gap) found.gaps.push(parseBody<Gap>(record.body));
    if (record.kind === RECORD_KIND.close) found.ends.push(parseBody<StreamClose>(record.body).reason);
  }
  reader.close();
  return found;
}

const missingIn = (gaps: readonly Gap[]): number => gaps.reduce((sum, { missing }) => sum + missing, 0);

test('what the link lost is named between the samples, with its number', () => {
  const made = recorder();
  hear(made, ...run(0, 10), ...run(17, 5));
  const { tUs, gaps } = stored();
  expect(tUs).toHaveLength(15);
  expect(gaps).toMatchObject([{ cause: 'link', missing: 7, exact: true }]);
  expect([made.samples, made.missing]).toEqual([15, 7]);
});

test('what a full disk did not take is named once, as soon as it takes records again', () => {
  const made = recorder();
  hear(made, ...run(0, 10));
  room = 0;
  hear(made, ...run(10, 5));
  hear(made, ...run(15, 5));
  expect(made.problem).toMatch(/free some space/);
  room = Number.POSITIVE_INFINITY;
  hear(made, ...run(20, 5));
  const { tUs, gaps } = stored();
  expect(gaps).toMatchObject([{ cause: 'outbox', missing: 10, exact: true }]);
  expect([tUs.length, made.samples, made.missing, made.problem]).toEqual([15, 15, 10, null]);
});

test('what the link lost meanwhile is counted with it', () => {
  const made = recorder();
  hear(made, ...run(0, 10));
  room = 0;
  hear(made, ...run(10, 5), ...run(22, 3));
  room = Number.POSITIVE_INFINITY;
  hear(made, ...run(25, 5));
  const { tUs, gaps } = stored();
  expect(tUs).toHaveLength(15);
  expect(gaps).toMatchObject([{ cause: 'outbox', missing: 15, exact: true }]);
});

test('a disk that is full in the middle of a notification keeps what it took, and that is not missing', () => {
  const made = recorder();
  hear(made, ...run(0, 10));
  room = 1;
  hear(made, ...run(10, 5), ...run(22, 3));
  room = Number.POSITIVE_INFINITY;
  hear(made, ...run(25, 5));
  const { tUs, gaps } = stored();
  expect(tUs).toHaveLength(20);
  expect(tUs.length + missingIn(gaps)).toBe(30);
  expect(gaps[0]!.startUs).toBeGreaterThan(tUs[14]!);
  expect(gaps[0]!.endUs).toBeLessThan(tUs[15]!);
});

test('what is still unnamed when a stream ends is named before its end', () => {
  const made = recorder();
  hear(made, ...run(0, 10));
  room = 0;
  hear(made, ...run(10, 5));
  room = Number.POSITIVE_INFINITY;
  made.finish('switched off');
  expect(stored()).toMatchObject({ gaps: [{ cause: 'outbox', missing: 5 }], ends: ['switched off'] });
  expect(endings).toEqual([`${SESSION.id} 10`]);
});

test('a disk that is full to the end costs the records, and never the gateway', () => {
  const made = recorder();
  hear(made, ...run(0, 10));
  room = 0;
  hear(made, ...run(10, 5));
  made.finish('switched off');
  expect(made.problem).toMatch(/free some space/);
  room = Number.POSITIVE_INFINITY;
  expect(stored()).toMatchObject({ gaps: [], ends: [] });
});

test('the time since the stream before is a gap of this one', () => {
  const endUs = START_MS * 1000 - 1e6;
  hear(recorder({ previous: { endUs, cause: 'gateway' } }), ...run(0, 5));
  const { tUs, gaps } = stored();
  expect(gaps).toMatchObject([{ cause: 'gateway', exact: false, startUs: endUs + 20_000, endUs: tUs[0]! }]);
  expect(gaps[0]!.missing).toBeGreaterThan(48);
});
