import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumbline-folder-'));
});
afterEach(() => rm(home, { recursive: true }));

it('makes what is missing, tells the first of it, and takes what is there', async () => {
  const path = join(home, 'a', 'b', 'c');
  expect(makeFolder(path, 0o700)).toBe(join(home, 'a'));
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect(makeFolder(path)).toBeUndefined();
});

it('fails with what the system says where something else has the name', async () => {
  await writeFile(join(home, 'file'), '');
  expect(() => makeFolder(join(home, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(home, 'file', 'b'))).toThrow('ENOTDIR');
});

it.runIf(process.platform === 'linux')('fails at once where the system has no place for folders', () => {
  expect(() => makeFolder('/proc/plumbline/results')).toThrow('ENOENT');
});
