import fc from 'fast-check';
import { expect, test } from 'vitest';
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
