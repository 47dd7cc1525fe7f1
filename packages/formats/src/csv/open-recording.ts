import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Recording, readRecording } from './read-recording.ts';
import { PlaceError, RecordingError } from './recording-error.ts';
import type { Leniency } from './recording-parser.ts';

export interface OpenedRecording extends Recording {
  /** Size of the file in bytes, and how many of them have been read: for progress. */
  readonly sizeBytes: number;
  readonly readBytes: () => number;
}

const GZIP_MAGIC = [0x1f, 0x8b];
const CHUNK_BYTES = 1 << 18;

/** What a recording holds, uncompressed. */
export interface RecordingBytes {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly sizeBytes: number;
  readonly readBytes: () => number;
}

/** Plain or gzip-compressed (told by its first bytes, not by its name). */
export async function openRecordingBytes(path: string): Promise<RecordingBytes> {
  const sizeBytes = await sizeOf(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bytes = (await isGzip(path)) ? gunzip(file, path) : file;
  return { bytes, sizeBytes, readBytes: () => file.bytesRead };
}

/** Opens a recording CSV; `leniency` as in readRecording. */
export async function openRecording(
  path: string,
  leniency: Leniency | null = null,
): Promise<OpenedRecording> {
  const { bytes, sizeBytes, readBytes } = await openRecordingBytes(path);
  return { ...(await readRecording(bytes, leniency)), sizeBytes, readBytes };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (cause) {
    throw cannotBeOpened(path, cause as NodeJS.ErrnoException);
  }
  const remedy = 'name a .csv or .csv.gz recording';
  throw new PlaceError({ line: 0, field: 'file', value: path, problem: 'is not a file', remedy });
}

function cannotBeOpened(path: string, cause: NodeJS.ErrnoException): PlaceError {
  const problem = `cannot be opened (${cause.code})`;
  const remedy = 'check the path and its permissions';
  return new PlaceError({ line: 0, field: 'file', value: path, problem, remedy, cause });
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cannotBeOpened(path, cause);
  });
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === GZIP_MAGIC[0] && buffer[1] === GZIP_MAGIC[1];
  } finally {
    await handle.close();
  }
}

async function* gunzip(file: Readable, path: string): AsyncGenerator<Uint8Array, void, void> {
  const unzipped = file.pipe(createGunzip({ chunkSize: CHUNK_BYTES }));
  file.once('error', (cause) => unzipped.destroy(cause));
  try {
    yield* unzipped as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    throw fileError(
      path,
      `is not a whole gzip file (${cause.message})`,
      'copy the file again, or save what can be read of it with gzip -dc',
    );
  } finally {
    file.destroy();
    unzipped.destroy();
  }
}

function isZlibError(cause: unknown): cause is Error {
  return cause instanceof Error && String((cause as NodeJS.ErrnoException).code).startsWith('Z_');
}

function fileError(value: string, problem: string, remedy: string): RecordingError {
  return new RecordingError({ line: 0, field: 'file', value, problem, remedy });
}
