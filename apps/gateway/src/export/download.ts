import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Export } from '@plumbline/contract';
import { CommandFailure, EXIT } from '../cli/exit-codes.ts';
import type { ApiClient } from '../rest/api-client.ts';
import { sleep } from '../time/sleep.ts';

export type ExportedFile = Export['files'][number];

const PART = '.part';
/** A connection that breaks off is taken up again this often, each time after a longer wait. */
const TRIES = 6;
const FIRST_WAIT_MS = 500;
/** What a server may call a file: never a path. */
const NAME = /^[\w-][\w.-]*$/;

export interface DownloadOptions {
  readonly client: ApiClient;
  readonly exportId: string;
  readonly folder: string;
  readonly stop: AbortSignal;
  /** So many bytes more are there. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Fetches one file of an export, from where an earlier try broke off, and checks its SHA-256. A file that is there and
 * right stays as it is.
 */
export async function download(file: ExportedFile, options: DownloadOptions): Promise<void> {
  if (!NAME.test(file.name))
    throw new CommandFailure(EXIT.validation, `the API named a file '${file.name}': it is not fetched`);
  const path = join(options.folder, file.name);
  if ((await sizeOf(path)) === file.bytes && (await sha256Of(path)) === file.sha256) {
    options.onBytes(file.bytes);
    return;
  }
  const part = `${path}${PART}`;
  await fetchWhole(file, part, options);
  if ((await sha256Of(part)) !== file.sha256) {
    await rm(part);
    throw new CommandFailure(
      EXIT.validation,
      `${file.name} is not what the API announced: run the same command again`,
    );
  }
  await rename(part, path);
}

async function fetchWhole(file: ExportedFile, part: string, options: DownloadOptions): Promise<void> {
  let have = Math.min(await sizeOf(part), file.bytes);
  options.onBytes(have);
  for (let attempt = 1; have < file.bytes; attempt++) {
    const before = have;
    try {
      await fetchRest(file, part, have, options);
    } catch (error) {
      if (options.stop.aborted || (error instanceof CommandFailure && error.exitCode !== EXIT.failure))
        throw error;
      if (attempt === TRIES) throw error;
    }
    have = await sizeOf(part);
    options.onBytes(have - before);
    if (have < file.bytes) await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), options.stop);
    options.stop.throwIfAborted();
  }
}

async function fetchRest(
  { name, sha256 }: ExportedFile,
  part: string,
  from: number,
  { client, exportId, stop }: DownloadOptions,
): Promise<void> {
  const headers = { range: `bytes=${from}-`, 'if-range': `"${sha256}"` };
  const response = await client.fetch(`/v1/exports/${exportId}/files/${name}`, { headers, signal: stop });
  // Without a range the API begins anew.
  const flags = response.status === 206 ? 'a' : 'w';
  await pipeline(Readable.fromWeb(response.body!), createWriteStream(part, { flags }), { signal: stop });
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
