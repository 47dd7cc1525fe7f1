import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CapturedIo, runCaptured } from '../testing/captured-run.ts';
import { EXIT, placeCode } from './exit-codes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-exit-'));
  await writeFile(join(folder, 'still.csv'), 't_us,acc_x,acc_y,acc_z\n0,9.8,0,0\n20000,9.8,0,0\n');
  await writeFile(join(folder, 'other.csv'), 'x,y\n1,2\n');
  await mkdir(join(folder, 'data', 'orientation'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Words of a command line; paths are those of the folder. */
async function expectStatus(words: string, status: number): Promise<void> {
  const io = new CapturedIo({
    INIT_CWD: folder,
    PLUMBLINE_TOKEN: 'x',
    PLUMBLINE_DATA_DIR: join(folder, 'own'),
  });
  const { code, out, err } = await runCaptured(words.split(' '), io);
  expect([code, out], err).toEqual([status, '']);
  expect(err.trim().split('\n'), err).toHaveLength(1);
  expect(err).toMatch(/[:.] \S/);
}

describe('one fault has one status in every verb, and one line with what to do', () => {
  const toRead = (name: string): string[] => [
    `analyse ${name} --out out`,
    `analyse still.csv --out out --thigh ${name}`,
    `analyse still.csv --out out --calibration ${name}`,
    `analyse --compare ${name} ${name}`,
    `bends ${name}`,
    `replay ${name}`,
    `import ${name}`,
    `import still.csv --token-file ${name}`,
  ];

  test.each(toRead('none.csv'))('what is named is not there: %s', (words) => expectStatus(words, EXIT.usage));

  test.each(toRead('data').filter((words) => !words.includes('--compare')))(
    'what is named is a folder: %s',
    (words) => expectStatus(words, EXIT.usage),
  );

  test.each([
    'analyse other.csv --out out',
    'analyse still.csv --out out --thigh other.csv',
    'analyse still.csv --out out --calibration other.csv',
    'bends other.csv',
    'replay other.csv',
  ])('what is named holds something else: %s', (words) => expectStatus(words, EXIT.validation));

  test.each([
    'analyse still.csv --out still.csv/out',
    'analyse still.csv --out still.csv',
    'export --out still.csv/out',
    'validate --data data --out still.csv/out',
    'record nowhere/walk.csv',
    'record still.csv',
    'run --data-dir still.csv/own',
  ])('what is to be written cannot be there: %s', (words) => expectStatus(words, EXIT.usage));

  test
    .runIf(process.platform === 'linux')
    .each([
      'analyse still.csv --out /proc/plumbline/out',
      'validate --data data --out /proc/plumbline/out',
      'run --data-dir /proc/plumbline/own',
    ])('the system has no place for folders there: %s', (words) => expectStatus(words, EXIT.usage));

  test.each(['scan', 'pair', 'stream', 'record walk.csv'])('a radio that does not exist: %s', (verb) =>
    expectStatus(`${verb} --ble bogus`, EXIT.usage),
  );

  test('a radio that does not exist: doctor, which goes on with its other checks', async () => {
    const io = new CapturedIo({ INIT_CWD: folder, PLUMBLINE_DATA_DIR: join(folder, 'checked') });
    const { code, out, err } = await runCaptured(['doctor', '--ble', 'bogus', '--json'], io);
    expect([code, err], out).toEqual([EXIT.usage, '']);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ check: 'radio', level: 'fail', fix: expect.stringContaining('dbus, hci') }),
    );
  });

  test('what the system refuses is a permission, a full disk a failure', () => {
    const said = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'open' });
    expect([said('EACCES'), said('ENOSPC'), said('ENOENT'), undefined].map(placeCode)).toEqual([
      EXIT.permission,
      EXIT.failure,
      EXIT.usage,
      EXIT.usage,
    ]);
  });
});
