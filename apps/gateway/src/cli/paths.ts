import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** Folder that relative paths mean: where the person stands, not where a package manager runs the script. */
export function workingFolder(env: NodeJS.ProcessEnv): string {
  return env.INIT_CWD || process.cwd();
}

export function resolvePath(path: string, env: NodeJS.ProcessEnv): string {
  return resolve(workingFolder(env), path);
}

/** The same for every name of a file or folder, also of one that is still to be made. */
export async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(await realOf(folder), basename(path));
  }
}
