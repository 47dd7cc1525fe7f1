import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OutputFile } from './output.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-output-'));
});
afterEach(() => rm(folder, { recursive: true }));

test.each(['walk.csv', 'walk.csv.gz'])(
  '%s: nothing written leaves nothing, and what was there as it was',
  async (name) => {
    const path = join(folder, name);
    await (await OutputFile.create(path, false)).close();
    expect(existsSync(path)).toBe(false);
    await writeFile(path, 'the recording of yesterday');
    await expect(OutputFile.create(path, false)).rejects.toMatchObject({ code: 'EEXIST' });
    await (await OutputFile.create(path, true)).close();
    expect(await readFile(path, 'utf8')).toBe('the recording of yesterday');
  },
);

test('what is written replaces what was there, to its end', async () => {
  for (const name of ['walk.csv', 'walk.csv.gz']) {
    const path = join(folder, name);
    await writeFile(path, 'a recording that is much longer than the next one');
    const file = await OutputFile.create(path, true);
    file.write('short\n');
    await file.close();
    const bytes = await readFile(path);
    expect(String(name.endsWith('.gz') ? gunzipSync(bytes) : bytes)).toBe('short\n');
  }
});

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
