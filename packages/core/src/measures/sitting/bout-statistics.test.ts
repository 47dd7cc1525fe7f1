import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countAtLeast,
  gini,
  meanHazard,
  median,
  powerLaw,
  transitionRate,
  usualBoutEmpirical,
  usualBoutFitted,
} from './bout-statistics.ts';

const SHORT = [2, 1, 3];
const DAY = [3, 5, 8, 12, 20, 35, 62, 95];
/** Two curves fit these well: one of many short bouts, and a better one of the few long ones. */
const TWO_VALLEYS = [5, 7, 8, 9, 11, 12, 14, 75, 77, 79];
const lengths = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 40 });

describe('golden vectors', () => {
  it('[2, 1, 3]', () => {
    expect(gini(SHORT, true)).toBeCloseTo(1 / 3, 12);
    expect(powerLaw(SHORT, 0.5)?.alpha).toBe(1.7749533004219864);
    expect(powerLaw(SHORT, 1)?.alpha).toBeCloseTo(2.6743, 4);
    expect(transitionRate(SHORT)).toBe(0.5);
    expect(meanHazard(SHORT)).toBeCloseTo(0.6111, 4);
  });

  it('[3, 5, 8, 12, 20, 35, 62, 95]', () => {
    expect(powerLaw(DAY, 3)?.alpha).toBeCloseTo(1.5833, 4);
    expect(powerLaw(DAY, 2.5)?.alpha).toBeCloseTo(1.5272, 4);
    expect(powerLaw(DAY, 1)?.alpha).toBeCloseTo(1.3555, 4);
    expect(powerLaw(DAY, 3)?.standardError).toBeCloseTo(0.5833 / Math.sqrt(8), 4);
    expect(gini(DAY, false)).toBeCloseTo(0.5302, 4);
    expect(gini(DAY, true)).toBeCloseTo(0.606, 4);
    expect(usualBoutEmpirical(DAY)).toBe(62);
    expect(median(DAY)).toBe(16);
  });
});

/** The W50 of least squared error among k from 0.5 to `mostK` and W50 from 20 to 100 min. */
function searchedW50(bouts: readonly number[], mostK = 5): number {
  const total = bouts.reduce((sum, bout) => sum + bout, 0);
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let k = 0.5; k <= mostK; k += mostK / 500) {
    for (let w50 = 20; w50 <= 100; w50 += 0.05) {
      let [error, sum] = [0, 0];
      for (const bout of bouts) {
        sum += bout;
        error += (1 / (1 + (w50 / bout) ** k) - sum / total) ** 2;
      }
      if (error < least) [best, least] = [w50, error];
    }
  }
  return best;
}

describe('conventions', () => {
  it('counts a bout of exactly the limit', () => {
    expect(countAtLeast([29.99, 30, 30.01], 30)).toBe(2);
  });

  it('leaves bouts out that are shorter than a stated shortest one', () => {
    expect(powerLaw([0.5, ...DAY], 3)).toEqual(powerLaw(DAY, 3));
  });

  it('answers null rather than a number for no bout, and for what one bout cannot say', () => {
    const all = [median, usualBoutEmpirical, usualBoutFitted, transitionRate, meanHazard];
    for (const statistic of all) expect(statistic([])).toBeNull();
    expect(gini([7], true)).toBeNull();
    expect(powerLaw([7], 7)).toBeNull();
    expect(usualBoutFitted([7, 7, 7])).toBeNull();
  });

  it('fits W50 where a search over all curves finds the least squares', () => {
    expect(usualBoutFitted(DAY)).toBeCloseTo(searchedW50(DAY), 1);
  });

  it('fits W50 by the better of two curves that fit well', () => {
    expect(usualBoutFitted(TWO_VALLEYS)).toBeCloseTo(searchedW50(TWO_VALLEYS, 60), 0);
  });
});

describe('properties', () => {
  it('Gini and hazard do not depend on the unit; lengths scale with it', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 2, max: 60 }), (bouts, unit) => {
        const scaled = bouts.map((b) => b * unit);
        expect(gini(scaled, true)).toBeCloseTo(gini(bouts, true)!, 10);
        expect(meanHazard(scaled)).toBeCloseTo(meanHazard(bouts)!, 10);
        expect(usualBoutEmpirical(scaled)).toBe(usualBoutEmpirical(bouts)! * unit);
      }),
    );
  });

  it('no statistic depends on the order of the bouts', () => {
    fc.assert(
      fc.property(lengths, (bouts) => {
        const reversed = [...bouts].reverse();
        expect(median(reversed)).toBe(median(bouts));
        expect(gini(reversed, false)).toBeCloseTo(gini(bouts, false)!, 12);
        expect(usualBoutEmpirical(reversed)).toBe(usualBoutEmpirical(bouts));
      }),
    );
  });
});
