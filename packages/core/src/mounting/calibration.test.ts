import { describe, expect, test } from 'vitest';
import { type CalibrationFacts, calibrationOf } from './calibration.ts';

const FULL: CalibrationFacts = {
  reference: 'walking',
  forward: 'walking',
  walkedS: 300,
  stepsAgree: 1,
  suspected: false,
  wasOff: false,
  confirmedAtUs: 1_000e6,
  nowUs: 1_060e6,
  flexionRangeDeg: null,
  isBendTest: false,
};

describe('the quality of a calibration', () => {
  test('says its source and age, and names no reason when nothing is taken off', () => {
    expect(calibrationOf(FULL)).toEqual({
      source: 'walking',
      confirmedAtUs: 1_000e6,
      ageS: 60,
      quality: 0.9,
      reasons: [],
      flexionRangeDeg: null,
    });
  });

  test.each([
    ['little walking', { walkedS: 15 }, 0.25],
    ['last session', { reference: 'seed', forward: 'seed' }, 0.6],
    ['may have moved', { suspected: true }, 0.45],
    ['was off', { wasOff: true }, 0.63],
    ['no walking for hours', { nowUs: 1_000e6 + 5 * 3600e6 }, 0.72],
    ['how you sit', { forward: 'sitting' }, 0.5],
    ['forward is not known', { forward: null }, 0],
    ['little walking', { walkedS: 59, forward: 'seed', isBendTest: true }, 0.95],
  ] as const)('%s is a reason', (reason, change, quality) => {
    const found = calibrationOf({ ...FULL, ...change });
    expect(found.quality).toBeCloseTo(quality, 9);
    expect(found.reasons.join()).toContain(reason);
  });

  test('is full after a minute of walking, and stale after four hours without', () => {
    expect(calibrationOf({ ...FULL, walkedS: 60 }).reasons).toEqual([]);
    expect(calibrationOf({ ...FULL, walkedS: 59 }).reasons).toHaveLength(1);
    expect(calibrationOf({ ...FULL, walkedS: 48 }).quality).toBeCloseTo(0.8, 9);
    const after = (hours: number) => calibrationOf({ ...FULL, nowUs: 1_000e6 + hours * 3600e6 }).quality;
    expect([after(4), after(4.01)]).toEqual([0.9, expect.closeTo(0.72, 9)]);
  });

  test('is no better than upright or forward, and nothing before upright is known', () => {
    const forwards = ['walking', 'axes', 'seed', 'sitting', null] as const;
    expect(forwards.map((forward) => calibrationOf({ ...FULL, forward }).quality)).toEqual([
      ...[0.9, 0.8, 0.9, 0.5, 0],
    ]);
    expect(calibrationOf({ ...FULL, reference: null }).quality).toBe(0);
    expect(calibrationOf({ ...FULL, nowUs: null }).ageS).toBeNull();
    expect(calibrationOf({ ...FULL, confirmedAtUs: null })).toMatchObject({ ageS: null, quality: 0.9 });
  });

  test('ranks a bend test above what is stated and above steps that hardly agree', () => {
    const bends = calibrationOf({ ...FULL, forward: 'seed', isBendTest: true, flexionRangeDeg: 70 });
    const stated = calibrationOf({ ...FULL, forward: 'axes' });
    const steps = calibrationOf({ ...FULL, stepsAgree: 0.8 });
    expect([bends.source, stated.source, steps.source]).toEqual(['bends', 'stated', 'walking']);
    expect(bends.quality).toBeGreaterThan(stated.quality);
    expect(stated.quality).toBeGreaterThan(steps.quality);
    expect(bends.flexionRangeDeg).toBe(70);
  });
});
