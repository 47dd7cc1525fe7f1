import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlaceError } from '@plumbline/formats';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';
import { createProgram } from './program.ts';

/** 1 g on x, at rest. */
const RECORD = `5561${'0008'}${'0000'.repeat(8)}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ioOf = (env: NodeJS.ProcessEnv): CapturedIo =>
  new CapturedIo({ PLUMBLINE_DATA_DIR: folder, PLUMBLINE_BLE: 'net:/nowhere', ...env });

const run = (line: string, env: NodeJS.ProcessEnv = {}): Promise<CapturedRun> =>
  runCaptured(line.split(' ').filter(Boolean), ioOf(env));

describe('every verb', () => {
  const names = createProgram(ioOf({})).commands.map((command) => command.name());

  test.each(names)('%s has a help that shows an example', async (name) => {
    const { code, out } = await run(`${name} --help`);
    expect([code, /plumbline \w+/.test(out)]).toEqual([0, true]);
    if (name !== 'config') expect(out).toMatch(/Examples?:\n {2}(\S+=\S+ )?plumbline/);
  });

  test.each(names)('%s has a help that fits a terminal of 80 columns', async (name) => {
    const io = Object.assign(ioOf({}), { columns: 80 });
    const { out } = await runCaptured([name, '--help'], io);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test.each(names)('%s answers an unknown option with one line and status 2', async (name) => {
    const { code, out, err } = await run(`${name} --nonsense`);
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1]);
  });
});

describe('mistakes', () => {
  test.each([
    ['', 'Say what to do, such as: plumbline run'],
    ['scann', "unknown command 'scann' (Did you mean scan?)"],
    ['help scann', "unknown command 'scann' (Did you mean scan?)"],
    ['help nothing', "unknown command 'nothing'. See: plumbline --help"],
    [
      'run --api ftp://x',
      '--api: api = "ftp://x" cannot be reached: give an address that begins with http://',
    ],
    ['doctor --api ftp://x', 'https://, ws:// or wss://'],
    ['import x.csv --api ftp://x', 'https://, ws:// or wss://'],
    ['decode witmotion', "missing required argument 'hex'. See: plumbline decode --help"],
    ['replay scan --nothing', "unknown option '--nothing'. See: plumbline replay --help"],
    ['decode wittmotion 55', 'driver "wittmotion" is unknown: use one of'],
    ['decode witmotion 5xyz', 'hex'],
    [`decode witmotion ${RECORD} --option mode`, '--option mode: write it as key=value, such as mode=2'],
    [`decode witmotion ${RECORD} --option mode=7`, 'option mode=7 is not possible: use one of'],
    ['scan --for soon', 'Give a number from 0.1'],
    ['run --log yaml', 'Allowed choices are text, json'],
    ['replay nowhere.plraw', 'nowhere.plraw cannot be read (ENOENT): name a capture'],
  ])('plumbline %s', async (line, expected) => {
    const { code, err } = await run(line);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(expected);
    expect(code).toBe(2);
  });

  test.each(['analyse x.csv --out y', 'import x.csv'])(
    '%s without axes says which there are',
    async (line) => {
      const { code, err } = await runCaptured([...line.split(' '), '--axes', ''], ioOf({}));
      expect([code, err]).toEqual([
        2,
        expect.stringContaining('Give three directions, such as up,right,forward'),
      ]);
    },
  );

  test('with a folder that may not be read are told with status 4', async () => {
    const refused = Object.assign(new Error('EACCES: permission denied'), {
      code: 'EACCES',
      syscall: 'open',
    });
    const [problem, remedy] = ['cannot be opened (EACCES)', 'check the path and its permissions'];
    const what = { line: 0, field: 'file', value: 'day.csv', problem, remedy, cause: refused };
    for (const [error, told] of [
      [refused, 'EACCES: permission denied: check the path, its permissions'],
      [new PlaceError(what), "file 'day.csv' cannot be opened (EACCES): check the path"],
    ] as const) {
      const io = Object.assign(ioOf({}), {
        out: () => {
          throw error;
        },
      });
      const err = expect.stringContaining(told);
      expect(await runCaptured(['drivers'], io)).toMatchObject({ code: 4, err });
    }
  });

  test('in the environment are told with the name of the variable', async () => {
    const { code, err } = await run('config explain', { PLUMBLINE_RATE_HZ: 'fast' });
    expect([code, err]).toEqual([2, expect.stringContaining('PLUMBLINE_RATE_HZ: rateHz = "fast"')]);
  });

  test('a gateway that does not run is told with the command that starts it', async () => {
    expect(await run('status')).toMatchObject({
      code: 1,
      err: expect.stringContaining('start it with plumbline run'),
    });
  });
});

describe('data', () => {
  test('help about a verb is its help', async () => {
    expect(await run('help scan')).toEqual(await run('scan --help'));
  });

  test('decode prints the records and samples as JSON', async () => {
    const { code, out } = await run(`decode witmotion ${RECORD}`);
    const { driver, records, samples } = JSON.parse(out);
    expect([code, driver, records[0].acc_g]).toEqual([0, 'witmotion', [1, 0, 0]]);
    expect(samples[0].acc_mps2[0]).toBeCloseTo(9.80665, 6);
  });

  test('decode of bytes without a record says so with status 5', async () => {
    const { code, err } = await run('decode witmotion 00112233');
    expect([code, err]).toEqual([5, 'The bytes hold no record that this driver knows.\n']);
  });

  test('drivers and config explain are JSON on request', async () => {
    const drivers = JSON.parse((await run('drivers --json')).out) as { id: string; tier: string }[];
    expect(drivers.map(({ id }) => id)).toContain('witmotion');
    const settings = JSON.parse((await run('config explain --json', { PLUMBLINE_RATE_HZ: '100' })).out);
    expect(settings).toContainEqual(
      expect.objectContaining({ key: 'rateHz', value: 100, from: 'PLUMBLINE_RATE_HZ' }),
    );
  });

  test('man prints a page with every verb and its options', async () => {
    const { out } = await run('man');
    expect(out).toMatch(/^\.TH PLUMBLINE 1/);
    expect(out).toContain('.SS plumbline scan [options]');
    expect(out).toContain('.SS plumbline config explain [options]');
    expect(out).toContain('.B \\-\\-for <seconds>');
  });

  test('service prints a unit that runs this very program and logs JSON', async () => {
    const { out } = await run('service');
    expect(out).toMatch(/ExecStart=\S*node\S* \S+main\.js run --log json/);
    expect(out).toContain(`Environment="PLUMBLINE_DATA_DIR=${folder}"`);
  });
});
