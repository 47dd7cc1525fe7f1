import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clipOnBelt, commodityErrors, WorkdaySimulation } from '@plumbline/core/simulation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CapturedIo, type CapturedRun, runCaptured } from '../testing/captured-run.ts';

const RATE_HZ = 50;
const PERSON = {
  stepHz: 1.8,
  speedMps: 1.25,
  bounceM: 0.015,
  seatDropM: 0.4,
  sittingDeg: -25,
  standingDeg: -3,
};

let folder: string;
const path = (name: string): string => join(folder, name);

async function writeBends(name: string, count: number, sizeDeg: readonly [number, number]): Promise<void> {
  const mounting = clipOnBelt({ forward: 10, left: 4, turned: 20 });
  const activities = [
    { kind: 'stand', durationS: 60, bends: { count, sizeDeg }, shiftsPer15Min: 0 },
  ] as const;
  const plan = { seed: 2, person: PERSON, mounting, mirrored: false, activities };
  const batch = new WorkdaySimulation(plan, { rateHz: RATE_HZ, errors: commodityErrors(2) }).next(
    60 * RATE_HZ,
  )!;
  const { n, tUs, accMps2: a, gyrRadps: g } = batch;
  const rows = Array.from({ length: n }, (_, i) =>
    [tUs[i], a.x[i], a.y[i], a.z[i], g!.x[i], g!.y[i], g!.z[i]].join(),
  );
  await writeFile(path(name), `t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n${rows.join('\n')}\n`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-bends-'));
  await writeBends('deep.csv', 5, [45, 65]);
  await writeBends('shallow.csv', 5, [18, 24]);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: readonly string[]): Promise<CapturedRun> => runCaptured(args);

describe('plumbline bends', () => {
  test('finds forward and the range in a recording', async () => {
    const { code, out } = await run('bends', path('deep.csv'));
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ accepted: true, refusal: null, bends: 5, seed: { source: 'bends' } });
    expect(found.seed.flexionRangeDeg).toBeGreaterThan(45);
  });

  test('stopped, it tells so and prints nothing', async () => {
    const io = new CapturedIo({}, AbortSignal.abort());
    const { code, out, err } = await runCaptured(['bends', path('deep.csv')], io);
    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(/^stopped: .*deep\.csv was not read to its end\n$/);
  });

  test('a stamp that is hours ahead costs its own row', async () => {
    const [header, ...rows] = (await readFile(path('deep.csv'), 'utf8')).trim().split('\n');
    const wild = rows.with(
      300,
      rows[300]!.replace(/^\d+/, (tUs) => String(Number(tUs) + 3600e6)),
    );
    await writeFile(path('wild.csv'), `${[header, ...wild].join('\n')}\n`);
    const { code, err } = await run('bends', path('wild.csv'));
    expect(code).toBe(0);
    expect(err).toMatch(/^note: 1 row is out of the order of time and left out \(line 302\)/);
  });

  test('refuses shallow bends with the reason and status 5', async () => {
    const { code, out, err } = await run('bends', path('shallow.csv'));
    expect(code).toBe(5);
    expect(JSON.parse(out)).toEqual({ accepted: false, refusal: 'too_shallow' });
    expect(err).toContain('Bend further forward');
  });

  test('refuses units that cannot be, rather than bends that it cannot see in them', async () => {
    const [head, ...rows] = (await readFile(path('deep.csv'), 'utf8')).trimEnd().split('\n');
    const inG = rows.map((row) =>
      row
        .split(',')
        .map((value, i) => (i > 0 && i < 4 ? Number(value) / 9.80665 : value))
        .join(),
    );
    await writeFile(path('g.csv'), [head, ...inG].join('\n'));
    const { code, err } = await run('bends', path('g.csv'));
    expect(code).toBe(5);
    expect(err).toMatch(/^acc_x,acc_y,acc_z '(0\.9\d?|1(\.\d)?) m\/s\^2' .* g times 9\.80665/);
  });

  test('gives an analysis its mounting before the first step', async () => {
    await writeFile(path('bends.json'), (await run('bends', path('deep.csv'))).out);
    const result = await run(
      'analyse',
      path('deep.csv'),
      '--out',
      path('out'),
      '--calibration',
      path('bends.json'),
    );
    expect(result.code).toBe(0);
    const { mounting, flexionRangeDeg, measures } = JSON.parse(
      await readFile(join(path('out'), 'summary.json'), 'utf8'),
    );
    expect(mounting).toMatchObject({ reference: 'seed', forward: 'seed', calibration: { source: 'bends' } });
    expect(mounting.calibration.flexionRangeDeg).toBeGreaterThan(45);
    expect(flexionRangeDeg).toBe(mounting.calibration.flexionRangeDeg);
    const creep = measures.find(({ id }: { id: string }) => id === 'load_creep_peak');
    expect(creep).toMatchObject({ value: expect.any(Number), reason: null });
  });

  test.each([
    ['missing.json', null, 'cannot be read (ENOENT)'],
    ['empty.json', '{}', 'holds no mounting'],
    ['text.json', 'bends', 'holds no mounting'],
    ['flat.json', '{"seed":{"up":[0,0,0],"forward":null}}', 'holds no mounting'],
    ['odd.json', '{"seed":{"up":[0,0,1],"forward":"ahead"}}', 'has a forward that is no direction across up'],
    [
      'along.json',
      '{"seed":{"up":[0,0,1],"forward":[0,0,2]}}',
      'has a forward that is no direction across up',
    ],
  ])('a calibration that is none is refused: %s', async (name, text, problem) => {
    if (text !== null) await writeFile(path(name), text);
    const { code, err } = await run(
      'analyse',
      path('deep.csv'),
      '--out',
      path('none'),
      '--calibration',
      path(name),
    );
    expect(code).toBe(text === null ? 2 : 5);
    expect(err).toContain(problem);
    expect(err).toContain('plumbline bends');
  });
});
