import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { ModelTables } from '@plumbline/core/validation';

/** Person to the trees trained without that person; whoever is not in it was never trained on. */
export type LeftOutModels = Readonly<Record<string, ModelTables>>;

/** Beside core's training scripts in the repository; not part of what a wearer installs. */
const FILE = new URL('../training/left-out-models.json.gz', import.meta.resolve('@plumbline/core'));

/** Null where the repository's training folder is not at hand: then nobody knows who was trained on. */
export async function readLeftOutModels(file: URL = FILE): Promise<LeftOutModels | null> {
  try {
    const text = (await promisify(gunzip)(await readFile(file))).toString('utf8');
    return JSON.parse(text) as LeftOutModels;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
