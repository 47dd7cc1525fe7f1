import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAxes } from '@plumbline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analyseRecording } from './analyse-recording.ts';
import { SHIPPED_PARAMETERS } from './parameters.ts';

const RATE_HZ = 50;
const G = 9.80665;
const START_US = 1_700_000_000_000_000;
const SECONDS = 220;
const [WALKS_FROM_S, WALKS_TO_S, SITS_FROM_S] = [10, 40, 100];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-thigh-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Made {
  /** Of the sensor's x against the vertical, degrees, by the second. */
  readonly tiltDeg: (s: number) => number;
  readonly walks?: boolean;
  readonly startUs?: number;
}

/** A walk from 10 s to 40 s, otherwise still but for a little sway. */
async function record(name: string, { tiltDeg, walks = true, startUs = START_US }: Made): Promise<string> {
  const rows = Array.from({ length: SECONDS * RATE_HZ }, (_, i) => {
    const t = i / RATE_HZ;
    const steps = walks && t >= WALKS_FROM_S && t < WALKS_TO_S ? 2.5 * Math.sin(4 * Math.PI * t) : 0;
    const size = G + steps + 0.1 * Math.sin(23 * t);
    const tilt = (tiltDeg(t) * Math.PI) / 180;
    const acc = [size * Math.cos(tilt), 0.1, size * Math.sin(tilt)].map((value) => value.toFixed(4));
    return `${startUs + i * 20_000},${acc}`;
  });
  const path = join(folder, name);
  await writeFile(path, `t_us,acc_x,acc_y,acc_z\n${rows.join('\n')}\n`);
  return path;
}

/** The back stays as it was while walking, and breathes; the thigh lies flat from 100 s on. */
const back = () => record('back.csv', { tiltDeg: (t) => 0.4 * Math.sin((Math.PI * t) / 2) });
const seated = (t: number): number => (t >= SITS_FROM_S ? 85 : 0);

async function analyse(thighPath: string | null) {
  const outDir = join(folder, 'out');
  const { summary, warnings } = await analyseRecording({
    recordingPath: await back(),
    outDir,
    thighPath,
    axes: parseAxes('up,right,forward'),
    useMag: false,
    fixedLagS: null,
    flexionRangeDeg: null,
    parameters: SHIPPED_PARAMETERS,
    timeZone: 'UTC',
    plot: false,
  });
  const rows = async (name: string) =>
    (await readFile(join(outDir, name), 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  return { summary, warnings, rows };
}

describe('an analysis with a sensor on the thigh', () => {
  it('sits from the second on in which the thigh lies flat, in seconds, bouts and measures alike', async () => {
    const { summary, rows } = await analyse(await record('thigh.csv', { tiltDeg: seated }));
    const posture = await rows('posture.csv');
    const sitting = posture.flatMap(([tUs, state]) =>
      state === 'sitting' ? [(Number(tUs) - START_US) / 1e6] : [],
    );
    expect([sitting[0], sitting.at(-1), sitting.length]).toEqual([SITS_FROM_S, SECONDS - 1, 120]);
    const bouts = await rows('bouts.csv');
    expect(bouts.map(([, , state]) => state)).toEqual(['standing', 'walking', 'standing', 'sitting']);
    expect(bouts.at(-1)!.slice(0, 2).map(Number)).toEqual([START_US + 100e6, START_US + 220e6]);
    const told = [...summary.measures, ...summary.days[0]!.measures].filter(
      ({ id }) => id === 'sitting_time',
    );
    expect(told.map(({ value }) => value)).toEqual([2, 2]);
    const held = (await rows('load.csv')).filter(([tUs]) => Number(tUs) > START_US + 110e6);
    const without = await analyse(null);
    expect(held).not.toEqual((await without.rows('load.csv')).slice(-held.length));
  });

  it('names the source, its coverage and its threshold', async () => {
    const { summary, warnings } = await analyse(await record('thigh.csv', { tiltDeg: seated }));
    expect(summary.thigh).toMatchObject({
      source: 'thigh',
      recording: 'thigh.csv',
      startUs: START_US,
      endUs: START_US + SECONDS * 1e6,
      coverage: 1,
      thresholdDeg: 45,
      thresholdSource: expect.stringContaining('Skotte et al. 2014'),
      reason: null,
    });
    expect(summary.thigh!.changed).toBeCloseTo(120 / SECONDS, 2);
    expect(warnings.join()).not.toContain('thigh');
  });

  it('covers only the time of its own recording', async () => {
    const late = { tiltDeg: seated, startUs: START_US - 100e6 };
    const { summary } = await analyse(await record('thigh.csv', late));
    expect(summary.thigh!.coverage).toBeCloseTo(120 / SECONDS, 2);
  });

  it('leaves everything as the back tells it where the thigh saw no walk, and says so', async () => {
    const alone = await analyse(null);
    const before = await alone.rows('posture.csv');
    const { summary, warnings, rows } = await analyse(
      await record('thigh.csv', { tiltDeg: seated, walks: false }),
    );
    expect(await rows('posture.csv')).toEqual(before);
    expect(summary.measures).toEqual(alone.summary.measures);
    expect(summary.thigh).toMatchObject({ coverage: 0, changed: 0 });
    expect(warnings).toContainEqual(expect.stringContaining('saw no walking'));
  });

  it('says nothing of a thigh where none was given', async () => {
    expect((await analyse(null)).summary).not.toHaveProperty('thigh');
  });

  it.each([
    ['another time', { tiltDeg: seated, startUs: 0 }, /thigh '.*' holds t_us 0 to 220000000.*same clock/],
    ['nothing', null, /thigh '.*' cannot be used \(.*ENOENT.*give --thigh a recording/],
  ])('refuses a recording of %s and keeps nothing', async (_, made, message) => {
    const path = made ? await record('thigh.csv', made) : join(folder, 'none.csv');
    await expect(analyse(path)).rejects.toThrow(message);
    expect(await readdir(folder)).not.toContain('out');
  });
});
