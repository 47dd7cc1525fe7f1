import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markDemo, removeDemo } from './demo-folder.ts';
import { parseOptions } from './options.ts';

describe('start is a demonstration', () => {
  const demo = (argv: readonly string[], env: NodeJS.ProcessEnv = {}): boolean =>
    parseOptions(argv, env).demo;

  test('when neither a sensor nor a recording nor a database is named', () => {
    expect(demo([])).toBe(true);
    expect(demo(['--recording', 'walk.csv'])).toBe(false);
    expect(demo(['--ble', 'dbus'])).toBe(false);
    expect(demo([], { DATABASE_URL: 'postgres://me@here/x' })).toBe(false);
    expect(demo(['--no-demo'])).toBe(false);
    expect(demo(['--demo'], { DATABASE_URL: 'postgres://me@here/x' })).toBe(true);
  });

  test('in a folder of its own', () => {
    expect(parseOptions([], {}).dataDir).toBe(resolve('.plumbline/demo'));
    expect(parseOptions(['--demo-remove'], {}).dataDir).toBe(resolve('.plumbline/demo'));
    expect(parseOptions(['--no-demo'], {}).dataDir).toBe(resolve('.plumbline'));
    expect(parseOptions(['--data-dir', '/x'], {}).dataDir).toBe('/x');
  });
});

describe('deleting a demonstration', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-demo-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('deletes its folder', async () => {
    await markDemo(folder);
    expect(await removeDemo(folder)).toContain('is deleted');
    expect(await removeDemo(folder)).toContain('There is no demonstration');
  });

  test('never deletes a folder with anything else', async () => {
    await writeFile(join(folder, 'real'), 'data');
    await expect(removeDemo(folder)).rejects.toThrow('holds no demonstration');
    expect(await readdir(folder)).toEqual(['real']);
  });

  test('waits until nobody runs on it', async () => {
    await markDemo(folder);
    await writeFile(join(folder, 'start.pid'), String(process.ppid));
    await expect(removeDemo(folder)).rejects.toThrow('already runs');
    expect(await readdir(folder)).toHaveLength(2);
  });
});
