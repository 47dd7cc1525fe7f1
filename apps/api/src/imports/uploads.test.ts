import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiConfig } from '../process/config.ts';
import { Uploads } from './uploads.ts';

const HOUR_S = 3_600;

let exportDir: string;
let uploads: Uploads;

beforeEach(() => {
  exportDir = mkdtempSync(join(tmpdir(), 'plumbline-uploads-'));
  uploads = new Uploads({ exportDir } as ApiConfig);
});
afterEach(() => rmSync(exportDir, { recursive: true }));

const folder = (): string => join(exportDir, 'imports');
const left = (): string[] => readdirSync(folder()).sort();

test.skipIf(process.platform === 'win32')(
  'a recording that was sent is read by nobody else on the server',
  async () => {
    await uploads.keep('a', Readable.from(['samples']));
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(statSync(uploads.pathOf('a')).mode & 0o777).toBe(0o600);
  },
);

test('one that breaks off leaves nothing', async () => {
  const broken = new Readable({
    read() {
      this.destroy(new Error('the sender is gone'));
    },
  });
  await expect(uploads.keep('a', broken)).rejects.toThrow('the sender is gone');
  expect(left()).toEqual([]);
});

test('files that nobody wants go once they are old, those that are still being sent later', async () => {
  await uploads.keep('wanted', Readable.from(['x']));
  const ages = { old: 120, 'new': 30, 'sent.part': HOUR_S / 2, 'left.part': 2 * HOUR_S, wanted: 2 * HOUR_S };
  for (const [name, ageS] of Object.entries(ages)) {
    const path = join(folder(), name);
    if (name !== 'wanted') writeFileSync(path, 'x');
    const at = Date.now() / 1000 - ageS;
    utimesSync(path, at, at);
  }
  await uploads.tidy(new Set(['wanted']));
  expect(left()).toEqual(['new', 'sent.part', 'wanted']);
});
