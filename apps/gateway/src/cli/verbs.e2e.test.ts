import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Rig, until } from '../testing/rig.ts';

/** The program as it ships, in processes of its own, on a virtual radio with one sensor. */
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SENSOR = 'c0:de:00:00:00:01';
const TIMEOUT_MS = 180_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
interface Going {
  readonly ended: Promise<Ended>;
  readonly said: { readonly out: string; readonly err: string };
  /** Ctrl-C once it holds. */
  interruptWhen(what: string, holds: () => boolean): Promise<Ended>;
}

let rig: Rig;
const going: ChildProcess[] = [];
afterEach(() => {
  for (const child of going.splice(0)) child.kill('SIGKILL');
});
beforeAll(async () => {
  rig = new Rig();
  await rig.start();
  await rig.startSensor({ driver: 'capture2go', name: 'IMU_a1b2c3' });
});
afterAll(() => rig.stop());

const file = (name: string): string => join(rig.folder, name);

function start(words: readonly string[], env: NodeJS.ProcessEnv = {}): Going {
  const base = { ...process.env, PLUMBLINE_BLE: `net:${rig.socket}`, PLUMBLINE_DATA_DIR: rig.dataDir };
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...base, INIT_CWD: rig.folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  going.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => {
    said.out += bytes.toString('utf8');
  });
  child.stderr.on('data', (bytes: Buffer) => {
    said.err += bytes.toString('utf8');
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  return {
    ended,
    said,
    async interruptWhen(what, holds) {
      await until(what, holds);
      child.kill('SIGINT');
      return ended;
    },
  };
}

const run = (line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  start(line.split(' ').filter(Boolean), env).ended;

describe('with a sensor on the air', { timeout: TIMEOUT_MS }, () => {
  test('scan lists it with its driver, tier and signal', async () => {
    const { code, out } = await run('scan --for 2 --json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ name: 'IMU_a1b2c3', driver: 'capture2go', tier: 'supported' }),
    ]);
  });

  test('pair tries it out, remembers it and forgets it again', async () => {
    const { code, out } = await run(`pair --yes ${SENSOR} --json`);
    expect([code, JSON.parse(out)]).toMatchObject([0, { name: 'IMU_a1b2c3', driver: 'capture2go' }]);
    expect(JSON.parse((await run('pair --list --json')).out)).toHaveLength(1);
    expect((await run('pair --remove IMU_a1b2c3')).code).toBe(0);
    expect((await run('pair --remove IMU_a1b2c3')).code).toBe(2);
  });

  test('record keeps samples and bytes; replay makes the same samples of the bytes', async () => {
    const { code, out, err } = await run('record walk.csv --raw walk.plraw --for 4 --json');
    const kept = JSON.parse(out);
    expect(code).toBe(0);
    expect(err).toContain(`Kept ${kept.samples} samples (none known to be missing)`);
    expect(kept.samples).toBeGreaterThan(50);
    const again = await run('replay walk.plraw');
    expect(again.code).toBe(0);
    expect(again.out).toBe(readFileSync(file('walk.csv'), 'utf8'));
    expect((await run('record walk.csv')).code).toBe(2);
  });

  test('Ctrl-C ends a recording in order: the file is whole, and what was kept is said', async () => {
    const lines = (): number =>
      existsSync(file('cut.csv')) ? readFileSync(file('cut.csv'), 'utf8').split('\n').length : 0;
    const recording = start(['record', 'cut.csv', '--raw', 'cut.plraw']);
    const { code, err } = await recording.interruptWhen('samples', () => lines() > 50);
    expect([code, err]).toEqual([
      130,
      expect.stringMatching(/Kept \d+ samples .* in cut\.csv and cut\.plraw/),
    ]);
    expect(existsSync(file('cut.csv'))).toBe(true);
  });

  test('stream --json prints one object a sample, in order, until Ctrl-C', async () => {
    const streaming = start(['stream', '--json']);
    const { code, out, err } = await streaming.interruptWhen(
      'samples',
      () => streaming.said.out.split('\n').length > 20,
    );
    const times = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).t_us as number);
    expect(code).toBe(130);
    expect(times.every((t, i) => i === 0 || t > times[i - 1]!)).toBe(true);
    expect(err).toContain(`Printed ${times.length} samples`);
  });

  test('run stops on Ctrl-C, says what waits, and tells systemd that it is up', async () => {
    const told = file('notified');
    writeFileSync(file('systemd-notify'), `#!/bin/sh\necho "$@" > ${told}\n`, { mode: 0o755 });
    const env = {
      PATH: `${rig.folder}:${process.env.PATH}`,
      NOTIFY_SOCKET: '/run/none',
      PLUMBLINE_API: 'ws://127.0.0.1:9/',
    };
    const gateway = start(['run', '--log', 'json'], env);
    const isTold = (): boolean => existsSync(told) && readFileSync(told, 'utf8') !== '';
    const { code, err } = await gateway.interruptWhen(
      'all three',
      () =>
        isTold() && ['cannot be reached', 'connected, '].every((words) => gateway.said.err.includes(words)),
    );
    const lines = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { time: string; message: string });
    expect(code).toBe(130);
    expect(lines.at(-1)!.message).toMatch(/^Stopped: /);
    expect(readFileSync(told, 'utf8')).toBe('--ready\n');
  });

  test('doctor hears it; status of no gateway is a failure', async () => {
    const { code, out } = await run('doctor --json');
    const findings = JSON.parse(out) as { check: string; level: string; found: string }[];
    expect(findings).toContainEqual(expect.objectContaining({ check: 'listening', level: 'ok' }));
    expect(code).toBe(findings.some(({ level }) => level === 'fail') ? 1 : 0);
    expect((await run('status --json')).code).toBe(1);
  });

  test('--quiet says nothing but errors', async () => {
    expect(await run('scan --for 1 --json --quiet')).toMatchObject({ code: 0, err: '' });
    expect((await run('pair --quiet --remove nobody')).err).toContain('is not paired');
  });
});

describe('exit status', { timeout: TIMEOUT_MS }, () => {
  test('3 without a radio, and without a sensor', async () => {
    // A folder of its own: where a gateway works, the radio is left to it.
    const nowhere = { PLUMBLINE_BLE: `net:${file('no-radio')}`, PLUMBLINE_DATA_DIR: file('other') };
    const ended = await Promise.all([
      run('doctor --json', nowhere),
      run('scan --json --for 1', nowhere),
      run('record nothing.csv --for 1 --sensor nobody'),
      run('pair nobody --yes'),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([3, 3, 3, 3]);
  });

  test.skipIf(!existsSync('/dev/full'))('1 when the disk behind stdout is full, in one line', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'man'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^stdout .*\(ENOSPC\), .*: free some space\n$/),
    ]);
  });

  test('2 when something else has the name of the data folder', async () => {
    writeFileSync(file('a-file'), '');
    const { code, err } = await run('run', { PLUMBLINE_DATA_DIR: file('a-file') });
    expect([code, err.trim().split('\n')]).toEqual([2, [expect.stringContaining('choose another one')]]);
  });

  test('5 for a capture that is none', async () => {
    writeFileSync(file('torn.plraw'), '{"format":"plraw"}\n');
    expect((await run('replay torn.plraw')).code).toBe(5);
  });
});

test('completion completes verbs and options in bash', () => {
  const script = execFileSync(process.execPath, [MAIN, 'completion', 'bash'], { encoding: 'utf8' });
  const complete = (line: string): string[] => {
    const words = line.split(' ');
    const probe = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}
_plumbline; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', probe], { encoding: 'utf8' }).trim().split('\n');
  };
  expect(complete('plumbline do')).toEqual(['doctor']);
  expect(complete('plumbline scan --j')).toEqual(['--json']);
  expect(complete('plumbline config ex')).toEqual(['explain']);
});
