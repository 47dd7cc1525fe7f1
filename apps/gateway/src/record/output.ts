import { createWriteStream, statSync, truncateSync, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';

/**
 * A file that text is appended to; `.gz` is compressed. As long as nothing is written an earlier file of that name stays
 * as it is, and one that had to be made is gone again when it is closed.
 */
export class OutputFile {
  readonly #path: string;
  readonly #isNew: boolean;
  readonly #file: WriteStream;
  readonly #head: WriteStream | Gzip;
  #written = false;
  #failure: Error | null = null;

  /** Fails with the system's error when the file exists or cannot be made. */
  static async create(path: string, overwrite: boolean): Promise<OutputFile> {
    try {
      return new OutputFile(path, await opened(path, 'wx'), true);
    } catch (error) {
      if (!overwrite || (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return new OutputFile(path, await opened(path, 'r+'), false);
    }
  }

  private constructor(path: string, file: WriteStream, isNew: boolean) {
    this.#path = path;
    this.#isNew = isNew;
    this.#file = file;
    this.#head = file;
    const failed = (error: Error): void => {
      this.#failure = error;
    };
    file.on('error', failed);
    if (!path.endsWith('.gz')) return;
    const gzip = createGzip();
    gzip.on('error', failed);
    gzip.pipe(file);
    this.#head = gzip;
  }

  /** Throws what went wrong with an earlier write, such as a full disk. */
  write(text: string): void {
    if (this.#failure !== null) throw this.#failure;
    if (!this.#written) this.#begin();
    this.#head.write(text);
  }

  /** Fails with what the last writes failed with. */
  async close(): Promise<void> {
    if (!this.#written) return this.#leave();
    this.#head.end();
    if (this.#failure !== null) throw this.#failure;
    await finished(this.#file);
  }

  #begin(): void {
    this.#written = true;
    if (!this.#isNew && statSync(this.#path).isFile()) truncateSync(this.#path);
  }

  async #leave(): Promise<void> {
    this.#head.destroy();
    this.#file.destroy();
    if (this.#isNew) await rm(this.#path, { force: true });
  }
}

async function opened(path: string, flags: 'wx' | 'r+'): Promise<WriteStream> {
  const file = createWriteStream(path, { flags });
  await new Promise<void>((done, failed) => {
    file.once('open', () => done());
    file.once('error', failed);
  });
  return file;
}
