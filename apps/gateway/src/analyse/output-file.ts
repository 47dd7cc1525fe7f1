import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ByteWriter } from '@plumbline/formats';

const FLUSH_BYTES = 1 << 18;

/** One file of an analysis: appears under its name only when it is complete. */
export class OutputFile {
  readonly rows = new ByteWriter();
  readonly #handle: FileHandle;
  readonly #path: string;

  private constructor(handle: FileHandle, path: string, header: string) {
    this.#handle = handle;
    this.#path = path;
    this.rows.text(header);
  }

  static async create(folder: string, name: string, header: string): Promise<OutputFile> {
    const path = join(folder, name);
    return new OutputFile(await open(partial(path), 'w'), path, header);
  }

  /** Writes what has gathered once it is worth a call. */
  async spill(): Promise<void> {
    if (this.rows.length >= FLUSH_BYTES) await this.#handle.writeFile(this.rows.take());
  }

  async close(): Promise<void> {
    await this.#handle.writeFile(this.rows.take());
    await this.#handle.close();
  }

  async publish(): Promise<void> {
    await rename(partial(this.#path), this.#path);
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(partial(this.#path), { force: true });
  }
}

function partial(path: string): string {
  return `${path}.partial`;
}
