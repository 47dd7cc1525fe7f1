import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RecordingError } from '../csv/recording-error.ts';

const unzip = promisify(gunzip);

/** Told of a recording that is not as its folder says; it costs only itself. */
export type OnFault = (fault: RecordingError) => void;

/** The entries of `manifest.json` under a key that `check` finds nothing missing in. */
export async function readEntries<T>(
  folder: string,
  key: string,
  check: (entry: Partial<T>) => (keyof T & string) | null,
  onFault: OnFault,
): Promise<T[]> {
  const file = join(folder, 'manifest.json');
  const entries = (parse(file, await textOf(file)) as Record<string, unknown> | null)?.[key];
  if (!Array.isArray(entries)) throw fault(file, key, entries, 'is not a list', `list the ${key}`);
  return entries.filter((entry: Partial<T> | null, i): entry is T => {
    const missing = check(entry ?? {});
    if (missing === null) return true;
    const field = `${key}[${i}].${missing}`;
    onFault(fault(file, field, entry?.[missing], 'is missing or of another kind', 'correct the manifest'));
    return false;
  });
}

/** What `read` gives, or null when that is told to be faulty. */
export async function unlessFaulty<T>(onFault: OnFault, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof RecordingError)) throw cause;
    onFault(cause);
    return null;
  }
}

/** A `.gz` file's content. A manifest may state a digest: of the file, or of its content. */
export async function readZipped(folder: string, name: string, sha256?: string): Promise<Buffer> {
  const file = join(folder, name);
  try {
    const zipped = await readFile(file);
    const content = await unzip(zipped);
    if (sha256 !== undefined) checkDigest(file, [zipped, content], sha256);
    return content;
  } catch (cause) {
    if (cause instanceof RecordingError) throw cause;
    throw fault(file, 'content', (cause as Error).message, 'cannot be read', 'fetch the file again');
  }
}

function checkDigest(file: string, parts: readonly Buffer[], stated: string): void {
  const digests = parts.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
  if (digests.includes(stated)) return;
  throw fault(file, 'sha256', digests[0], 'is not what the manifest states', 'fetch the file again');
}

/** What `read` makes of a file's content; a fault when that is not what the manifest states. */
export function asStated<T>(file: string, content: Uint8Array, stated: string, read: () => T): T {
  try {
    return read();
  } catch {
    const problem = `do not fit ${stated} of the manifest`;
    throw fault(file, 'content', `${content.length} bytes`, problem, 'fetch the data again');
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw fault(
      file,
      'content',
      (cause as Error).message,
      'cannot be read',
      'fetch the manifest of the data',
    );
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
