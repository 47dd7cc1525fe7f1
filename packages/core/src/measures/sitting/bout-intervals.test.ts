import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../rotation/random.ts';
import { boutIntervals } from './bout-intervals.ts';
import { gini, median } from './bout-statistics.ts';

const lengths = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 10, maxLength: 40 });

test('an interval is in order and usually holds the number that it is of', () => {
  fc.assert(
    fc.property(lengths, (bouts) => {
      const { median: between } = boutIntervals(bouts, 200);
      expect(between![0]).toBeLessThanOrEqual(between![1]);
      expect(between![0]).toBeLessThanOrEqual(median(bouts)!);
      expect(between![1]).toBeGreaterThanOrEqual(median(bouts)!);
    }),
    { numRuns: 30 },
  );
});

test('bouts that are all alike leave no doubt', () => {
  const alike = Array<number>(12).fill(20);
  expect(boutIntervals(alike, 100)).toMatchObject({
    median: [20, 20],
    transition: [1 / 20, 1 / 20],
  });
});

test('more bouts of the same kind narrow it', () => {
  const few = [3, 5, 8, 12, 20, 35, 62, 95, 4, 16];
  const many = Array.from({ length: 10 }, () => few).flat();
  const width = (bouts: readonly number[]): number => {
    const [low, high] = boutIntervals(bouts, 200).gini!;
    return high - low;
  };
  expect(gini(many, false)).toBeCloseTo(gini(few, false)!, 12);
  expect(width(many)).toBeLessThan(width(few) / 2);
});

test('the same bouts give the same interval', () => {
  const bouts = [3, 5, 8, 12, 20, 35, 62, 95, 4, 16];
  expect(boutIntervals(bouts, 100)).toEqual(boutIntervals(bouts, 100));
});

describe.each([12, 5])('of %i bouts drawn from lengths that are known', (n) => {
  // Exponential lengths of 15 min on average: Gini 1/2, 4 an hour.
  const random = seededRandom(3);
  const days = Array.from({ length: 200 }, () =>
    Array.from({ length: n }, () => -15 * Math.log(1 - random())),
  );
  const told = days.map((bouts) => boutIntervals(bouts, 200));

  test.each([
    ['gini', 1 / 2],
    ['transition', 1 / 15],
    ['median', 15 * Math.LN2],
  ] as const)('the 95 %% interval of %s mostly holds the truth', (name, truth) => {
    const held = told.filter((of) => of[name]![0] <= truth && truth <= of[name]![1]);
    expect(held.length / days.length).toBeGreaterThan(0.9);
  });
});

test('one long bout among short ones gives a Gini between 0 and 1', () => {
  const [low, high] = boutIntervals([...Array<number>(11).fill(0.1), 600], 200).gini!;
  expect(low).toBeGreaterThanOrEqual(0);
  expect(high).toBeLessThanOrEqual(1);
});
