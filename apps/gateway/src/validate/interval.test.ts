import { describe, expect, test } from 'vitest';
import { atMost, type Figure } from './figure.ts';
import { withIntervals } from './interval.ts';

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const figuresOf = (values: readonly number[]): Figure[] => [atMost('mean', meanOf(values), null, 'deg')];

describe('the interval of a figure', () => {
  test('of a mean is about two standard errors to each side', () => {
    const values = Array.from({ length: 100 }, (_, i) => i % 10);
    const [{ value, interval }] = withIntervals(values, figuresOf) as [Figure];
    const standardError = Math.sqrt(8.25 / 100);
    expect(value).toBe(4.5);
    expect(interval?.[0]).toBeCloseTo(4.5 - 1.96 * standardError, 0.5);
    expect(interval?.[1]).toBeCloseTo(4.5 + 1.96 * standardError, 0.5);
  });

  test('is the same again, and a point where all agree', () => {
    const values = [3, 1, 4, 1, 5, 9];
    expect(withIntervals(values, figuresOf)).toEqual(withIntervals(values, figuresOf));
    expect(withIntervals([2, 2, 2, 2, 2], figuresOf)[0]?.interval).toEqual([2, 2]);
  });

  test('is not told of fewer than five, nor of what most draws cannot tell', () => {
    expect(withIntervals([1, 2, 3, 4], figuresOf)[0]?.interval).toBeUndefined();
    const onlyWithAll = (values: readonly number[]): Figure[] =>
      new Set(values).size === 6 ? figuresOf(values) : [];
    expect(withIntervals([1, 2, 3, 4, 5, 6], onlyWithAll)[0]?.interval).toBeNull();
  });
});
