import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BundleFormat } from './manifest.ts';
import { batchOf, type Table, type TableBatch } from './table.ts';
import { type BundleTable, type WrittenBundle, writeBundle } from './write-bundle.ts';

const EPOCH_US = 1_795_000_000_000_001;
const TABLE: Table = {
  name: 'samples',
  description: 'Samples.',
  columns: [
    { name: 't_us', type: 'int64', unit: 'us', description: 'time' },
    { name: 'time', type: 'timestamp', unit: null, description: 'time' },
    { name: 'acc_x', type: 'float32', unit: 'm/s^2', description: 'specific force', decimals: 3 },
    { name: 'state', type: 'string', unit: null, description: 'posture', optional: true },
    {
      name: 'score',
      type: 'float64',
      unit: null,
      description: 'may be missing',
      optional: true,
      decimals: 1,
    },
  ],
  metadata: { frame: 'sensor', algorithm: 'none' },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Rows `0..n` in pieces of `piece`. */
async function* rows(n: number, piece: number): AsyncGenerator<TableBatch> {
  for (let from = 0; from < n; from += piece) {
    const some = Array.from({ length: Math.min(piece, n - from) }, (_, k) => {
      const i = from + k;
      const tUs = EPOCH_US + i * 10_000;
      return {
        t_us: tUs,
        time: tUs,
        acc_x: i / 8,
        state: i % 3 ? 'sitting' : null,
        score: i % 2 ? i / 2 : null,
      };
    });
    yield batchOf(TABLE, some);
  }
}

async function write(format: BundleFormat, n: number, piece: number, into = folder): Promise<WrittenBundle> {
  const tables = (async function* () {
    yield { table: TABLE, file: 'samples-001', batches: rows(n, piece) };
  })();
  return writeBundle(into, { title: 'Test', format, about: { subject: 'sub-1' } }, tables);
}

describe('a bundle', () => {
  test('names every file with its size and SHA-256, and the rows of tables', async () => {
    const { manifest, files } = await write('csv', 5, 2);
    expect(files.map(({ name, rows }) => [name, rows])).toEqual([
      ['samples-001.csv', 5],
      ['data-dictionary.json', null],
      ['README.md', null],
      ['manifest.json', null],
    ]);
    for (const { name, bytes, sha256 } of files) {
      const content = await readFile(join(folder, name));
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
    expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(manifest.files).toEqual(files.slice(0, -1));
    expect(await readdir(folder)).toHaveLength(files.length);
  });

  test.each(['csv', 'parquet'] as const)('as %s is the same bytes however the rows came', async (format) => {
    const once = await write(format, 1_000, 1_000);
    expect(await write(format, 1_000, 7, join(folder, 'again'))).toEqual(once);
  });

  test('explains the columns of a table once, for all its files', async () => {
    await writeBundle(folder, FACTS, three({}));
    const dictionary = JSON.parse(await readFile(join(folder, 'data-dictionary.json'), 'utf8'));
    expect(dictionary).toEqual([
      {
        ...{ table: 'samples', description: 'Samples.', files: ['a.csv', 'b.csv', 'c.csv'], rows: 30 },
        columns: TABLE.columns.filter(({ name }) => name !== 'time'),
      },
    ]);
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    expect(readme).toContain('| samples | 3 | 30 |');
  });
});

const FACTS = { title: 'Test', format: 'csv', about: {} } as const;

/** Three files of ten rows; the one named in `breaks` breaks off. `asked`: whose rows were asked for. */
async function* three(given: { breaks?: string; asked?: string[] }): AsyncGenerator<BundleTable> {
  const read = async function* (file: string): AsyncGenerator<TableBatch> {
    given.asked?.push(file);
    yield* rows(5, 5);
    if (file === given.breaks) throw new Error('the database is away');
    yield* rows(5, 5);
  };
  for (const file of ['a', 'b', 'c']) yield { table: TABLE, file, batches: read(file) };
}

describe('a bundle that broke off', () => {
  test('goes on after the last file that was whole, and becomes what it would have been', async () => {
    const whole = await writeBundle(join(folder, 'whole'), FACTS, three({}));
    const half = join(folder, 'half');
    await expect(writeBundle(half, FACTS, three({ breaks: 'c' }))).rejects.toThrow('the database is away');
    const asked: string[] = [];
    let rowsSeen = 0;
    const onRows = (n: number): void => {
      rowsSeen += n;
    };
    expect(await writeBundle(half, FACTS, three({ asked }), { onRows })).toEqual(whole);
    expect([asked, rowsSeen]).toEqual([['c'], 30]);
  });

  test('writes a file again that is not as long as it was, and one whose end was not noted', async () => {
    await expect(writeBundle(folder, FACTS, three({ breaks: 'c' }))).rejects.toThrow();
    await truncate(join(folder, 'a.csv'), 20);
    const log = await readFile(join(folder, '.finished'), 'utf8');
    await writeFile(join(folder, '.finished'), log.slice(0, -9));
    const asked: string[] = [];
    await writeBundle(folder, FACTS, three({ asked }));
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  test('ends at once when it is stopped', async () => {
    const stop = new AbortController();
    const onRows = (): void => stop.abort();
    await expect(writeBundle(folder, FACTS, three({}), { stop: stop.signal, onRows })).rejects.toThrow(
      'abort',
    );
  });
});

test('CSV has a header, times once, empty fields for what is missing, and quotes where a field needs them', async () => {
  await write('csv', 2, 2);
  expect(await readFile(join(folder, 'samples-001.csv'), 'utf8')).toBe(
    `t_us,acc_x,state,score\n${EPOCH_US},0.000,,\n${EPOCH_US + 10_000},0.125,sitting,0.5\n`,
  );
});

describe('Parquet', () => {
  test('reads back: counts, whole microseconds, single precision, missing values, over several row groups', async () => {
    await write('parquet', 250_000, 60_000);
    const file = await asyncBufferFromFile(join(folder, 'samples-001.parquet'));
    const back = await parquetReadObjects({ file, rowStart: 249_998, rowEnd: 250_000 });
    expect(back.map((row) => [row.t_us, row.acc_x, row.state, row.score])).toEqual([
      [BigInt(EPOCH_US + 249_998 * 10_000), 249_998 / 8, 'sitting', null],
      [BigInt(EPOCH_US + 249_999 * 10_000), Math.fround(249_999 / 8), null, 124_999.5],
    ]);
    const metadata = await parquetMetadataAsync(file);
    expect(metadata.num_rows).toBe(250_000n);
    expect(metadata.schema.find(({ name }) => name === 'time')?.logical_type).toMatchObject({
      type: 'TIMESTAMP',
      isAdjustedToUTC: true,
      unit: 'MICROS',
    });
    const told = JSON.parse(metadata.key_value_metadata![0]!.value!);
    expect(told).toMatchObject({ table: 'samples', frame: 'sensor', columns: TABLE.columns });
  });
});
