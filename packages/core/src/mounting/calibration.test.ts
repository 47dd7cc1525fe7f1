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
  ] as const)('%s is a reason', (reason, change, quality) => {
    const found = calibrationOf({ ...FULL, ...change });
    expect(found.quality).toBeCloseTo(quality, 9);
    expect(found.reasons.join()).toContain(reason);
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
