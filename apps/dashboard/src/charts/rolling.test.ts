import { describe, expect, it } from 'vitest';
import { rollingWeek } from './rolling.ts';

const all = (values: readonly unknown[]): boolean[] => values.map(() => true);

describe('rollingWeek', () => {
  it('is the mean of the last seven days that count', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(rollingWeek(values, all(values)).mean).toEqual([null, null, 2, 2.5, 3, 3.5, 4, 5]);
  });

  it('has the interval of their spread', () => {
    const { low, high } = rollingWeek([1, 2, 3], [true, true, true]);
    // sd 1, three days: 4.303 / sqrt 3.
    expect(low[2]).toBeCloseTo(2 - 2.4844, 3);
    expect(high[2]).toBeCloseTo(2 + 2.4844, 3);
  });

  it('is silent where fewer than three days count', () => {
    expect(rollingWeek([1, null, 3, 4], [true, true, false, true]).mean).toEqual([null, null, null, null]);
  });
});
