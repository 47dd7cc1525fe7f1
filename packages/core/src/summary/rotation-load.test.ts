import { describe, expect, test } from 'vitest';
import { ROTATION_ALGORITHM } from '../measures/rotation/index.ts';
import type { LoadRow, PostureState, RotationEvent } from '../pipeline/outputs.ts';
import { LoadTally } from './load.ts';
import type { Measure } from './measure.ts';
import { summariseRotation } from './rotation.ts';

const MINUTE_US = 60e6;
const SPAN = { startUs: 0, endUs: 60 * MINUTE_US };

const rotation = (minute: number, peakDeg: number): RotationEvent => {
  const peakUs = minute * MINUTE_US;
  return {
    startUs: peakUs - 1e6,
    peakUs,
    endUs: peakUs + 1e6,
    kind: 'rotation',
    peakDeg,
    context: 'sitting',
  };
};
const find = (measures: readonly Measure[], id: string): Measure => measures.find((m) => m.id === id)!;

describe('the rotation summary', () => {
  const events = Array.from({ length: 30 }, (_, i) => rotation(1.9 * i + 1, i % 2 === 0 ? 10 : -20));

  test('gives the index with interval, algorithm and parameters', () => {
    const measures = summariseRotation({ events, span: SPAN, hasGyro: true, coverage: 0.9 });
    const index = find(measures, 'rotation_asymmetry_sitting');
    expect(index).toMatchObject({ unit: '1', coverage: 0.9, algorithm: ROTATION_ALGORITHM, reason: null });
    expect(index.value).toBeCloseTo(1 / 3, 12);
    expect(index.interval![0]).toBeLessThanOrEqual(index.value!);
    expect(index.interval![1]).toBeGreaterThanOrEqual(index.value!);
    expect(find(measures, 'rotation_median_right_sitting').value).toBe(20);
  });

  test('says when the index rests on little', () => {
    const few = summariseRotation({ events: events.slice(0, 24), span: SPAN, hasGyro: true, coverage: 1 });
    const index = find(few, 'rotation_asymmetry_sitting');
    expect(index.value).not.toBeNull();
    expect(index.reason).toBe('24 rotations: fewer than 30 say little about asymmetry');
  });

  test('names why there is no index', () => {
    const measures = summariseRotation({ events, span: SPAN, hasGyro: true, coverage: 1 });
    expect(find(measures, 'rotation_asymmetry_standing')).toMatchObject({
      value: null,
      reason: '0 rotations to the left and 0 to the right: asymmetry needs 10 on each side',
    });
    const still = summariseRotation({ events: [], span: SPAN, hasGyro: false, coverage: 1 });
    expect(
      still.every((m) => m.value === null && m.coverage === 0 && m.reason!.includes('no gyroscope')),
    ).toBe(true);
  });

  test('of a sensor that was not worn counts nothing, not even to zero', () => {
    const measures = summariseRotation({ events: [], span: SPAN, hasGyro: true, coverage: 0 });
    expect(measures.every((m) => m.value === null && m.reason!.includes('worn sensor'))).toBe(true);
    const seen = summariseRotation({ events: [], span: SPAN, hasGyro: true, coverage: 0.1 });
    expect(find(seen, 'rotation_count_left_all').value).toBe(0);
  });

  test('tells a prescribed side, planned against done', () => {
    const prescription = { side: 'right', ratio: 3 } as const;
    const measures = summariseRotation({ events, span: SPAN, hasGyro: true, coverage: 1, prescription });
    expect(find(measures, 'rotation_prescribed_right_share_planned').value).toBe(0.75);
    const done = find(measures, 'rotation_prescribed_right_share_done');
    expect(done.value).toBeCloseTo(2 / 3, 12);
    expect(done.interval![0]).toBeLessThan(2 / 3);
    expect(done.reason).toBeNull();
  });

  test('tells side bends apart and counts them for nothing else', () => {
    const bend = { ...rotation(5, 12), kind: 'side_bend' as const };
    const measures = summariseRotation({ events: [bend], span: SPAN, hasGyro: true, coverage: 1 });
    expect(find(measures, 'rotation_side_bends').value).toBe(1);
    expect(find(measures, 'rotation_count_left_all').value).toBe(0);
  });

  test('leaves out what lies outside the span', () => {
    const measures = summariseRotation({
      events,
      span: { startUs: 0, endUs: 10 * MINUTE_US },
      hasGyro: true,
      coverage: 1,
    });
    expect(find(measures, 'rotation_count_left_all').value).toBe(3);
  });
});

describe('the load summary', () => {
  const row = (holdingS: number, more: Partial<LoadRow> = {}): LoadRow => ({
    tUs: 0,
    holdingS,
    band: 'neutral',
    creep: null,
    shifts15min: null,
    fidgets15min: null,
    ...more,
  });

  test('tells the longest hold, time over budget, creep and movement', () => {
    const tally = new LoadTally();
    tally.add(row(100, { creep: 0.2, shifts15min: 4, fidgets15min: 10 }));
    tally.add(row(230, { band: 'forward_moderate', creep: 0.4, shifts15min: 6, fidgets15min: 12 }));
    tally.add(row(250, { band: 'forward_moderate', creep: 0.6 }));
    const measures = tally.measures(40, 70);
    const values = Object.fromEntries(measures.map((m) => [m.id, m.value]));
    expect(values).toMatchObject({
      load_holding: 250,
      load_holding_limited: 20,
      load_holding_over_comfortable: 20,
      load_holding_over_budget: 10,
      load_creep: expect.closeTo(0.4, 12),
      load_creep_peak: 0.6,
      load_shifts_15min: 5,
      load_fidgets_15min: 11,
    });
    expect(find(measures, 'load_holding').coverage).toBe(0.75);
    expect(find(measures, 'load_creep').reason).toBeNull();
    // Five degrees of the wearer's 70.
    expect(find(measures, 'load_creep').interval).toEqual([
      expect.closeTo(0.4 - 5 / 70, 12),
      expect.closeTo(0.4 + 5 / 70, 12),
    ]);
  });

  test('of a clip that is not worn says nothing, and covers nothing', () => {
    const tally = new LoadTally();
    for (let i = 0; i < 60; i++) tally.add(row(10 * i, { band: 'unknown', posture: 'not_worn' }));
    expect(tally.measures(600, 70).every((m) => m.value === null && m.coverage === 0)).toBe(true);
  });

  test('knows breaks from posture alone, holding only where the trunk is known', () => {
    const tally = new LoadTally();
    tally.add(row(10, { band: 'unknown', posture: 'sitting' }));
    const measures = tally.measures(10, null);
    expect(find(measures, 'load_breaks')).toMatchObject({ value: 0, coverage: 1 });
    expect(find(measures, 'load_holding')).toMatchObject({ value: null, coverage: 0 });
  });

  test('counts shifts by the time of sitting: standing on afterwards makes them neither more nor surer', () => {
    const tally = new LoadTally();
    const rows = (n: number, posture: PostureState, shifts15min: number): void => {
      for (let i = 0; i < n; i++) tally.add(row(0, { posture, shifts15min, fidgets15min: 1 }));
    };
    rows(90, 'sitting', 6);
    const seated = find(tally.measures(9000, null), 'load_shifts_15min');
    rows(800, 'standing', 12);
    expect(find(tally.measures(9000, null), 'load_shifts_15min')).toEqual(seated);
    expect(seated).toMatchObject({ value: 6, coverage: 0.1 });
  });

  test('says that the flexion range is assumed, and why there is nothing', () => {
    const tally = new LoadTally();
    tally.add(row(10, { creep: 0.2 }));
    expect(find(tally.measures(10, null), 'load_creep').reason).toContain('60 deg are assumed');
    const nothing = new LoadTally().measures(100, null);
    expect(nothing.every((m) => m.value === null && m.reason !== null && m.coverage === 0)).toBe(true);
  });
});
