import { createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { makeFolder } from '@plumbline/formats';
import { API_CONFIG, type ApiConfig } from '../process/config.ts';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const PART = '.part';
/** A file that nobody knows may be on its way into the queue. */
const LEFT_AFTER_MS = 60_000;
/** An upload that still goes on grows. */
const PART_LEFT_AFTER_MS = 3_600_000;

/** Recordings that were sent and are not taken in yet, whole, by the id of their import. */
@Injectable()
export class Uploads {
  readonly #folder: string;

  constructor(@Inject(API_CONFIG) { exportDir }: ApiConfig) {
    this.#folder = join(exportDir, 'imports');
  }

  pathOf(id: string): string {
    return join(this.#folder, id);
  }

  /** Resolves when all of it is on the disk; when it breaks off nothing is left. */
  async keep(id: string, source: Readable): Promise<void> {
    makeFolder(this.#folder, PRIVATE_FOLDER);
    const part = `${this.pathOf(id)}${PART}`;
    try {
      await pipeline(source, createWriteStream(part, { mode: PRIVATE_FILE, flush: true }));
      await rename(part, this.pathOf(id));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  /** Files of orders that are gone, deleted with their wearer or finished, go too. */
  async tidy(wanted: ReadonlySet<string>): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      if (wanted.has(name)) continue;
      const left = name.endsWith(PART) ? PART_LEFT_AFTER_MS : LEFT_AFTER_MS;
      const found = await stat(join(this.#folder, name)).catch(() => null);
      if (found !== null && Date.now() - found.mtimeMs > left)
        await rm(join(this.#folder, name), { force: true });
    }
  }
}
