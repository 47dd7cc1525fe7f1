import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame, RECORD_KIND, type StreamClose } from '@plumbline/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendSamples, streamOpen } from '../testing/sample-stream.ts';
import { parseBody } from './body.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { type Drop, DropList } from './drops.ts';
import { OutboxFull } from './failure.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';
import { OutboxReader, type Outgoing } from './reader.ts';

/** What the outbox must not let go of, and what it must. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let directory: string;
let nowMs: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-keeping-'));
  nowMs = Date.now();
});
afterEach(() => rmSync(directory, { recursive: true }));

/** In files so small that each holds a record; several lie together in those of `SHARED`. */
function openOutbox(options: Partial<OutboxOptions> = {}): Outbox {
  const bounds = { maxBytes: 1e9, maxAgeMs: 30 * DAY_MS, segmentBytes: 400 };
  return new Outbox({
    ...{ directory, ...bounds, nowMs: () => nowMs, newId: () => crypto.randomUUID() },
    ...options,
  });
}

const SHARED = { segmentBytes: 2_500 };

function readAll(outbox: Outbox): Outgoing[] {
  const reader = new OutboxReader(outbox);
  const records: Outgoing[] = [];
  for (let more = reader.take(1e5); more.length > 0; more = reader.take(1e5)) records.push(...more);
  reader.close();
  return records;
}

const sequencesOf = (outbox: Outbox, streamId: string): number[] =>
  readAll(outbox)
    .filter((record) => record.streamId === streamId)
    .map(({ sequence }) => sequence);
const from = (first: number, n: number): number[] => Array.from({ length: n }, (_, i) => first + i);
const files = (): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.seg'))
    .sort();

/** A stream of as many records of samples. */
function filled(outbox: Outbox, records = 30): string {
  const id = outbox.begin(streamOpen);
  for (let i = 0; i < records; i++) appendSamples(outbox, id, i);
  return id;
}

describe('an acknowledgement', () => {
  test('lets go of what is below it, and of nothing else', () => {
    const outbox = openOutbox(SHARED);
    const id = filled(outbox);
    for (let stored = 1; stored < 31; stored++) {
      outbox.acknowledge({ [id]: stored });
      expect(sequencesOf(outbox, id)).toEqual(from(stored, 31 - stored));
    }
  });

  test('of one stream lets go of nothing of another in the same file', () => {
    const outbox = openOutbox(SHARED);
    const [one, two] = [outbox.begin(streamOpen), outbox.begin(streamOpen)];
    for (let i = 0; i < 60; i++) for (const id of [one, two]) appendSamples(outbox, id, i);
    expect(outbox.segments.length).toBeGreaterThan(2);
    outbox.acknowledge({ [one]: 61 });
    expect(sequencesOf(outbox, two)).toEqual(from(0, 61));
  });

  test('of more than there is counts as one of all there is', () => {
    const outbox = openOutbox();
    const id = filled(outbox, 3);
    outbox.acknowledge({ [id]: 1_000 });
    appendSamples(outbox, id, 3);
    expect([outbox.pendingRecords, sequencesOf(outbox, id)]).toEqual([1, [4]]);
  });

  test('of the beginning of what was dropped does not make it told', () => {
    const outbox = openOutbox({ maxBytes: 2500 });
    const id = filled(outbox, 100);
    outbox.enforceBounds();
    const [drop] = outbox.drops;
    outbox.acknowledge({ [id]: 1 });
    expect(outbox.drops).toEqual([drop]);
    outbox.acknowledge({ [id]: drop!.to + 1 });
    expect(outbox.drops).toEqual([]);
  });
});

describe('what goes when there is too much', () => {
  test('is never the file that is written to', () => {
    const outbox = openOutbox({ maxBytes: 1 });
    const id = filled(outbox);
    outbox.enforceBounds();
    nowMs += 31 * DAY_MS;
    outbox.enforceBounds();
    expect(files()).toHaveLength(1);
    appendSamples(outbox, id, 30);
    expect(sequencesOf(outbox, id).at(-1)).toBe(31);
  });

  test('is told without what the API has of it', () => {
    for (let stored = 20; stored < 28; stored++) {
      const outbox = openOutbox({ ...SHARED, directory: join(directory, String(stored)) });
      const id = filled(outbox, 100);
      outbox.acknowledge({ [id]: stored });
      nowMs += 31 * DAY_MS;
      const dropped = outbox.enforceBounds();
      expect(dropped.map((drop) => [drop.streamId, drop.from]).slice(0, 1)).toEqual([[id, stored]]);
    }
  });

  test('is a stream from its opening to its end, where all of it goes', () => {
    const outbox = openOutbox();
    const gone = filled(outbox);
    outbox.end(gone, 'switched off');
    filled(outbox);
    nowMs += 31 * DAY_MS;
    outbox.enforceBounds();
    const told = readAll(outbox).filter(({ streamId }) => streamId === gone);
    const records = told.map(({ frame }) => decodeFrame(frame));
    expect(records.map(({ kind }) => kind)).toEqual([RECORD_KIND.open, RECORD_KIND.gap, RECORD_KIND.close]);
    expect(parseBody<StreamClose>(records.at(-1)!.body).reason).toBe('switched off');
  });

  test('is as old as its file, over a restart too', () => {
    const dead = openOutbox();
    const id = filled(dead);
    for (const name of files())
      utimesSync(join(directory, name), new Date(nowMs), new Date(nowMs - 40 * DAY_MS));
    const dropped = openOutbox().enforceBounds();
    expect(dropped.map(({ streamId }) => streamId)).toContain(id);
  });

  test('is no older for a clock that is set, and that holds over a restart', () => {
    nowMs = Date.UTC(2000, 0, 1);
    const outbox = openOutbox();
    filled(outbox);
    // As a computer without a clock of its own writes them.
    for (const name of files()) utimesSync(join(directory, name), new Date(nowMs), new Date(nowMs));
    const stepMs = Date.now() - nowMs;
    nowMs += stepMs;
    outbox.clockWasSet(stepMs);
    outbox.close();
    expect(openOutbox().enforceBounds()).toEqual([]);
  });

  test('is as old as it was, where the clock is set in a later run', () => {
    const dead = openOutbox();
    const id = filled(dead);
    const outbox = openOutbox();
    outbox.clockWasSet(40 * DAY_MS);
    nowMs += 31 * DAY_MS;
    expect(outbox.enforceBounds().map(({ streamId }) => streamId)).toContain(id);
  });
});

describe('what was dropped', () => {
  const drop = (first: number, last: number, exact: boolean): Drop => ({
    ...{
      streamId: 'a',
      from: first,
      to: last,
      startUs: first,
      endUs: last,
      missing: last - first + 1,
      exact,
    },
    ...{ open: null, close: null },
  });

  test('is one gap where it follows on, and as sure as the least sure of it', () => {
    const list = new DropList(directory);
    list.add([drop(1, 4, true), drop(5, 6, false), drop(9, 9, true)]);
    expect(list.all).toEqual([
      { ...drop(1, 6, false), missing: 6 },
      { ...drop(9, 9, true), missing: 1 },
    ]);
    expect(new DropList(directory).all).toEqual(list.all);
  });

  test('is written down again once there is room for it', async () => {
    const inTheWay = join(directory, 'dropped.json.new');
    mkdirSync(inTheWay);
    const outbox = openOutbox({ maxBytes: 2500 });
    filled(outbox, 100);
    outbox.enforceBounds();
    expect(openOutbox({ maxBytes: 2500 }).drops).toEqual([]);
    rmdirSync(inTheWay);
    await outbox.sync();
    expect(new DropList(directory).all).toEqual(outbox.drops);
  });

  test('replaces what was written before as a whole', () => {
    const list = new DropList(directory);
    list.add([drop(1, 4, true)]);
    const [path, before] = [join(directory, 'dropped.json'), join(directory, 'before')];
    linkSync(path, before);
    const text = readFileSync(before, 'utf8');
    list.add([drop(9, 9, true)]);
    expect(readFileSync(before, 'utf8')).toBe(text);
  });
});

describe('a crash', () => {
  test('that tore a record is repaired once', () => {
    const id = filled(openOutbox({ segmentBytes: 1e6 }));
    const path = join(directory, files()[0]!);
    truncateSync(path, statSync(path).size - 3);
    const repaired = openOutbox();
    expect(repaired.repairedBytes).toBeGreaterThan(0);
    expect(sequencesOf(repaired, id)).toEqual(from(0, 30));
    expect(openOutbox().repairedBytes).toBe(0);
  });

  test('that damaged a record costs it once, however often it is started again', () => {
    filled(openOutbox({ segmentBytes: 1e6 }));
    const path = join(directory, files()[0]!);
    const fd = nodeDisk.open(path, 'r+');
    nodeDisk.write(fd, Buffer.of(0xff, 0xff), Math.floor(statSync(path).size * 0.8));
    nodeDisk.close(fd);
    const first = openOutbox().drops;
    expect(first).toHaveLength(1);
    expect(openOutbox().drops).toEqual(first);
  });
});

describe('a disk that is full', () => {
  let full: boolean;
  const disk: Disk = {
    ...nodeDisk,
    write(fd, bytes, position) {
      if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      nodeDisk.write(fd, bytes, position);
    },
  };
  beforeEach(() => {
    full = false;
  });

  test('leaves no stream that never began', () => {
    const outbox = openOutbox({ disk });
    const id = filled(outbox, 3);
    full = true;
    expect(() => outbox.begin(streamOpen)).toThrow(OutboxFull);
    full = false;
    for (let i = 3; i < 30; i++) appendSamples(outbox, id, i);
    expect(openOutbox().leftOpen.map((stream) => stream.id)).toEqual([id]);
  });

  test('leaves no file that holds nothing, and the next record goes on in a new one', () => {
    const outbox = openOutbox({ disk });
    const id = outbox.begin(streamOpen);
    let next = 0;
    while (outbox.segments.at(-1)!.bytes < 400) appendSamples(outbox, id, next++);
    const before = files();
    full = true;
    expect(() => appendSamples(outbox, id, next)).toThrow(OutboxFull);
    expect(files()).toEqual(before);
    full = false;
    appendSamples(outbox, id, next);
    expect(files()).toHaveLength(before.length + 1);
    expect(sequencesOf(outbox, id)).toEqual(from(0, next + 2));
  });
});
