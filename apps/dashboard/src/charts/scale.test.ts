import { describe, expect, test } from 'vitest';
import { hoursFromZero, scaleAroundZero, scaleFromZero } from './scale.ts';

describe('an axis', () => {
  test.each([
    [9.3, [0, 2.5, 5, 7.5, 10]],
    [4, [0, 1, 2, 3, 4]],
    [0.11, [0, 0.05, 0.1, 0.15]],
    [100, [0, 25, 50, 75, 100]],
  ])('from zero to %d has round steps', (most, ticks) => {
    expect(scaleFromZero(most).ticks).toEqual(ticks);
  });

  test('around zero is symmetric', () => {
    expect(scaleAroundZero(0.17)).toEqual({ min: -0.2, max: 0.2, ticks: [-0.2, -0.1, 0, 0.1, 0.2] });
  });

  test('of hours has whole steps', () => {
    expect(hoursFromZero(9.3).ticks).toEqual([0, 3, 6, 9, 12]);
    expect(hoursFromZero(0.4).ticks).toEqual([0, 1]);
  });

  test('of nothing is still an axis', () => {
    expect(scaleFromZero(0).ticks).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(scaleAroundZero(0).ticks).toEqual([-1, -0.5, 0, 0.5, 1]);
  });
});
