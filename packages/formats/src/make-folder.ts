import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * The folder and those above it. Returns the first that was made; undefined when all were there. Step by step: where the
 * system has no place for folders, as in /proc, the recursive `mkdir` of Node.js (20 to 26) tries for ever.
 * @throws what the system says: ENOENT, EACCES, EEXIST and the like.
 */
export function makeFolder(path: string, mode?: number): string | undefined {
  const missing: string[] = [];
  for (let at = resolve(path); !isThere(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at);
  for (const folder of missing.length > 0 ? missing : [path]) makeOne(folder, mode);
  return missing[0];
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Somebody else may be faster. */
function makeOne(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}
