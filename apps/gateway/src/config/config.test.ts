import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Config, type ConfigSources, loadConfig, SETTINGS } from './config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (sources: Partial<ConfigSources> = {}): Config =>
  loadConfig({ flags: {}, env: {}, platform: 'linux', folder, ...sources });
const write = (settings: unknown): void =>
  writeFileSync(join(folder, 'plumbline.json'), JSON.stringify(settings));

test("a flag wins over the environment, that over the folder's file, that over the user's, that over the default", () => {
  const path = join(folder, 'plumbline.json');
  expect(load().rateHz).toEqual({ value: null, from: 'default' });
  const own = join(folder, 'home', 'plumbline', 'plumbline.json');
  mkdirSync(dirname(own), { recursive: true });
  writeFileSync(own, JSON.stringify({ rateHz: 10, name: 'mine' }));
  const home = { XDG_CONFIG_HOME: join(folder, 'home') };
  expect(load({ env: home }).rateHz).toEqual({ value: 10, from: own });
  write({ rateHz: 20 });
  expect(load({ env: home })).toMatchObject({
    rateHz: { value: 20, from: path },
    name: { value: 'mine', from: own },
  });
  expect(load().rateHz).toEqual({ value: 20, from: path });
  const env = { PLUMBLINE_RATE_HZ: '50' };
  expect(load({ env }).rateHz).toEqual({ value: 50, from: 'PLUMBLINE_RATE_HZ' });
  expect(load({ env, flags: { rateHz: '100' } }).rateHz).toEqual({ value: 100, from: '--rate-hz' });
});

test('the radio is the one of the system', () => {
  const radios = (['linux', 'darwin', 'win32'] as const).map((platform) => load({ platform }).ble.value);
  expect(radios).toEqual(['dbus', 'mac', 'win']);
});

test('an unusable value is told with its source, its name and its meaning', () => {
  expect(() => load({ env: { PLUMBLINE_RATE_HZ: 'fast' } })).toThrow(
    /^PLUMBLINE_RATE_HZ: rateHz = "fast" cannot be used/,
  );
  expect(() => load({ env: { PLUMBLINE_AXES: 'up,up,left' } })).toThrow(
    /axes = "up,up,left".*use one body axis twice/,
  );
  expect(() => load({ env: { PLUMBLINE_PLAYBACK: '{"speed":0}' } })).toThrow(/playback/);
  write({ ratehz: 20 });
  expect(() => load()).toThrow(/"ratehz" is unknown. It may set: ble, api/);
});

test('folders are meant from where the person stands', () => {
  expect(load({ flags: { dataDir: 'mine' } }).dataDir.value).toBe(join(folder, 'mine'));
});

test('the README says of every setting what it means', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const told = rows.map((row) => row.split('|')[1]!).join();
  expect(Object.values(SETTINGS).filter(({ env }) => !told.includes(`\`${env}\``))).toEqual([]);
});
