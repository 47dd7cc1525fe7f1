import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reject } from '@plumbline/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Quarantine } from './quarantine.ts';

const REJECT: Reject = {
  ...{ type: 'reject', streamId: crypto.randomUUID(), sequence: 3 },
  ...{ field: 'tUs', value: '-1', remedy: 'Set the clock.' },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-quarantine-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a record that was refused is kept line by line, for its owner alone', () => {
  const quarantine = new Quarantine(join(folder, 'own'));
  quarantine.keep(REJECT, Uint8Array.of(1, 2, 3));
  quarantine.keep(REJECT, undefined);
  const lines = readFileSync(quarantine.path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).frame)).toEqual(['AQID', null]);
  if (process.platform === 'win32') return;
  expect(statSync(quarantine.path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700);
});

test('where it cannot be kept it is counted, and the upload goes on', () => {
  writeFileSync(join(folder, 'file'), '');
  const quarantine = new Quarantine(join(folder, 'file'));
  quarantine.keep(REJECT, Uint8Array.of(1));
  expect(quarantine.count).toBe(1);
});
