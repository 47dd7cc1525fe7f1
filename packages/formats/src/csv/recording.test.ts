import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ImuBatch } from '@plumbline/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRecording } from './open-recording.ts';
import { readRecording } from './read-recording.ts';
import { RecordingError } from './recording-error.ts';
import { RecordingParser } from './recording-parser.ts';
import { writeRecording } from './write-recording.ts';

const ACC_ONLY = 't_us,acc_x,acc_y,acc_z\n0,9.8,0,-0.5\n20000,9.7,0.1,-0.5\n40000,9.8,0,1e-3\n';
const utf8 = new TextEncoder();

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

function read(text: string, size = 1 << 16) {
  return readRecording(pieces(utf8.encode(text), size));
}

async function rows(batches: AsyncIterable<ImuBatch>): Promise<number[][]> {
  const out: number[][] = [];
  for await (const b of batches) {
    for (let i = 0; i < b.n; i++) {
      const vectors = [b.accMps2, ...(b.gyrRadps ? [b.gyrRadps] : []), ...(b.magUt ? [b.magUt] : [])];
      out.push([b.tUs[i]!, ...vectors.flatMap((v) => [v.x[i]!, v.y[i]!, v.z[i]!])]);
    }
  }
  return out;
}

async function failure(text: string): Promise<RecordingError> {
  try {
    await rows((await read(text)).batches);
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
  throw new Error('was read without an error');
}

describe('a recording', () => {
  it('is read with its shape and nominal rate', async () => {
    const recording = await read(ACC_ONLY);
    expect(recording).toMatchObject({ hasGyro: false, hasMag: false, rateHz: 50 });
    expect(await rows(recording.batches)).toEqual([
      [0, 9.8, 0, -0.5],
      [20000, 9.7, 0.1, -0.5],
      [40000, 9.8, 0, 0.001],
    ]);
  });

  it('may come in pieces of any size, with any line ends, a byte order mark and columns in any order', async () => {
    const text = `\ufeff${'acc_x,acc_y,acc_z,t_us\n9.8,0,-0.5,0\n9.7,0.1,-0.5,20000'.replaceAll('\n', '\r\n')}`;
    for (const size of [1, 2, 7, 1000]) {
      expect(await rows((await read(text, size)).batches)).toEqual([
        [0, 9.8, 0, -0.5],
        [20000, 9.7, 0.1, -0.5],
      ]);
    }
  });

  it('may have the names of its columns in quotes', async () => {
    const text = '"t_us","acc_x","acc_y","acc_z"\n0,9.8,0,-0.5\n';
    expect(await rows((await read(text)).batches)).toEqual([[0, 9.8, 0, -0.5]]);
  });

  it('keeps every number that it can write', async () => {
    const vector = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -2e6, max: 2e6 })));
    await fc.assert(
      fc.asyncProperty(fc.array(vector, { minLength: 1, maxLength: 30 }), async (counts) => {
        const column = (k: 0 | 1 | 2) => Float64Array.from(counts, (c) => c[k]! / 1e5);
        const v = { x: column(0), y: column(1), z: column(2) };
        const tUs = Float64Array.from(counts, (_, i) => 1_700_000_000_000_000 + 10_000 * i);
        const batch: ImuBatch = { n: counts.length, tUs, accMps2: v, gyrRadps: v, magUt: null };
        const written = writeRecording({ hasGyro: true, hasMag: false }, [batch]);
        const back = await rows((await readRecording(written)).batches);
        expect(back).toEqual(
          counts.map((_, i) => [tUs[i]!, v.x[i]!, v.y[i]!, v.z[i]!, v.x[i]!, v.y[i]!, v.z[i]!]),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('a malformed recording says line, field, value and remedy', () => {
  it.each([
    ['an unknown column', 'time,acc_x,acc_y,acc_z\n0,1,2,3\n', 1, 'header', 'time'],
    [
      'half a group of columns',
      't_us,acc_x,acc_y,acc_z,gyr_x\n0,1,2,3,4\n',
      1,
      'header',
      't_us,acc_x,acc_y,acc_z,gyr_x',
    ],
    ['a column twice', 't_us,acc_x,acc_x,acc_z\n', 1, 'header', 'acc_x'],
    ['a word', `${ACC_ONLY}60000,9.8,abc,0\n`, 5, 'acc_y', 'abc'],
    ['nan', `${ACC_ONLY}60000,9.8,0,nan\n`, 5, 'acc_z', 'nan'],
    ['an empty field', `${ACC_ONLY}60000,,0,1\n`, 5, 'acc_x', ''],
    ['a fraction of a microsecond', `${ACC_ONLY}60000.5,9.8,0,1\n`, 5, 't_us', '60000.5'],
    ['a time before the epoch', `${ACC_ONLY}-1,9.8,0,1\n`, 5, 't_us', '-1'],
    ['too few fields', `${ACC_ONLY}60000,9.8\n`, 5, 'row', '60000,9.8'],
    ['too many fields', `${ACC_ONLY}60000,9.8,1,2,3\n`, 5, 'row', '60000,9.8,1,2,3'],
    ['no samples', 't_us,acc_x,acc_y,acc_z\n', 2, 'file', ''],
    ['nothing', '', 1, 'header', ''],
  ])('%s', async (_, text, line, field, value) => {
    const error = await failure(text);
    expect(error).toMatchObject({ line, field, value });
    expect(error.remedy.length).toBeGreaterThan(10);
    expect(error.message).not.toContain('\n');
  });

  it.each([
    ['an empty file', '', 'is empty'],
    [
      'semicolons',
      't_us;acc_x;acc_y;acc_z\n0;9,8;0;0\n',
      'has semicolons between its columns: separate columns by commas, and write decimals with a point',
    ],
    ['tabs', 't_us\tacc_x\tacc_y\tacc_z\n0\t9.8\t0\t0\n', 'has tabs between its columns'],
    [
      'UTF-16',
      [...ACC_ONLY].map((c) => `${c}\0`).join(''),
      'is UTF-16 or no text at all: give a recording, as CSV in UTF-8',
    ],
    ['what is no text', '\u0001\u0002;\u0003;\u0004\n', 'is UTF-16 or no text at all: give a recording'],
    [
      'a table of something else',
      'when;what\n1;2\n',
      "'when;what' is not a column of a recording: the first",
    ],
    [
      'a recording with another one behind it',
      `${ACC_ONLY}${ACC_ONLY}`,
      "line 5: row 't_us,acc_x,acc_y,acc_z' is the header of another recording: give each recording by itself",
    ],
    [
      'a recording with one of other columns behind it',
      `${ACC_ONLY}\ufefft_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n`,
      'is the header of another recording',
    ],
    ['a date', `${ACC_ONLY}2026-01-01T00:00:00Z,9.8,0,1\n`, 'write whole microseconds'],
  ])('%s is told as what it is', async (_, text, told) => {
    expect((await failure(text)).message).toContain(told);
  });

  it('does not gather a line without end', async () => {
    const error = await failure(`t_us,acc_x,acc_y,acc_z\n${'9'.repeat(100_000)}`);
    expect(error.line).toBe(2);
    expect(error.value.length).toBeLessThan(300);
  });
});

describe('a recording file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-recording-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function file(name: string, bytes: Uint8Array | string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  }

  it('may be compressed, whatever its name', async () => {
    const path = await file('walk.csv', gzipSync(ACC_ONLY));
    const recording = await openRecording(path);
    expect((await rows(recording.batches)).length).toBe(3);
    expect(recording.readBytes()).toBe(recording.sizeBytes);
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.slice(0, bytes.length - 12), 'not a whole gzip file'],
    ['damaged', (bytes: Uint8Array) => bytes.map((b, i) => (i > 20 && i < 40 ? b ^ 0x5a : b)), 'gzip file'],
  ])('%s is refused with a remedy', async (_, damage, message) => {
    const path = await file('walk.csv.gz', damage(gzipSync(ACC_ONLY.repeat(1))));
    await expect(openRecording(path)).rejects.toThrow(message);
  });

  it('that is not there or is a folder is refused by name', async () => {
    await expect(openRecording(join(folder, 'none.csv'))).rejects.toThrow(
      /none\.csv' cannot be opened \(ENOENT\)/,
    );
    await expect(openRecording(folder)).rejects.toThrow('is not a file');
  });
});

describe('a recording that is read leniently', () => {
  const LATEST_US = 1_000_000;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-recording-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function lenient(bytes: Uint8Array): Promise<{ rows: number[][]; faults: string[] }> {
    const path = join(folder, 'lenient.csv');
    await writeFile(path, bytes);
    const faults: string[] = [];
    const onFault = (fault: RecordingError): void => {
      faults.push(fault.message);
    };
    const { batches } = await openRecording(path, { onFault, latestUs: LATEST_US });
    return { rows: await rows(batches), faults };
  }

  it('leaves out the rows that do not fit, tells why, and keeps all others', async () => {
    const lines = [
      '0,9.8,0,0',
      '10000,x,0,0',
      '20000,9.8,0',
      '20000,1,2,3',
      '20000,4,5,6',
      '2000000,1,1,1',
      '30000,7,8,9',
    ];
    expect(await lenient(utf8.encode(`t_us,acc_x,acc_y,acc_z\n${lines.join('\n')}\n`))).toEqual({
      rows: [
        [0, 9.8, 0, 0],
        [20000, 1, 2, 3],
        [30000, 7, 8, 9],
      ],
      faults: [
        expect.stringMatching(/^line 3: acc_x 'x' is not a number: /),
        expect.stringMatching(/^line 4: row '20000,9.8,0' has 3 fields, the header has 4: /),
        expect.stringMatching(/^line 6: t_us '20000' is not after the row before: /),
        expect.stringMatching(/^line 7: t_us '2000000' is in the future: /),
      ],
    });
  });

  const TIMES_US = Array.from({ length: 30 }, (_, i) => 10_000 * i);
  const recordingOf = (timesUs: readonly number[]): Uint8Array =>
    utf8.encode(`t_us,acc_x,acc_y,acc_z\n${timesUs.map((tUs) => `${tUs},9.8,0,0\n`).join('')}`);
  const withTimes = (from: number, ...wrongUs: readonly number[]): number[] =>
    TIMES_US.toSpliced(from, wrongUs.length, ...wrongUs);

  it.each([
    ['one in the middle', withTimes(12, 900_000), [14]],
    ['one by little', withTimes(12, 145_000), [14]],
    ['the first row', withTimes(0, 900_000), [2]],
    [
      'every fourth',
      TIMES_US.map((tUs, i) => (i % 4 === 1 && i < 29 ? 900_000 + i : tUs)),
      [3, 7, 11, 15, 19, 23, 27],
    ],
    ['four in a row', withTimes(12, 900_000, 910_000, 920_000, 930_000), [14, 15, 16, 17]],
    ['one shortly before the end', withTimes(28, 900_000), [30]],
  ])('a wrong stamp ahead costs its own row: %s', async (_, timesUs, lines) => {
    const { rows: found, faults } = await lenient(recordingOf(timesUs));
    expect(found.map(([tUs]) => tUs)).toEqual(timesUs.filter((_, i) => !lines.includes(i + 2)));
    expect(faults).toEqual(
      lines.map((line) =>
        expect.stringMatching(`^line ${line}: t_us '9?[0-9]+' is ahead of the rows after it: correct`),
      ),
    );
  });

  it('a wrong stamp ahead costs its own row wherever the pieces that are handed on begin', async () => {
    const wrong = [4090, 4095, 4096, 4097, 4103, 8191, 8192];
    const timesUs = Array.from({ length: 9_000 }, (_, i) => (wrong.includes(i) ? 900_000 + i : i));
    const { rows: found, faults } = await lenient(recordingOf(timesUs));
    expect(found.map(([tUs]) => tUs)).toEqual(timesUs.filter((_, i) => !wrong.includes(i)));
    expect(faults.map((fault) => Number(/\d+/.exec(fault)![0]))).toEqual(wrong.map((i) => i + 2));
  });

  it('a clock that leaps ahead for good costs no row, nor does a silence, nor rows alone between silences', async () => {
    const leap = TIMES_US.map((tUs, i) => (i < 12 ? tUs : tUs + 600_000));
    for (const timesUs of [leap, [0, 10_000, 500_000, 990_000], [0, 300_000, 310_000, 320_000]])
      expect(await lenient(recordingOf(timesUs))).toEqual({
        rows: timesUs.map((tUs) => [tUs, 9.8, 0, 0]),
        faults: [],
      });
  });

  it('rows and faults come out the same however the bytes are cut', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(times, fc.boolean(), fc.integer({ min: 1, max: 40 }), (timesUs, orderOnly, pieceBytes) => {
        const bytes = recordingOf(timesUs);
        const told = [bytes.length, pieceBytes].map((size) => parsedIn(bytes, size, orderOnly));
        expect(told[1]).toEqual(told[0]);
        const { rows: found, lines } = told[0]!;
        if (!orderOnly) expect(found.length + lines.length).toBe(timesUs.length);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        if (!orderOnly) expect(found.every((tUs, i) => i === 0 || tUs > found[i - 1]!)).toBe(true);
      }),
    );
  });

  function parsedIn(
    bytes: Uint8Array,
    size: number,
    orderOnly: boolean,
  ): { rows: number[]; lines: number[] } {
    const lines: number[] = [];
    const parser = new RecordingParser({
      latestUs: LATEST_US,
      orderOnly,
      onFault: ({ line }) => void lines.push(line),
    });
    const batches = [];
    for (let at = 0; at < bytes.length; at += size)
      batches.push(...parser.push(bytes.subarray(at, at + size)));
    batches.push(...parser.flush());
    return { rows: batches.flatMap(({ tUs }) => [...tUs]), lines };
  }

  it('counts up to where the file is cut off, without the last line that may be half a number', async () => {
    const text = `t_us,acc_x,acc_y,acc_z\n${Array.from({ length: 9_000 }, (_, i) => `${i},${Math.sin(i)},0,0`).join('\n')}`;
    const whole = gzipSync(text);
    const { rows: found, faults } = await lenient(whole.subarray(0, whole.length / 2));
    expect(found.length).toBeGreaterThan(4_000);
    expect(found).toEqual(found.map((_, i) => [i, Math.sin(i), 0, 0]));
    expect(faults).toEqual([expect.stringContaining('is not a whole gzip file')]);
  });

  it('ends where nothing can be read', async () => {
    await expect(lenient(utf8.encode('time,x\n1,2\n'))).rejects.toThrow("header 'time'");
    await expect(lenient(utf8.encode('t_us,acc_x,acc_y,acc_z\n'))).rejects.toThrow('holds no samples');
  });

  it.each([
    [
      'unreadable',
      'x,1,2,3\ny,1,2,3\n',
      "line 2: t_us 'x' is not a time, and no row can be used (2 left out): write",
    ],
    [
      'far ahead',
      '2000000,1,2,3\n',
      "line 2: t_us '2000000' is in the future, and no row can be used (1 left out):",
    ],
  ])('says why no row is left where all of them are %s', async (_, text, told) => {
    await expect(lenient(utf8.encode(`t_us,acc_x,acc_y,acc_z\n${text}`))).rejects.toThrow(told);
  });

  it('says so where it is cut off before the first row', async () => {
    const whole = gzipSync(`t_us,acc_x,acc_y,acc_z\n${'0,9.8,0,0'.padEnd(3_000, '0')}\n`, { level: 0 });
    await expect(lenient(whole.subarray(0, 1_000))).rejects.toThrow(
      /is not a whole gzip file \(.*\), and no row can be used: copy the file again/,
    );
  });
});
