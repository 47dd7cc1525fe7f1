import { resolve } from 'node:path';

/** Folder that relative paths mean: where the person stands, not where a package manager runs the script. */
export function workingFolder(env: NodeJS.ProcessEnv): string {
  return env.INIT_CWD || process.cwd();
}

export function resolvePath(path: string, env: NodeJS.ProcessEnv): string {
  return resolve(workingFolder(env), path);
}
