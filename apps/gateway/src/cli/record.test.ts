import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-record-'));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (words: string): Promise<CapturedRun> =>
  runCaptured(words.split(' '), new CapturedIo({ INIT_CWD: folder, PLUMBLINE_BLE: 'net:/nowhere' }));

describe('a recording that is refused leaves nothing that the next try would stumble over', () => {
  test.each([
    ['its raw file exists', 'old.plraw', /^old\.plraw exists: choose another name, or add --overwrite\n$/],
    ['its raw file has no folder', 'none/new.plraw', /^none\/new\.plraw cannot be written \(ENOENT\)/],
  ])('because %s', async (_, raw, words) => {
    await writeFile(join(folder, 'old.plraw'), 'kept');
    const { code, err } = await run(`record walk.csv --raw ${raw}`);
    expect([code, err]).toEqual([2, expect.stringMatching(words)]);
    expect(await readdir(folder)).toEqual(['old.plraw']);
    expect(await readFile(join(folder, 'old.plraw'), 'utf8')).toBe('kept');
  });

  test.each(['record walk.csv --raw ./walk.csv', 'record walk.csv --raw here/walk.csv --overwrite'])(
    'because both files are one: %s',
    async (words) => {
      await symlink('.', join(folder, 'here'));
      const { code, err } = await run(words);
      expect([code, err]).toEqual([
        2,
        expect.stringMatching(/^--raw '.*' is the recording too: give it another name\n$/),
      ]);
      expect(await readdir(folder)).toEqual(['here']);
    },
  );
});
