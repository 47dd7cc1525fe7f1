import { appendFile, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TableFile } from './manifest.ts';

const LOG = '.finished';

/** Which files of a bundle are whole, so that one that broke off goes on after them. A line of JSON a file. */
export class FinishedFiles {
  readonly #folder: string;
  readonly #files = new Map<string, TableFile>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async of(folder: string): Promise<FinishedFiles> {
    const finished = new FinishedFiles(folder);
    const text = await readFile(join(folder, LOG), 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const file = parsed(line);
      if (file !== null && (await sizeOf(join(folder, file.name))) === file.bytes) {
        finished.#files.set(file.name, file);
      }
    }
    return finished;
  }

  get(name: string): TableFile | undefined {
    return this.#files.get(name);
  }

  async add(file: TableFile): Promise<void> {
    await appendFile(join(this.#folder, LOG), `${JSON.stringify(file)}\n`);
  }

  /** The bundle is whole. */
  async forget(): Promise<void> {
    await rm(join(this.#folder, LOG), { force: true });
  }
}

/** The last line may be cut off. */
function parsed(line: string): TableFile | null {
  try {
    return JSON.parse(line) as TableFile;
  } catch {
    return null;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}
