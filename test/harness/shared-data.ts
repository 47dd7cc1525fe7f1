import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../structure/imports.ts';

const SHARED = join(ROOT, '..', 'shared');

/** Real recordings lie beside the repository, never in it. */
export function sharedFile(...parts: string[]): string {
  return join(SHARED, ...parts);
}

/** Why a recording cannot be used, or null. CI has them: there a missing one fails. */
export function whyNoFile(path: string): string | null {
  if (existsSync(path)) return null;
  const reason = `no recording at ${path}`;
  if (process.env.CI) throw new Error(reason);
  return reason;
}
