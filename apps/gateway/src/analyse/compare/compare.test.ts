import { describe, expect, it } from 'vitest';
import { compareAnalyses } from './compare.ts';
import { compareBouts } from './compare-bouts.ts';
import { compareMeasures } from './compare-measures.ts';
import { compareSeconds } from './compare-seconds.ts';
import { comparisonText } from './comparison-text.ts';
import type { ReadAnalysis } from './read-analysis.ts';

const S_US = 1e6;
const MEASURE = {
  id: 'sitting_time',
  value: 30,
  unit: 'min',
  coverage: 1,
  interval: [25, 35],
  algorithm: 'posture@1.0.0',
  parameterHash: 'a',
  reason: null,
} as const;

async function* rows(...lines: readonly string[]): AsyncGenerator<readonly string[]> {
  for (const line of lines) yield line.split(',');
}

describe('seconds', () => {
  it('are joined by their time, and counted by what both say', async () => {
    const before = rows('0,sitting,1', '1000000,sitting,1', '2000000,walking,1');
    const after = rows('1000000,sitting,1', '2000000,standing,1', '3000000,walking,1');
    expect(await compareSeconds(before, after)).toMatchObject({
      both: 2,
      onlyBefore: 1,
      onlyAfter: 1,
      agreement: 0.5,
      states: ['sitting', 'standing', 'walking'],
      confusion: [
        [1, 0, 0],
        [0, 0, 0],
        [0, 1, 0],
      ],
    });
  });

  it('that have nothing in common agree on nothing', async () => {
    expect(await compareSeconds(rows('0,sitting,1'), rows())).toMatchObject({ agreement: null, kappa: null });
  });

  it('have the kappa of a known table', async () => {
    const said = (a: string, b: string, n: number) => Array.from({ length: n }, () => [a, b]);
    const pairs = [...said('x', 'x', 20), ...said('x', 'y', 5), ...said('y', 'x', 10), ...said('y', 'y', 15)];
    const side = (i: number) => rows(...pairs.map((pair, t) => `${t},${pair[i]},1`));
    expect((await compareSeconds(side(0), side(1))).kappa).toBeCloseTo(0.4, 12);
  });
});

describe('bouts', () => {
  it('are the same, or told as the stretches that changed, the longest first', () => {
    const bout = (startS: number, endS: number, state: string) => ({
      startUs: startS * S_US,
      endUs: endS * S_US,
      state,
    });
    const before = [bout(0, 100, 'sitting'), bout(100, 130, 'walking'), bout(130, 200, 'sitting')];
    const after = [bout(0, 90, 'sitting'), bout(90, 130, 'walking'), bout(130, 200, 'standing')];
    const both = { startUs: 0, endUs: 200 * S_US };
    expect(compareBouts(before, after, both)).toEqual({
      before: 3,
      after: 3,
      same: 0,
      changed: [
        { startUs: 130 * S_US, endUs: 200 * S_US, before: 'sitting', after: 'standing' },
        { startUs: 90 * S_US, endUs: 100 * S_US, before: 'sitting', after: 'walking' },
      ],
    });
    expect(compareBouts(before, before, both)).toMatchObject({ same: 3, changed: [] });
    expect(compareBouts(before, [], both).changed).toHaveLength(3);
    expect(compareBouts(before, after, { startUs: 95 * S_US, endUs: 140 * S_US }).changed).toEqual([
      { startUs: 130 * S_US, endUs: 140 * S_US, before: 'sitting', after: 'standing' },
      { startUs: 95 * S_US, endUs: 100 * S_US, before: 'sitting', after: 'walking' },
    ]);
    expect(compareBouts(before, after, { startUs: 300 * S_US, endUs: 200 * S_US }).changed).toEqual([]);
  });
});

describe('a measure', () => {
  const compare = (change: object, sameInput = false) =>
    compareMeasures([MEASURE], [{ ...MEASURE, ...change }], sameInput)[0]!;

  it('that is the same needs no explanation', () => {
    expect(compare({ value: 30 + 1e-12 })).toMatchObject({ why: null, withinInterval: true });
  });

  it.each([
    [{ value: 33, algorithm: 'posture@1.1.0' }, 3, true, 'posture@1.0.0 became posture@1.1.0'],
    [{ value: 40, parameterHash: 'b' }, 10, false, 'other parameters'],
    [{ value: null, reason: 'no gyroscope' }, null, null, 'not available: no gyroscope'],
    [{ value: null, reason: 'not available: no gyroscope' }, null, null, 'not available: no gyroscope'],
    [{ value: 31 }, 1, true, 'what it rests on was done differently, see above'],
  ])('%o is told with its difference and the reason', (change, difference, withinInterval, why) => {
    expect(compare(change)).toMatchObject({ difference, withinInterval, why });
  });

  it('that differs for no stated reason is said to', () => {
    expect(compare({ value: 31 }, true).why).toBe('nothing stated explains it');
  });

  it('of one side only is named', () => {
    expect(compareMeasures([MEASURE], [], true)[0]!.why).toBe('only in the first');
    expect(compareMeasures([], [MEASURE], true)[0]!.why).toBe('only in the second');
  });
});

describe('two analyses', () => {
  const analysis = (folder: string, change: object = {}): ReadAnalysis => ({
    folder,
    summary: {
      recording: {
        samples: 100,
        ignoredSamples: 0,
        startUs: 0,
        endUs: 2 * S_US,
        rateHz: 50,
        hasGyro: false,
        hasMag: false,
      },
      axes: null,
      mounting: { reference: null, forward: null, reason: null },
      measures: [MEASURE],
      ...change,
    },
    rows: (file) => (file === 'posture.csv' ? rows('0,sitting,1') : rows()),
  });

  it('of the same recording done alike differ in nothing', async () => {
    const comparison = await compareAnalyses(analysis('a'), analysis('b'));
    expect(comparison).toMatchObject({ causes: [], seconds: { agreement: 1 } });
    const text = comparisonText(comparison);
    expect(text).toContain('nothing: recording, versions, options and parameters are the same');
    expect(text).toContain('1 of 1 are the same');
  });

  it('say what was done differently', async () => {
    const after = analysis('b', {
      axes: ['up', 'right', 'forward'],
      measures: [{ ...MEASURE, value: 31, algorithm: 'posture@1.1.0' }],
    });
    const { causes } = await compareAnalyses(analysis('a'), after);
    expect(causes).toEqual([
      'another version: posture@1.0.0 and posture@1.1.0',
      'axes: null and ["up","right","forward"]',
    ]);
  });
});
