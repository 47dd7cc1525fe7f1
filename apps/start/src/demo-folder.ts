import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure } from './failure.ts';
import { lockFolder } from './folder-lock.ts';

/** Lies in a folder whose data are made up; no other folder is ever deleted. */
const MARK = 'everything-here-is-made-up.txt';
const WORDS = `A demonstration of Plumbline lies here: nobody in it is real.
Delete it with: npx --yes pnpm@12.21.0 start --demo-remove
`;

export async function markDemo(folder: string): Promise<void> {
  await writeFile(join(folder, MARK), WORDS);
}

/** Returns what to tell. Throws {@link StartFailure} for a folder that is in use or is no demonstration. */
export async function removeDemo(folder: string): Promise<string> {
  if (!(await exists(folder))) return `There is no demonstration in ${folder}.`;
  if (!(await exists(join(folder, MARK)))) {
    throw new StartFailure(`${folder} holds no demonstration.`, 'Nothing was deleted.');
  }
  await lockFolder(folder);
  await rm(folder, { recursive: true });
  return `The demonstration in ${folder} is deleted.`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
