import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RecordingError } from '../csv/recording-error.ts';

const unzip = promisify(gunzip);

/** The entries of `manifest.json` under a key, each looked at by `check`. */
export async function readEntries<T>(
  folder: string,
  key: string,
  check: (entry: Partial<T>) => (keyof T & string) | null,
): Promise<T[]> {
  const file = join(folder, 'manifest.json');
  const entries = (parse(file, await readFile(file, 'utf8')) as Record<string, unknown> | null)?.[key];
  if (!Array.isArray(entries)) throw fault(file, key, entries, 'is not a list', `list the ${key}`);
  return entries.map((entry: Partial<T> | null, i) => {
    const missing = check(entry ?? {});
    if (missing === null) return entry as T;
    const field = `${key}[${i}].${missing}`;
    throw fault(file, field, entry?.[missing], 'is missing or of another kind', 'correct the manifest');
  });
}

/** A `.gz` file's content; what cannot be read or unzipped is named. */
export async function readZipped(folder: string, name: string): Promise<Buffer> {
  const file = join(folder, name);
  try {
    return await unzip(await readFile(file));
  } catch (cause) {
    throw fault(file, 'content', (cause as Error).message, 'cannot be read', 'fetch the file again');
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fault(file, 'content', (cause as Error).message, 'is not JSON', 'correct the manifest');
  }
}

export function fault(
  file: string,
  field: string,
  value: unknown,
  problem: string,
  remedy: string,
): RecordingError {
  return new RecordingError({ line: 0, field: `${file}: ${field}`, value: String(value), problem, remedy });
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

/** A list of rows of so many numbers each. */
export function isRows(value: unknown, width: number): boolean {
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === width && row.every((cell) => Number.isFinite(cell));
  return Array.isArray(value) && value.every(isRow);
}
