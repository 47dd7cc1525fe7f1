import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure } from './failure.ts';

/** One start per data folder: two would measure the same sensor twice. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'start.pid');
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new StartFailure(
      `Plumbline already runs on ${folder} (process ${holder}).`,
      'Stop it with Ctrl-C there, or choose another folder with --data-dir <folder>.',
    );
  }
  await writeFile(path, String(process.pid));
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
