import { expect, test } from 'vitest';
import { meanOfDays } from './mean-of-days.ts';
import { possibleRange } from './possible-range.ts';

const ANY = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

test('a mean of days has the interval of their spread, by Student', () => {
  // SD 2, t(2) = 4.303.
  const half = (4.303 * 2) / Math.sqrt(3);
  expect(meanOfDays([4, 2, 6], ANY)).toEqual({
    mean: 4,
    interval: [expect.closeTo(4 - half, 9), expect.closeTo(4 + half, 9)],
  });
  expect(meanOfDays([1, 3], ANY)!.interval).toEqual([
    expect.closeTo(2 - 12.706, 9),
    expect.closeTo(2 + 12.706, 9),
  ]);
});

test('a single day has no spread, and no day no mean', () => {
  expect(meanOfDays([5], ANY)).toEqual({ mean: 5, interval: null });
  expect(meanOfDays([], ANY)).toBeNull();
});

test.each([
  ['walking_time', [0, 0, 90], 0, 30 + (4.303 * Math.sqrt(2700)) / Math.sqrt(3)],
  ['sitting_time', [0, 1440, 1500], 0, 1500],
  ['sitting_share', [0.2, 0.95, 1], 0, 1],
  ['load_creep_peak', [0.1, 0.9, 1], 0, 1],
  ['load_break_creep_recovered', [0.1, 0.9, 1], 0, 1],
  ['rotation_asymmetry_all', [-0.9, 0.3, 0.9], -1, 1],
  ['load_shifts_15min', [0, 1, 30], 0, 31 / 3 + 4.303 * Math.sqrt((901 - 31 ** 2 / 3) / 2 / 3)],
] as const)('the interval of a mean of %s over %j is of what a day can be', (id, days, low, high) => {
  const [from, to] = meanOfDays(days, possibleRange(id))!.interval!;
  expect([from, to]).toEqual([low, expect.closeTo(high, 9)]);
});
