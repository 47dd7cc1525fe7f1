import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame, type Gap, RECORD_KIND } from '@plumbline/contract';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendSamples, EPOCH_US, streamOpen } from '../testing/sample-stream.ts';
import { jsonBody, parseBody } from './body.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { OutboxFull } from './failure.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';
import { OutboxReader, type Outgoing } from './reader.ts';

const HOUR_MS = 3_600_000;

let directory: string;
let nowMs: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-outbox-'));
  nowMs = Date.now();
});
afterEach(() => rmSync(directory, { recursive: true }));

/** As the gateway does: closes what a crash left open. */
function openOutbox(options: Partial<OutboxOptions> = {}): Outbox {
  const outbox = new Outbox({
    directory,
    maxBytes: 1e9,
    maxAgeMs: HOUR_MS,
    segmentBytes: 1e6,
    nowMs: () => nowMs,
    newId: () => crypto.randomUUID(),
    ...options,
  });
  outbox.closeLeftOpen();
  return outbox;
}

function readAll(outbox: Outbox): Outgoing[] {
  const reader = new OutboxReader(outbox);
  const records: Outgoing[] = [];
  for (let more = reader.take(1e5); more.length > 0; more = reader.take(1e5)) records.push(...more);
  reader.close();
  return records;
}

const sequencesOf = (records: readonly Outgoing[], streamId: string): number[] =>
  records.filter((record) => record.streamId === streamId).map((record) => record.sequence);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const segmentFiles = (): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.seg'))
    .sort();

describe('what was appended', () => {
  test('is read back in order, also while more is appended', () => {
    const outbox = openOutbox();
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 10; i++) appendSamples(outbox, id, i);
    const reader = new OutboxReader(outbox);
    const first = reader.take(1e6);
    expect(reader.take(1e6)).toEqual([]);
    appendSamples(outbox, id, 10);
    expect(sequencesOf([...first, ...reader.take(1e6)], id)).toEqual(upTo(12));
  });

  test('is still there after the process died, and its stream is closed with the reason', () => {
    const dead = openOutbox();
    const id = dead.begin(streamOpen);
    appendSamples(dead, id, 0);
    const outbox = openOutbox();
    expect(outbox.leftOpen.map((stream) => [stream.id, stream.endUs])).toEqual([[id, EPOCH_US + 20_000]]);
    const last = decodeFrame(readAll(outbox).at(-1)!.frame);
    expect(last.kind).toBe(RECORD_KIND.close);
    expect(parseBody(last.body)).toEqual({
      endUs: EPOCH_US + 20_000,
      reason: 'the gateway stopped without warning',
    });
  });

  test('survives a cut at any byte: every whole record before it, none after, and the file goes on', () => {
    const outbox = openOutbox();
    const id = outbox.begin(streamOpen);
    const ends: number[] = [];
    for (let i = 0; i < 8; i++) {
      appendSamples(outbox, id, i);
      ends.push(statSync(join(directory, segmentFiles()[0]!)).size);
    }
    outbox.close();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: ends.at(-1)! }), (cut) => {
        const copy = join(directory, 'copy');
        mkdirSync(copy);
        copyFileSync(join(directory, segmentFiles()[0]!), join(copy, segmentFiles()[0]!));
        truncateSync(join(copy, segmentFiles()[0]!), cut);
        const again = openOutbox({ directory: copy });
        const kept = sequencesOf(readAll(again), id);
        const whole = ends.filter((end) => end <= cut).length;
        rmSync(copy, { recursive: true });
        if (whole > 0) expect(kept).toEqual(upTo(whole + 2));
        else expect(kept.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });

  test('survives flipped bytes: what is damaged becomes a named hole, the rest stays', () => {
    const outbox = openOutbox();
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 20; i++) appendSamples(outbox, id, i);
    outbox.close();
    const file = join(directory, segmentFiles()[0]!);
    const damaged = Buffer.from(readFile(file));
    const middle = Math.floor(damaged.length * 0.8);
    damaged[middle]! ^= 0xff;
    writeFileSync(file, damaged);
    const again = openOutbox();
    const { from, to } = again.drops[0]!;
    expect([again.drops.length, to]).toEqual([1, from]);
    expect(sequencesOf(readAll(again), id).sort((a, b) => a - b)).toEqual(upTo(22));
  });
});

describe('a power cut', () => {
  /** What was asked of the disk, in order. */
  const told: string[] = [];
  let refusals = 0;
  const disk: Disk = {
    ...nodeDisk,
    write(fd, bytes, position) {
      told.push('write');
      nodeDisk.write(fd, bytes, position);
    },
    async sync(fd) {
      told.push('sync');
      if (refusals-- > 0) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      await nodeDisk.sync(fd);
    },
    syncDirectory(path) {
      told.push('folder');
      nodeDisk.syncDirectory(path);
    },
    remove(path) {
      told.push(path.endsWith('.seg') ? 'remove' : 'other');
      nodeDisk.remove(path);
    },
  };
  beforeEach(() => {
    told.length = 0;
    refusals = 0;
  });

  test('takes nothing from before the last sync, and that is asked for only where something is new', async () => {
    const outbox = openOutbox({ disk });
    const id = outbox.begin(streamOpen);
    expect(told).toEqual(['write', 'folder', 'write']);
    await outbox.sync();
    await outbox.sync();
    expect(told.slice(3)).toEqual(['sync']);
    appendSamples(outbox, id, 0);
    await outbox.sync();
    expect(told.slice(4)).toEqual(['write', 'sync']);
  });

  test('may take what the disk refused to sync: that is told, and tried again', async () => {
    const outbox = openOutbox({ disk });
    outbox.begin(streamOpen);
    refusals = 1;
    await expect(outbox.sync()).rejects.toThrow('input/output error');
    told.length = 0;
    await outbox.sync();
    expect(told).toEqual(['sync']);
  });

  test('takes nothing of a file that was full before the last sync', async () => {
    let finished: () => void = () => {};
    let slow = false;
    const held: Disk = {
      ...disk,
      sync: (fd) => (slow ? new Promise((done) => (finished = done)) : nodeDisk.sync(fd)),
    };
    const outbox = openOutbox({ disk: held, segmentBytes: 400 });
    const id = outbox.begin(streamOpen);
    slow = true;
    for (let i = 0; segmentFiles().length < 2; i++) appendSamples(outbox, id, i);
    slow = false;
    let synced = false;
    const sync = outbox.sync().then(() => (synced = true));
    await new Promise((done) => setTimeout(done, 50));
    expect(synced).toBe(false);
    finished();
    await sync;
  });

  test('may take both a full file and the one after it: a sync that both refuse ends when both have answered', async () => {
    let refuseFull: (error: Error) => void = () => {};
    let filling = true;
    const held: Disk = {
      ...disk,
      sync: () =>
        filling
          ? new Promise((_, refuse) => (refuseFull = refuse))
          : Promise.reject(new Error('the active one')),
    };
    const outbox = openOutbox({ disk: held, segmentBytes: 400 });
    const id = outbox.begin(streamOpen);
    for (let i = 0; segmentFiles().length < 2; i++) appendSamples(outbox, id, i);
    filling = false;
    const ends: string[] = [];
    const sync = outbox.sync().catch(({ message }: Error) => ends.push(message));
    await new Promise((done) => setTimeout(done, 50));
    expect(ends).toEqual([]);
    refuseFull(new Error('the full one'));
    await sync;
    expect(ends).toEqual(['the full one']);
  });

  test('finds a new file by its name before anything is written to it, and each drop told before its file is gone', () => {
    const outbox = openOutbox({ disk, segmentBytes: 400, maxBytes: 2500 });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 100; i++) appendSamples(outbox, id, i);
    const path = join(directory, 'dropped.json');
    let remembered = true;
    const remove = disk.remove;
    disk.remove = (file) => {
      remembered &&= readFile(path).toString().includes(id);
      remove(file);
    };
    outbox.enforceBounds();
    disk.remove = remove;
    expect(remembered).toBe(true);
    expect(told.filter((what) => what === 'folder')).toHaveLength(
      Number.parseInt(segmentFiles().at(-1)!, 10),
    );
  });

  test.skipIf(process.platform === 'win32')(
    'is no worse than somebody else on this computer: files are for their owner',
    () => {
      const outbox = openOutbox({ segmentBytes: 400, maxBytes: 2500, directory: join(directory, 'own') });
      const id = outbox.begin(streamOpen);
      for (let i = 0; i < 100; i++) appendSamples(outbox, id, i);
      outbox.enforceBounds();
      const modeOf = (name: string): number => statSync(join(directory, 'own', name)).mode & 0o777;
      expect(modeOf('.')).toBe(0o700);
      for (const name of readdirSync(join(directory, 'own')))
        expect([name, modeOf(name)]).toEqual([name, 0o600]);
    },
  );
});

describe('what is acknowledged', () => {
  test('is not read again and its segments are deleted', () => {
    const outbox = openOutbox({ segmentBytes: 400 });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 30; i++) appendSamples(outbox, id, i);
    expect(segmentFiles().length).toBeGreaterThan(3);
    outbox.acknowledge({ [id]: 31 });
    expect(segmentFiles()).toHaveLength(1);
    expect([outbox.pendingRecords, readAll(outbox)]).toEqual([0, []]);
  });

  test('leaves an open stream known after all its older files are gone', () => {
    const dead = openOutbox({ segmentBytes: 400 });
    const id = dead.begin(streamOpen);
    for (let i = 0; i < 30; i++) appendSamples(dead, id, i);
    dead.acknowledge({ [id]: 31 });
    const outbox = openOutbox();
    expect(sequencesOf(readAll(outbox), id).at(-1)).toBe(31);
    expect(outbox.leftOpen[0]?.open).toEqual(streamOpen);
  });

  test('out of order or for unknown streams does no harm', () => {
    const outbox = openOutbox();
    const id = outbox.begin(streamOpen);
    appendSamples(outbox, id, 0);
    outbox.acknowledge({ [id]: 2, [crypto.randomUUID()]: 7 });
    outbox.acknowledge({ [id]: 1 });
    expect(outbox.pendingRecords).toBe(0);
  });
});

describe('beyond its bounds', () => {
  test('the oldest records go and are told as one gap that stands for their numbers', () => {
    const outbox = openOutbox({ segmentBytes: 400, maxBytes: 2500 });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 100; i++) appendSamples(outbox, id, i);
    const dropped = outbox.enforceBounds();
    expect(outbox.heldBytes).toBeLessThanOrEqual(2500);
    const [open, gapRecord, ...rest] = readAll(outbox);
    const gap = parseBody<Gap>(decodeFrame(gapRecord!.frame).body);
    expect(parseBody(decodeFrame(open!.frame).body)).toEqual(streamOpen);
    expect(gap).toMatchObject({
      cause: 'outbox',
      exact: true,
      firstSequence: 1,
      missing: 3 * gapRecord!.sequence,
    });
    expect(rest[0]?.sequence).toBe(gapRecord!.sequence + 1);
    expect(dropped.reduce((sum, drop) => sum + drop.missing, 0)).toBe(gap.missing);
  });

  test('a drop is remembered across a restart until the API has heard of it', () => {
    const outbox = openOutbox({ segmentBytes: 400, maxBytes: 2500 });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 100; i++) appendSamples(outbox, id, i);
    outbox.enforceBounds();
    const again = openOutbox();
    expect(again.drops).toEqual(outbox.drops);
    again.acknowledge({ [id]: 100 });
    expect(again.drops).toEqual([]);
  });

  test('age is no reason where the clock was set: what was just measured stays, also over a restart', () => {
    const DAY_MS = 24 * HOUR_MS;
    nowMs = Date.UTC(2000, 0, 1);
    const outbox = openOutbox({ segmentBytes: 400, maxAgeMs: 30 * DAY_MS });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 30; i++) appendSamples(outbox, id, i);
    const stepMs = Date.now() - nowMs;
    nowMs += stepMs;
    outbox.clockWasSet(stepMs);
    expect(outbox.enforceBounds()).toEqual([]);
    outbox.close();
    const again = openOutbox({ segmentBytes: 400, maxAgeMs: 30 * DAY_MS });
    expect(again.enforceBounds()).toEqual([]);
    again.clockWasSet(-stepMs);
    expect(sequencesOf(readAll(again), id).slice(0, 31)).toEqual(upTo(31));
    nowMs += 31 * DAY_MS;
    expect(again.enforceBounds()).not.toEqual([]);
  });

  test('acknowledged records cost nothing: nothing is named when they go', () => {
    const outbox = openOutbox({ segmentBytes: 400, maxAgeMs: HOUR_MS });
    const id = outbox.begin(streamOpen);
    for (let i = 0; i < 30; i++) appendSamples(outbox, id, i);
    outbox.acknowledge({ [id]: 25 });
    nowMs += 2 * HOUR_MS;
    const dropped = outbox.enforceBounds();
    expect(dropped.every((drop) => drop.from >= 25)).toBe(true);
  });
});

describe('on a full disk', () => {
  test('a new record is refused, what is stored stays, and recording goes on when there is room', () => {
    let room = Number.POSITIVE_INFINITY;
    const disk: Disk = {
      ...nodeDisk,
      write(fd, bytes, position) {
        const fits = Math.min(bytes.length, room);
        nodeDisk.write(fd, bytes.subarray(0, fits), position);
        room -= fits;
        if (fits < bytes.length) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
    };
    const outbox = openOutbox({ disk });
    const id = outbox.begin(streamOpen);
    appendSamples(outbox, id, 0);
    room = 5;
    expect(() => appendSamples(outbox, id, 1)).toThrow(OutboxFull);
    room = Number.POSITIVE_INFINITY;
    expect(outbox.append(id, RECORD_KIND.gap, jsonBody({}), 0)).toBe(2);
    expect(sequencesOf(readAll(openOutbox()), id)).toEqual([0, 1, 2, 3]);
  });

  test('a restart finds what is stored, and can send it', () => {
    const dead = openOutbox();
    const id = dead.begin(streamOpen);
    appendSamples(dead, id, 0);
    const full: Disk = {
      ...nodeDisk,
      write: () => {
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
    };
    const outbox = openOutbox({ disk: full });
    expect(sequencesOf(readAll(outbox), id)).toEqual([0, 1]);
    expect(() => outbox.begin(streamOpen)).toThrow(/cannot take another record \(ENOSPC\): free some space/);
  });
});

function readFile(path: string): Buffer {
  const fd = nodeDisk.open(path, 'r');
  const bytes = Buffer.alloc(statSync(path).size);
  nodeDisk.read(fd, bytes, 0);
  nodeDisk.close(fd);
  return bytes;
}
