import { describe, expect, test } from 'vitest';
import { ROTATION_ALGORITHM } from '../measures/rotation/index.ts';
import type { LoadRow, PostureState, RotationEvent } from '../pipeline/outputs.ts';
import { LoadTally } from './load.ts';
import type { Measure } from './measure.ts';
import { rareEventsInterval } from './rare-events.ts';
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
    expect(find(measures, 'rotation_asymmetry_right_probability_standing').reason).toContain('needs 10');
    const still = summariseRotation({ events: [], span: SPAN, hasGyro: false, coverage: 1 });
    expect(
      still.every((m) => m.value === null && m.coverage === 0 && m.reason!.includes('no gyroscope')),
    ).toBe(true);
  });

  test('of nothing that was seen knows nothing of the sensor either', () => {
    const none = summariseRotation({ events: [], span: SPAN, hasGyro: false, coverage: 0 });
    expect(new Set(none.map(({ reason }) => reason))).toEqual(
      new Set(['no sample of a worn sensor in the span']),
    );
  });

  test('of a gyroscope that turned against gravity says so, and tells what it measured once it was put right', () => {
    const input = { span: SPAN, hasGyro: true, isGyroAgainst: true, coverage: 1 };
    const none = summariseRotation({ ...input, events: [] });
    expect(none.every((m) => m.value === null && m.reason!.includes('other way than gravity'))).toBe(true);
    const later = summariseRotation({ ...input, events });
    expect(later).toEqual(summariseRotation({ ...input, isGyroAgainst: false, events }));
  });

  test('of a sensor that was not worn counts nothing, not even to zero', () => {
    const measures = summariseRotation({ events: [], span: SPAN, hasGyro: true, coverage: 0 });
    expect(measures.every((m) => m.value === null && m.reason!.includes('worn sensor'))).toBe(true);
    const seen = summariseRotation({ events: [], span: SPAN, hasGyro: true, coverage: 0.1 });
    expect(find(seen, 'rotation_count_left_all').value).toBe(0);
  });

  test('is as sure as the blocks of ten minutes that were seen allow', () => {
    const early = Array.from({ length: 30 }, (_, i) => rotation(0.3 * i + 0.1, i % 2 === 0 ? 10 : -20));
    const seen = (coverage: number) => {
      const measures = summariseRotation({ events: early, span: SPAN, hasGyro: true, coverage });
      return find(measures, 'rotation_asymmetry_right_probability_sitting');
    };
    expect(seen(0.95)).toMatchObject({ value: expect.any(Number), reason: null, coverage: 0.95 });
    expect(seen(0.9)).toMatchObject({ value: null, reason: 'needs 6 blocks of 10 min' });
  });

  test('counts what peaks in the span, and says where nothing turned', () => {
    const span = { startUs: 5 * MINUTE_US, endUs: 7 * MINUTE_US };
    const around = [4.99, 5, 6.99, 7].map((minute) => rotation(minute, 10));
    const measures = summariseRotation({ events: around, span, hasGyro: true, coverage: 1 });
    expect(find(measures, 'rotation_count_left_all').value).toBe(2);
    expect(find(measures, 'rotation_median_left_all')).toMatchObject({
      value: 10,
      unit: 'deg',
      reason: null,
    });
    expect(find(measures, 'rotation_median_right_all')).toMatchObject({
      value: null,
      interval: null,
      reason: 'no rotation to the right',
    });
  });

  test('tells a prescribed side, planned against done', () => {
    const prescription = { side: 'right', ratio: 3 } as const;
    const measures = summariseRotation({ events, span: SPAN, hasGyro: true, coverage: 1, prescription });
    expect(find(measures, 'rotation_prescribed_right_share_planned').value).toBe(0.75);
    const done = find(measures, 'rotation_prescribed_right_share_done');
    expect(done.value).toBeCloseTo(2 / 3, 12);
    expect(done.interval![0]).toBeLessThan(2 / 3);
    expect(done.reason).toBeNull();
    const few = summariseRotation({
      ...{ events: events.slice(0, 9), span: SPAN },
      hasGyro: true,
      coverage: 1,
      prescription,
    });
    expect(find(few, 'rotation_prescribed_right_share_done')).toMatchObject({
      value: null,
      reason: '5 rotations to the left and 4 to the right: asymmetry needs 10 on each side',
    });
  });

  test('tells side bends apart and counts them for nothing else', () => {
    const bend = { ...rotation(5, 12), kind: 'side_bend' as const };
    const events = [bend, { ...rotation(7, 3), kind: 'turn' as const }];
    const measures = summariseRotation({ events, span: SPAN, hasGyro: true, coverage: 1 });
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
    tally.add(row(900, { band: 'lying' }));
    const measures = tally.measures(50, 70);
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
    expect(find(measures, 'load_holding').coverage).toBe(0.8);
    expect(find(measures, 'load_creep').reason).toBeNull();
    // Five degrees of the wearer's 70.
    expect(find(measures, 'load_creep').interval).toEqual([
      expect.closeTo(0.4 - 5 / 70, 12),
      expect.closeTo(0.4 + 5 / 70, 12),
    ]);
  });

  test('takes a fifth of the budget for comfortable, and more than all of it for too long', () => {
    const told = (holdingS: number, more: Partial<LoadRow>) => {
      const tally = new LoadTally();
      tally.add(row(holdingS, more));
      const measures = tally.measures(10, 70);
      const of = (id: string) => find(measures, id).value;
      return [
        of('load_holding_limited'),
        of('load_holding_over_comfortable'),
        of('load_holding_over_budget'),
      ];
    };
    // Four minutes are the budget of a moderate side bend, one minute that of a far one.
    expect(told(48, { band: 'side_moderate' })).toEqual([10, 0, 0]);
    expect(told(49, { band: 'side_moderate' })).toEqual([10, 10, 0]);
    expect(told(240, { band: 'side_moderate' })).toEqual([10, 10, 0]);
    expect(told(241, { band: 'side_moderate' })).toEqual([10, 10, 10]);
    expect(told(61, { band: 'side_far' })).toEqual([10, 10, 10]);
    // What the row knows of its own budget comes first.
    expect(told(61, { band: 'forward_moderate', budgetShare: 1.01 })).toEqual([10, 10, 10]);
    expect(told(500, { band: 'neutral' })).toEqual([0, 0, 0]);
  });

  test('counts breaks and their minutes, and means what they gave back where it is known', () => {
    const tally = new LoadTally();
    const credit = {
      ...{ startUs: 0, endUs: 1, movingS: 0, postureChanged: true, bandLeft: true },
      ...{ creepBefore: null, creepAfter: null, stillnessRecovered: 1 },
    };
    tally.add(row(10));
    tally.addBreak({ ...credit, minutes: 3, creepRecovered: 0.2 });
    tally.addBreak({ ...credit, minutes: 4, creepRecovered: null });
    tally.addBreak({ ...credit, minutes: 5, creepRecovered: 0.6 });
    const measures = tally.measures(10, 70);
    expect(find(measures, 'load_breaks')).toMatchObject({ value: 3, reason: null });
    expect(find(measures, 'load_break_time')).toMatchObject({ value: 12, unit: 'min' });
    expect(find(measures, 'load_break_creep_recovered').value).toBeCloseTo(0.4, 12);
  });

  test('tells shifts and fidgets of the field norm, 9 and 13, as sure as counts of rare events are', () => {
    const tally = new LoadTally();
    // Half an hour of sitting, and the 290 s before the first row.
    for (let i = 0; i < 180; i++) tally.add(row(0, { posture: 'sitting', shifts15min: 6, fidgets15min: 0 }));
    const windows = 2090 / 900;
    const measures = tally.measures(3600, null);
    const shifts = find(measures, 'load_shifts_15min');
    const interval = rareEventsInterval(6 * windows).map((value) => value / windows);
    expect(shifts).toMatchObject({ value: 6, coverage: 0.5 });
    expect(shifts.interval).toEqual(interval.map((value) => expect.closeTo(value, 9)));
    const ofNorm = find(measures, 'load_shifts_of_norm');
    expect(ofNorm.value).toBeCloseTo(6 / 9, 12);
    expect(ofNorm.interval).toEqual(interval.map((value) => expect.closeTo(value / 9, 9)));
    const fidgets = find(measures, 'load_fidgets_15min');
    expect(fidgets.interval).toEqual([0, expect.closeTo(3.67 / windows, 2)]);
    expect(find(measures, 'load_fidgets_of_norm').interval![1]).toBeCloseTo(3.67 / windows / 13, 3);
  });

  test('five minutes of sitting without a shift leave up to eleven in a quarter of an hour open, not none', () => {
    const tally = new LoadTally();
    tally.add(row(0, { posture: 'sitting', shifts15min: 0, fidgets15min: 0 }));
    const { interval } = find(tally.measures(300, null), 'load_shifts_15min');
    expect(interval).toEqual([0, expect.closeTo(11, 0)]);
  });

  test('tells the peak of leaning, and that its constants are recalled', () => {
    const tally = new LoadTally();
    for (const leaning of [0.1, 0.3, 0.2]) tally.add(row(10, { leaning }));
    const peak = find(tally.measures(30, 70), 'load_leaning_peak');
    expect(peak).toMatchObject({ value: 0.3, coverage: 1, reason: 'a model with recalled constants' });
    const unknown = find(new LoadTally().measures(30, 70), 'load_leaning_peak');
    expect(unknown).toMatchObject({ value: null, reason: expect.stringContaining('never known') });
  });

  test('keeps the interval of creep within nothing and all of it', () => {
    const tally = new LoadTally();
    tally.add(row(10, { creep: 0.02 }));
    tally.add(row(10, { creep: 0.98 }));
    const measures = tally.measures(20, null);
    expect(find(measures, 'load_creep').interval).toEqual([0.5 - 5 / 60, 0.5 + 5 / 60]);
    expect(find(measures, 'load_creep_peak').interval).toEqual([0.98 - 5 / 60, 1]);
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
