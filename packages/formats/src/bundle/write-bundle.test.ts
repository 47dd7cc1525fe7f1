import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BundleFormat, Manifest } from './manifest.ts';
import { batchOf, type Table, type TableBatch } from './table.ts';
import { writeBundle } from './write-bundle.ts';

const EPOCH_US = 1_795_000_000_000_001;
const TABLE: Table = {
  name: 'samples-001',
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

async function write(format: BundleFormat, n: number, piece: number, into = folder): Promise<Manifest> {
  const tables = (async function* () {
    yield { table: TABLE, batches: rows(n, piece) };
  })();
  return writeBundle(into, { title: 'Test', format, about: { subject: 'sub-1' } }, tables);
}

describe('a bundle', () => {
  test('names every file with its size and SHA-256, and the rows of tables', async () => {
    const manifest = await write('csv', 5, 2);
    expect(manifest.files.map(({ name, rows }) => [name, rows])).toEqual([
      ['samples-001.csv', 5],
      ['data-dictionary.json', null],
      ['README.md', null],
    ]);
    for (const { name, bytes, sha256 } of manifest.files) {
      const content = await readFile(join(folder, name));
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
    expect(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest);
  });

  test.each(['csv', 'parquet'] as const)('as %s is the same bytes however the rows came', async (format) => {
    const once = await write(format, 1_000, 1_000);
    expect(await write(format, 1_000, 7, join(folder, 'again'))).toEqual(once);
  });
});

test('CSV has a header, empty fields for what is missing, and quotes where a field needs them', async () => {
  await write('csv', 2, 2);
  expect(await readFile(join(folder, 'samples-001.csv'), 'utf8')).toBe(
    `t_us,time,acc_x,state,score\n${EPOCH_US},${EPOCH_US},0.000,,\n${EPOCH_US + 10_000},${EPOCH_US + 10_000},0.125,sitting,0.5\n`,
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
    expect(told).toMatchObject({ table: 'samples-001', frame: 'sensor', columns: TABLE.columns });
  });
});
