import { rmdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeFolder, PlaceError } from '@plumbline/formats';

/**
 * The folder that `--out` names. Returns the first that had to be made; undefined when all were there.
 * @throws PlaceError naming the folder and what the system says of it.
 */
export function outputFolder(path: string): string | undefined {
  try {
    return makeFolder(path);
  } catch (cause) {
    const problem = `cannot be made (${(cause as NodeJS.ErrnoException).code})`;
    const remedy = 'name a folder, new or old, that can be written';
    throw new PlaceError({ line: 0, field: '--out', value: path, problem, remedy, cause });
  }
}

/** Takes away the folders down to `path` from the first that was made, as far as nothing is in them. */
export async function removeEmpty(path: string, firstMade: string | undefined): Promise<void> {
  if (firstMade === undefined) return;
  for (let at = resolve(path); at.length >= firstMade.length; at = dirname(at)) {
    const isKept = await rmdir(at).then(
      () => false,
      () => true,
    );
    if (isKept) return;
  }
}
