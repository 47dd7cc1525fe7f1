import { createHash } from 'node:crypto';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { parquetBytes } from '../parquet/parquet-table.ts';
import { csvBytes } from './csv-table.ts';
import { Dictionary } from './dictionary.ts';
import { FinishedFiles } from './finished-files.ts';
import type { BundleFacts, BundleFile, Manifest, TableFile } from './manifest.ts';
import { readmeText } from './readme.ts';
import type { Table, TableBatch } from './table.ts';

export interface BundleTable {
  readonly table: Table;
  /** Of the file, without its ending; the table's name unless it lies in several. */
  readonly file?: string;
  readonly batches: AsyncIterable<TableBatch>;
}

export interface BundleOptions {
  /** Ends it with an AbortError. */
  readonly stop?: AbortSignal;
  /** So many rows more are written, or were there already. */
  readonly onRows?: (rows: number) => void;
}

/** `files`: all of them, the manifest itself last. */
export interface WrittenBundle {
  readonly manifest: Manifest;
  readonly files: readonly BundleFile[];
}

const PRIVATE = 0o700;
const BYTES = { csv: csvBytes, parquet: parquetBytes } as const;

/**
 * A folder of tables with data dictionary, README and a manifest of SHA-256 sums. In constant memory; the same rows give
 * the same bytes. Given again for a folder where it broke off, it goes on after the last file that was whole.
 */
export async function writeBundle(
  folder: string,
  facts: BundleFacts,
  tables: AsyncIterable<BundleTable>,
  options: BundleOptions = {},
): Promise<WrittenBundle> {
  makeFolder(folder, PRIVATE);
  const finished = await FinishedFiles.of(folder);
  const dictionary = new Dictionary(facts.format);
  const files: BundleFile[] = [];
  for await (const one of tables) {
    const name = `${one.file ?? one.table.name}.${facts.format}`;
    const known = finished.get(name);
    const file = known ?? (await writeTable(folder, name, facts, one, options));
    if (known === undefined) await finished.add(file);
    else options.onRows?.(known.rows ?? 0);
    dictionary.add(one.table, file);
    files.push(file);
  }
  files.push(await writeText(folder, 'data-dictionary.json', json(dictionary.entries)));
  files.push(await writeText(folder, 'README.md', readmeText(facts, dictionary.entries)));
  const manifest = { ...facts, files: [...files] };
  files.push(await writeText(folder, 'manifest.json', json(manifest)));
  await finished.forget();
  return { manifest, files };
}

async function writeTable(
  folder: string,
  name: string,
  { format }: BundleFacts,
  { table, batches }: BundleTable,
  { stop, onRows }: BundleOptions,
): Promise<TableFile> {
  let rows = 0;
  const counted = async function* (): AsyncGenerator<TableBatch, void, void> {
    for await (const batch of batches) {
      stop?.throwIfAborted();
      rows += batch.n;
      yield batch;
      onRows?.(batch.n);
    }
  };
  await using file = await open(join(folder, name), 'w');
  const written = await writePieces(file, BYTES[format](table, counted()));
  await file.datasync();
  return { name, ...written, rows, table: table.name, metadata: table.metadata };
}

/** The next piece is made while the one before is on its way to the disk. */
async function writePieces(
  file: FileHandle,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let pending: Promise<unknown> = Promise.resolve();
  for await (const piece of pieces) {
    hash.update(piece);
    await pending;
    pending = file.writeFile(piece);
    pending.catch(() => {});
    bytes += piece.length;
  }
  await pending;
  return { bytes, sha256: hash.digest('hex') };
}

async function writeText(folder: string, name: string, text: string): Promise<BundleFile> {
  await writeFile(join(folder, name), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { name, bytes: Buffer.byteLength(text), sha256, rows: null };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
