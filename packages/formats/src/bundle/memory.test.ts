import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Table, TableBatch } from './table.ts';
import { writeBundle } from './write-bundle.ts';

const ROWS_PER_BATCH = 1_000;
const [SHORT, LONG] = [100, 600];
const MEGABYTE = 1e6;
const BATCHES_PER_LOOK = 50;
/** The longer one holds 28 MB more in its rows. */
const MOST_MORE_MB = 10;
const TABLE: Table = {
  name: 'samples',
  description: 'Samples.',
  columns: [
    { name: 't_us', type: 'int64', unit: 'us', description: 'time' },
    ...['x', 'y', 'z', 'u', 'v', 'w'].map((name) => ({
      ...{ name, type: 'float32' as const, unit: 'm/s^2', description: 'value' },
    })),
  ],
  metadata: {},
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is really held, not what waits to be collected. */
function heldBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}

/** The most that buffers held while so many batches were written. */
async function mostMb(folder: string, format: 'csv' | 'parquet', count: number): Promise<number> {
  let most = 0;
  const columns = TABLE.columns.map(() => new Float64Array(ROWS_PER_BATCH));
  const batches = async function* (): AsyncGenerator<TableBatch> {
    for (let batch = 0; batch < count; batch++) {
      for (let i = 0; i < ROWS_PER_BATCH; i++) {
        const row = batch * ROWS_PER_BATCH + i;
        columns.forEach((column, c) => {
          column[i] = c === 0 ? row * 10_000 : ((row * (c + 7)) % 3_001) / 300;
        });
      }
      if (batch % BATCHES_PER_LOOK === 0) most = Math.max(most, heldBytes());
      yield { n: ROWS_PER_BATCH, columns };
    }
  };
  const tables = async function* () {
    yield { table: TABLE, batches: batches() };
  };
  await writeBundle(folder, { title: 'Memory', format, about: {} }, tables());
  return most / MEGABYTE;
}

const FORMATS = ['csv', 'parquet'] as const;

test.each(FORMATS)('a bundle as %s takes no more memory for more', async (format) => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-memory-'));
  try {
    const short = await mostMb(join(folder, 'short'), format, SHORT);
    const long = await mostMb(join(folder, 'long'), format, LONG);
    expect(long - short).toBeLessThan(MOST_MORE_MB);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
