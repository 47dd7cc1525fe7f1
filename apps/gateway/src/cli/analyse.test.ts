import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';

let folder: string;
let recording: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-analyse-'));
  recording = join(folder, 'still.csv');
  const rows = Array.from(
    { length: 3000 },
    (_, i) => `${i * 20_000},9.8,${(0.1 * Math.sin(i)).toFixed(3)},0.2`,
  );
  await writeFile(recording, `t_us,acc_x,acc_y,acc_z\n${rows.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (args: readonly string[], stop?: AbortSignal): Promise<CapturedRun> =>
  runCaptured(['analyse', ...args], new CapturedIo({}, stop));

const analysed = (name: string, ...more: readonly string[]): Promise<CapturedRun> =>
  run([recording, '--out', join(folder, name), '--axes', 'up,right,forward', '--time-zone', 'UTC', ...more]);

describe('plumbline analyse', () => {
  test('prints the summary on stdout and talks on stderr', async () => {
    const { code, out, err } = await analysed('plain');
    expect(code).toBe(0);
    expect(out).toContain('1970-01-01 00:00 to 1970-01-01 00:01 (UTC)');
    expect(out).toMatch(/Rotations to the left +not available: the source has no gyroscope/);
    expect(err).toContain('3000 samples analysed into');
  });

  test('--json prints what summary.json holds', async () => {
    const { out } = await analysed('json', '--json');
    expect(JSON.parse(out)).toMatchObject({
      format: 'plumbline-summary@1',
      timeZone: 'UTC',
      days: [{ valid: false }],
    });
  });

  test('--compare of two analyses tells what was done differently', async () => {
    await analysed('first');
    await analysed('second', '--set', 'nudge.limitS=600', '--hours', '09:00-17:00');
    const folders = ['first', 'second'].map((name) => join(folder, name));
    const text = await run(['--compare', ...folders]);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toContain('parameter nudge.limitS: 2700 and 600');
    expect(text.out).toContain('parameter calendar.declared.fromMin: 420 and 540');
    const { out } = await run(['--json', '--compare', ...folders]);
    expect(JSON.parse(out)).toMatchObject({ format: 'plumbline-comparison@1', seconds: { agreement: 1 } });
  });

  test('--compare beside a recording compares with the analysis made now', async () => {
    await analysed('old');
    const { out } = await analysed('new', '--compare', join(folder, 'old'));
    expect(out).toContain('nothing: recording, versions, options and parameters are the same');
  });

  test('an analysis is not replaced by the one that is compared with it', async () => {
    await analysed('kept');
    await symlink(join(folder, 'kept'), join(folder, 'alias'));
    const before = await stat(join(folder, 'kept', 'summary.json'));
    for (const name of ['kept', 'alias']) {
      const { code, out, err } = await analysed('kept', '--compare', join(folder, name));
      expect([code, out], err).toEqual([2, '']);
      expect(err).toMatch(/^--compare '.*' is the folder of --out, .*: give --out another folder\..*\n$/);
    }
    expect((await stat(join(folder, 'kept', 'summary.json'))).mtimeMs).toBe(before.mtimeMs);
  });

  test('a folder that is none of an analysis is told before anything is analysed', async () => {
    const { code, out, err } = await analysed('vain', '--compare', join(folder, 'nowhere'));
    expect([code, out], err).toEqual([2, '']);
    expect(err).toMatch(/^summary\.json '.*' cannot be read \(ENOENT\): name a folder.*\n$/);
    expect(await readdir(folder)).not.toContain('vain');
  });

  test.each([
    ['00:00-24:00', { fromMin: 0, toMin: 1440 }],
    ['22:00-06:00', { fromMin: 1320, toMin: 360 }],
  ])('--hours %s are taken as they stand', async (hours, declared) => {
    const { out } = await analysed('hours', '--json', '--hours', hours);
    expect(JSON.parse(out)).toMatchObject({ parameters: { calendar: { declared } } });
  });

  test('a recording most of whose rows are left out is analysed, and not called good', async () => {
    const [head, ...rows] = (await readFile(recording, 'utf8')).trimEnd().split('\n');
    const backwards = join(folder, 'backwards.csv');
    await writeFile(backwards, [head, ...rows.reverse()].join('\n'));
    const { code, out, err } = await run([backwards, '--out', join(folder, 'backwards'), '--json']);
    expect([code, JSON.parse(out).recording]).toMatchObject([5, { samples: 3000, ignoredSamples: 2999 }]);
    expect(err).toContain('backwards.csv: the results rest on 1 of 3000 rows: sort them by t_us');
    expect(await readdir(join(folder, 'backwards'))).toContain('summary.json');
  });

  test('stopped, it keeps nothing and says so', async () => {
    const { code, out, err } = await run([recording, '--out', join(folder, 'stopped')], AbortSignal.abort());
    expect([code, out]).toEqual([130, '']);
    expect(err).toContain('stopped: nothing of this analysis was kept');
    expect(await readdir(folder)).not.toContain('stopped');
  });
});

test('a comparison that is stopped prints nothing and says so', async () => {
  await analysed('one');
  const folders = [join(folder, 'one'), join(folder, 'one')];
  const { code, out, err } = await run(['--compare', ...folders], AbortSignal.abort());
  expect([code, out, err]).toEqual([130, '', 'stopped: nothing was compared\n']);
});

describe('mistakes are told in one line with the remedy', () => {
  test('--out that is a file', async () => {
    const { code, out, err } = await run([recording, '--out', recording]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^--out '.*still\.csv' cannot be made \(EEXIST\): name a folder.*\n$/);
  });

  test('--use-mag without a magnetometer', async () => {
    const { code, err } = await analysed('no-mag', '--use-mag');
    expect(code).toBe(5);
    expect(err).toMatch(/^file '.*still\.csv' has no columns mag_x,mag_y,mag_z: leave --use-mag out.*\n$/);
  });

  test('a folder to compare with whose files are none of an analysis', async () => {
    const broken = join(folder, 'broken');
    await analysed('whole');
    await mkdir(broken);
    await writeFile(join(broken, 'summary.json'), 'null');
    const none = await run(['--compare', join(folder, 'whole'), broken]);
    expect(none).toMatchObject({ code: 5, err: expect.stringContaining('has no measures or no recording') });
    await cp(join(folder, 'whole'), broken, { recursive: true });
    await writeFile(join(broken, 'posture.csv'), 't_us,state,probability\n0,sitting,1\nsoon,sitting,1\n');
    const odd = await run(['--compare', join(folder, 'whole'), broken]);
    expect([odd.code, odd.err]).toEqual([
      5,
      expect.stringContaining("broken/posture.csv' begins line 3 with no time"),
    ]);
  });

  test('a file that the machine will not write', async () => {
    await mkdir(join(folder, 'taken', 'posture.csv.partial'), { recursive: true });
    const { code, err } = await analysed('taken');
    expect(code).toBe(1);
    expect(err).toMatch(/EISDIR.*posture\.csv\.partial.*: check the path, its permissions.*\n$/);
  });

  test.each([
    [[], 2, 'name a recording, or two analyses after --compare'],
    [['x.csv'], 2, '--out is missing: name the folder for the results'],
    [['x.csv', '--out', ''], 2, '--out is missing: name the folder for the results'],
    [['x.csv', '--out', 'y', '--axes', 'up'], 2, "'up,right,forward'. See: plumbline analyse --help"],
    [['x.csv', '--out', 'y', '--hours', '24:30-24:59'], 2, 'give two times of day, such as 08:00-18:00'],
    [['x.csv', '--out', 'y', '--hours', '08:00-08:00'], 2, 'the whole day is 00:00-24:00'],
    [['x.csv', '--out', 'y', '--hours', '24:00-24:00'], 2, 'the whole day is 00:00-24:00'],
    [['x.csv', '--out', 'y', '--hours', '24:00-08:00'], 2, 'the first before 24:00'],
    [['--compare', 'one'], 2, 'without a recording --compare takes two folders, not 1'],
    [['x.csv', '--out', 'y', '--set', 'load.creep.tau=1'], 2, 'load.creep has no tau, only loadTauS'],
    [['x.csv', '--out', 'y', '--time-zone', 'Mars'], 2, 'give an IANA name such as Europe/Berlin'],
    [['x.csv', '--out', 'y', '--hours', '9-5'], 2, 'give two times of day, such as 08:00-18:00'],
    [['x.csv', '--out', 'y', '--flexion-range', '3'], 2, 'give degrees from 10 to 120'],
    [['--compare', '/nowhere/a', '/nowhere/b'], 2, 'cannot be read (ENOENT): name a folder'],
  ])('%j', async (args, code, message) => {
    const said = await run(args);
    expect([said.code, said.out, said.err.trim().split('\n').length]).toEqual([code, '', 1]);
    expect(said.err).toContain(message);
  });
});
