import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { OutputFile } from './output.ts';

/** A device that is full, where the system has one. */
const FULL = '/dev/full';

test.skipIf(!existsSync(FULL))('a disk that is full with the last writes is told at the end', async () => {
  const file = await OutputFile.create(FULL, true);
  file.write('the last row\n');
  // The refusal comes after the write and before the end.
  while (!refused(file)) await setTimeout(1);
  await expect(file.close()).rejects.toMatchObject({ code: 'ENOSPC' });
});

function refused(file: OutputFile): boolean {
  try {
    file.write('');
    return false;
  } catch {
    return true;
  }
}
