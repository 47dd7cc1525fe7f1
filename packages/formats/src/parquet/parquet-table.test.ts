import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import type { Table, TableBatch } from '../bundle/table.ts';
import { parquetBytes } from './parquet-table.ts';

const ROW_GROUP = 100_000;
const TABLE: Table = {
  name: 'samples',
  description: 'Numbers alone.',
  columns: [
    { name: 't_us', type: 'int64', unit: 'us', description: 'time' },
    { name: 'time', type: 'timestamp', unit: 'us', description: 'time' },
    { name: 'x', type: 'float32', unit: 'm/s^2', description: 'value' },
  ],
  metadata: {},
};

async function bytesOf(tUs: readonly number[], x: readonly number[], piece: number): Promise<ArrayBuffer> {
  const batches = async function* (): AsyncGenerator<TableBatch> {
    for (let from = 0; from < tUs.length; from += piece) {
      const times = Float64Array.from(tUs.slice(from, from + piece));
      const columns = [times, times, Float64Array.from(x.slice(from, from + piece))];
      yield { n: times.length, columns };
      // Whoever gives batches may use their memory again.
      for (const column of columns) column.fill(Number.NaN);
    }
  };
  const parts: Uint8Array[] = [];
  for await (const part of parquetBytes(TABLE, batches())) parts.push(part);
  const whole = Buffer.concat(parts);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length);
}

async function back(file: ArrayBuffer): Promise<{ tUs: number[]; x: number[] }> {
  const rows = await parquetReadObjects({ file });
  return { tUs: rows.map((row) => Number(row.t_us)), x: rows.map((row) => row.x as number) };
}

describe('a table of numbers as Parquet', () => {
  const whole = fc.oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
    fc.integer({ min: 0, max: 2 ** 52 - 1 - 2 ** 31 }),
  );
  const value = fc.oneof(
    fc.float(),
    fc.constantFrom(0, -0, 9.5),
    fc.integer({ min: -50, max: 50 }).map((i) => i / 8),
  );

  test('reads back exactly, whatever the numbers and the pieces are', async () => {
    const rows = fc.array(fc.tuple(whole, value), { minLength: 1, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 500 }), async (given, piece) => {
        const [tUs, x] = [given.map(([t]) => t), given.map(([, v]) => v)];
        expect(await back(await bytesOf(tUs, x, piece))).toEqual({ tUs, x });
      }),
      { numRuns: 60 },
    );
  });

  test('goes over several row groups, with more different values than a dictionary holds', async () => {
    const n = 2 * ROW_GROUP + 3;
    const tUs = Array.from({ length: n }, (_, i) => 1_795_000_000_000_000 + i * 10_000 + (i % 7));
    const x = Array.from({ length: n }, (_, i) => Math.fround(i < ROW_GROUP ? i / 3 : (i % 900) / 7));
    const file = await bytesOf(tUs, x, 999);
    const read = await back(file);
    expect(read.tUs).toEqual(tUs);
    expect(read.x).toEqual(x);
    const [plain, few] = parquetMetadata(file).row_groups.map(({ columns }) => columns[2]!.meta_data!);
    expect(plain!.encodings).toEqual(['PLAIN']);
    expect(few!.encodings).toEqual(['PLAIN', 'RLE_DICTIONARY']);
    expect(few!.statistics).toMatchObject({ min_value: -0, max_value: Math.fround(899 / 7), null_count: 0n });
  });

  test('refuses numbers whose differences a double cannot hold', async () => {
    await expect(bytesOf([-(2 ** 51), 2 ** 51], [0, 0], 2)).rejects.toThrow(
      't_us: give whole numbers below 2^52',
    );
  });

  test('without rows is a file without rows', async () => {
    expect(await back(await bytesOf([], [], 1))).toEqual({ tUs: [], x: [] });
  });
});
