import { createHash } from 'node:crypto';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetBytes } from '../parquet/parquet-table.ts';
import { csvBytes } from './csv-table.ts';
import type { BundleFacts, BundleFile, BundleFormat, Manifest } from './manifest.ts';
import { readmeText } from './readme.ts';
import type { Table, TableBatch } from './table.ts';

export interface BundleTable {
  readonly table: Table;
  readonly batches: AsyncIterable<TableBatch>;
}

const PRIVATE = 0o700;
const BYTES = { csv: csvBytes, parquet: parquetBytes } as const;

/**
 * A folder of one file a table, with data dictionary, README and a manifest of SHA-256 sums. In constant memory; the
 * same rows give the same bytes. `stop` ends it with an AbortError.
 */
export async function writeBundle(
  folder: string,
  facts: BundleFacts,
  tables: AsyncIterable<BundleTable>,
  stop?: AbortSignal,
): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: PRIVATE });
  const files: BundleFile[] = [];
  const dictionary: Table[] = [];
  for await (const { table, batches } of tables) {
    files.push(await writeTable(folder, facts.format, table, batches, stop));
    dictionary.push(table);
  }
  files.push(await writeText(folder, 'data-dictionary.json', json(dictionary)));
  files.push(await writeText(folder, 'README.md', readmeText(facts, files, dictionary)));
  const manifest = { ...facts, files };
  await writeText(folder, 'manifest.json', json(manifest));
  return manifest;
}

async function writeTable(
  folder: string,
  format: BundleFormat,
  table: Table,
  batches: AsyncIterable<TableBatch>,
  stop?: AbortSignal,
): Promise<BundleFile> {
  const name = `${table.name}.${format}`;
  let [rows, bytes] = [0, 0];
  const counted = async function* (): AsyncGenerator<TableBatch, void, void> {
    for await (const batch of batches) {
      rows += batch.n;
      yield batch;
    }
  };
  const hash = createHash('sha256');
  await using file = await open(join(folder, name), 'w');
  for await (const piece of BYTES[format](table, counted())) {
    stop?.throwIfAborted();
    hash.update(piece);
    bytes += piece.length;
    await file.write(piece);
  }
  return { name, bytes, sha256: hash.digest('hex'), rows };
}

async function writeText(folder: string, name: string, text: string): Promise<BundleFile> {
  await writeFile(join(folder, name), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { name, bytes: Buffer.byteLength(text), sha256, rows: null };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
