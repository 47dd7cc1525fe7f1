import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enduranceS, Leaning, leaningLoad } from './leaning.ts';
import { LOAD_PARAMS } from './load.params.ts';

describe('leaning', () => {
  const { fatiguePerS: F, recoveryPerS: R } = LOAD_PARAMS.leaning;

  test('can be held for ever up to R / (F + R) of the strength', () => {
    expect(enduranceS(R / (F + R), LOAD_PARAMS.leaning)).toBe(Number.POSITIVE_INFINITY);
    expect(enduranceS(R / (F + R) + 0.01, LOAD_PARAMS.leaning)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test('at half the strength lasts -ln(1 - R/F)/R seconds', () => {
    expect(enduranceS(0.5, LOAD_PARAMS.leaning)).toBeCloseTo(-Math.log(1 - R / F) / R, 9);
    expect(enduranceS(1, LOAD_PARAMS.leaning)).toBe(0);
  });

  test('at half the strength lasts 139 seconds with the constants of the trunk', () => {
    expect(enduranceS(0.5, LOAD_PARAMS.leaning)).toBeCloseTo(139.49993, 4);
    expect(R / (F + R)).toBeCloseTo(0.0904, 4);
  });

  test('loads with the sine of the angle', () => {
    expect(leaningLoad(90, LOAD_PARAMS.leaning)).toBe(0.4);
    expect([-20, 120].map((deg) => leaningLoad(deg, LOAD_PARAMS.leaning))).toEqual([0, 0.4]);
    expect(leaningLoad(0, LOAD_PARAMS.leaning)).toBe(0);
    expect(leaningLoad(30, LOAD_PARAMS.leaning)).toBeCloseTo(LOAD_PARAMS.leaning.loadAtLevel / 2, 12);
  });

  test('is used up exactly when the endurance time is over, under any load', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.99, noNaN: true }), (load) => {
        const leaning = new Leaning(LOAD_PARAMS.leaning);
        const lasts = enduranceS(load, LOAD_PARAMS.leaning);
        leaning.push(0.999 * lasts, load);
        expect(leaning.value).toBeLessThan(1 - load);
        leaning.push(0.002 * lasts, load);
        expect(leaning.value).toBeCloseTo(1 - load, 9);
      }),
    );
  });

  test('comes back while upright, and never leaves 0..1', () => {
    const leaning = new Leaning(LOAD_PARAMS.leaning);
    leaning.push(600, 0.35);
    const taken = leaning.value;
    leaning.push(600, 0);
    expect(leaning.value).toBeCloseTo(taken * Math.exp(-600 * R), 12);
    const steps = fc.array(fc.tuple(fc.nat(5000), fc.double({ min: 0, max: 1, noNaN: true })));
    fc.assert(
      fc.property(steps, (pushed) => {
        for (const [dtS, load] of pushed) leaning.push(dtS, load);
        expect(leaning.value).toBeGreaterThanOrEqual(0);
        expect(leaning.value).toBeLessThanOrEqual(1);
      }),
    );
  });
});
