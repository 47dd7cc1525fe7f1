import { expect, test } from 'vitest';
import { meanOfDays } from './mean-of-days.ts';

test('a mean of days has the interval of their spread, by Student', () => {
  // SD 2, t(2) = 4.303.
  const half = (4.303 * 2) / Math.sqrt(3);
  expect(meanOfDays([4, 2, 6])).toEqual({
    mean: 4,
    interval: [expect.closeTo(4 - half, 9), expect.closeTo(4 + half, 9)],
  });
  expect(meanOfDays([1, 3])!.interval).toEqual([
    expect.closeTo(2 - 12.706, 9),
    expect.closeTo(2 + 12.706, 9),
  ]);
});

test('a single day has no spread, and no day no mean', () => {
  expect(meanOfDays([5])).toEqual({ mean: 5, interval: null });
  expect(meanOfDays([])).toBeNull();
});
