import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';

/** A file that text is appended to; `.gz` is compressed. */
export class OutputFile {
  readonly #file: WriteStream;
  readonly #head: WriteStream | Gzip;
  #failure: Error | null = null;

  /** Fails with the system's error when the file exists or cannot be made. */
  static async create(path: string, overwrite: boolean): Promise<OutputFile> {
    const file = createWriteStream(path, { flags: overwrite ? 'w' : 'wx' });
    await new Promise<void>((done, failed) => {
      file.once('open', () => done());
      file.once('error', failed);
    });
    return new OutputFile(file, path.endsWith('.gz'));
  }

  private constructor(file: WriteStream, compress: boolean) {
    this.#file = file;
    this.#head = file;
    const failed = (error: Error): void => {
      this.#failure = error;
    };
    file.on('error', failed);
    if (!compress) return;
    const gzip = createGzip();
    gzip.on('error', failed);
    gzip.pipe(file);
    this.#head = gzip;
  }

  /** Throws what went wrong with an earlier write, such as a full disk. */
  write(text: string): void {
    if (this.#failure !== null) throw this.#failure;
    this.#head.write(text);
  }

  /** Fails with what the last writes failed with. */
  async close(): Promise<void> {
    this.#head.end();
    if (this.#failure !== null) throw this.#failure;
    await finished(this.#file);
  }
}
