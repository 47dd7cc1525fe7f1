/**
 * `pnpm build && node packages/formats/bench/duckdb.ts [folder]`: whether DuckDB reads what we write. Of every Parquet file of
 * an export (`plumbline export --out folder`; one made here without it) it compares rows and the sum of each column of
 * numbers with what hyparquet reads, prints one line of JSON a file, and ends with status 1 where they differ. DuckDB is
 * 70 MB of native code: it is fetched into a scratch folder and is no part of the workspace.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { type Table, writeBundle } from '../dist/index.js';

const DUCKDB = '@duckdb/node-api@1.5.6-r.1';
const ROWS = 1_000_000;
const BATCH = 1_000;
const START_US = 1_795_000_000_000_000;
/** Doubles are added in another order. */
const TOLERANCE = 1e-9;
const NUMBERS = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];

interface Connection {
  runAndReadAll(sql: string): Promise<{ getRowsJS(): unknown[][] }>;
  closeSync(): void;
}

async function duckdb(scratch: string): Promise<Connection> {
  await promisify(execFile)('npm', ['install', '--prefix', scratch, '--no-save', '--silent', DUCKDB]);
  const { DuckDBInstance } = createRequire(join(scratch, 'here.js'))('@duckdb/node-api');
  return (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
}

const TABLE: Table = {
  name: 'samples',
  description: 'Made up.',
  columns: [
    { name: 't_us', type: 'int64', unit: 'us', description: 'time' },
    { name: 'time', type: 'timestamp', unit: 'us', description: 'time' },
    { name: 'acc_x', type: 'float32', unit: 'm/s^2', description: 'few values' },
    { name: 'acc_y', type: 'float32', unit: 'm/s^2', description: 'many values' },
  ],
  metadata: {},
};

async function madeUp(folder: string): Promise<void> {
  const batches = async function* () {
    for (let from = 0; from < ROWS; from += BATCH) {
      const tUs = Float64Array.from({ length: BATCH }, (_, i) => START_US + (from + i) * 9_999 + (i % 3));
      const few = tUs.map((_, i) => (((from + i) * 7919) % 4_001) / 417);
      const many = tUs.map((_, i) => Math.sin(from + i) * 9.80665);
      yield { n: BATCH, columns: [tUs, tUs, few, many] };
    }
  };
  const tables = async function* () {
    yield { table: TABLE, batches: batches() };
  };
  await writeBundle(folder, { title: 'Check', format: 'parquet', about: {} }, tables());
}

type Sums = Readonly<Record<string, number>>;

async function ours(path: string): Promise<{ rows: number; sums: Sums }> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const elements = parquetSchema(metadata).children.map(({ element }) => element);
  const columns = elements
    .filter(({ type, logical_type }) => NUMBERS.includes(type!) && !logical_type)
    .map(({ name }) => name);
  const sums = Object.fromEntries(columns.map((name) => [name, 0]));
  for (let rowStart = 0; rowStart < Number(metadata.num_rows); rowStart += ROWS) {
    const rows = await parquetReadObjects({ file, columns, rowStart, rowEnd: rowStart + ROWS });
    for (const row of rows) for (const name of columns) sums[name]! += Number(row[name] ?? 0);
  }
  return { rows: Number(metadata.num_rows), sums };
}

async function theirs(
  connection: Connection,
  path: string,
  names: readonly string[],
): Promise<{ rows: number; sums: Sums }> {
  const wanted = ['count(*)::double', ...names.map((name) => `coalesce(sum("${name}"::double), 0)`)];
  const result = await connection.runAndReadAll(`select ${wanted.join(', ')} from read_parquet('${path}')`);
  const [rows, ...sums] = result.getRowsJS()[0] as number[];
  return { rows: rows!, sums: Object.fromEntries(names.map((name, i) => [name, sums[i]!])) };
}

const scratch = await mkdtemp(join(tmpdir(), 'plumbline-duckdb-'));
try {
  const folder = process.argv[2] ?? join(scratch, 'export');
  if (process.argv[2] === undefined) await madeUp(folder);
  const connection = await duckdb(scratch);
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.parquet')).sort()) {
    const path = join(folder, name);
    const expected = await ours(path);
    const found = await theirs(connection, path, Object.keys(expected.sums));
    const isClose = (a: number, b: number): boolean =>
      Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
    const same =
      expected.rows === found.rows &&
      Object.keys(expected.sums).every((column) => isClose(expected.sums[column]!, found.sums[column]!));
    console.log(JSON.stringify({ name, same, rows: found.rows, sums: found.sums }));
    if (!same) process.exitCode = 1;
  }
  connection.closeSync();
} finally {
  await rm(scratch, { recursive: true, force: true });
}
