import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SMOOTHNESS_PARAMS } from './exercise.params.ts';
import { dimensionlessJerk, logDimensionlessJerk, spectralArcLength } from './smoothness.ts';

const RATE_HZ = 100;
/** exp(-5 t^2) from -1 s up to but not including 1 s. */
const BELL = Float64Array.from({ length: 200 }, (_, i) => Math.exp(-5 * (-1 + i / RATE_HZ) ** 2));
const ALL = [spectralArcLength, dimensionlessJerk, logDimensionlessJerk];

test('golden vectors of a bell-shaped speed', () => {
  expect(spectralArcLength(BELL, RATE_HZ).value).toBeCloseTo(-1.41403, 5);
  expect(dimensionlessJerk(BELL, RATE_HZ).value).toBeCloseTo(-335.74684, 5);
  expect(logDimensionlessJerk(BELL, RATE_HZ).value).toBeCloseTo(-5.81636, 5);
});

describe('smoothness', () => {
  test('falls when the movement halts on the way, in all three', () => {
    const halting = BELL.map((v, i) => v * (1 - 0.8 * Math.exp(-50 * ((i - 100) / RATE_HZ) ** 2)));
    for (const of of ALL) expect(of(halting, RATE_HZ).value).toBeLessThan(of(BELL, RATE_HZ).value!);
  });

  test('does not depend on the unit of speed', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (unit) => {
        const scaled = BELL.map((v) => v * unit);
        for (const of of ALL) expect(of(scaled, RATE_HZ).value).toBeCloseTo(of(BELL, RATE_HZ).value!, 6);
      }),
    );
  });

  test.each([10, 15, 25, 50, 400])('is the same at %d samples a second', (rateHz) => {
    const bell = Float64Array.from({ length: 2 * rateHz }, (_, i) => Math.exp(-5 * (-1 + i / rateHz) ** 2));
    expect(spectralArcLength(bell, rateHz).value).toBeCloseTo(-1.41403, 2);
  });

  test('does not depend on whether the movement is seen backwards', () => {
    const skewed = BELL.map((v, i) => v * (1 + i / 200));
    for (const of of ALL) {
      expect(of(skewed.toReversed(), RATE_HZ).value).toBeCloseTo(of(skewed, RATE_HZ).value!, 6);
    }
  });
});

describe('what cannot be judged', () => {
  test.each([
    ['no movement at all', new Float64Array(200), 'no movement'],
    ['too few samples', [1, 2, 1], '3 samples are no movement'],
    ['values that are not finite', [...BELL.slice(0, 20), Number.NaN], 'not finite'],
  ])('%s has no smoothness, and says why', (_what, speed, reason) => {
    for (const of of ALL) {
      const said = of(speed, RATE_HZ);
      expect(said.value).toBeNull();
      expect(said.reason).toContain(reason);
    }
  });

  test('a rate that is none', () => {
    expect(spectralArcLength(BELL, 0).reason).toContain('rateHz is 0');
  });

  test('the arc length is only comparable at one pad level, so the level is a parameter', () => {
    const coarse = spectralArcLength(BELL, RATE_HZ, { ...SMOOTHNESS_PARAMS, padLevel: 1 }).value!;
    expect(Math.abs(coarse - spectralArcLength(BELL, RATE_HZ).value!)).toBeGreaterThan(1e-4);
  });
});
