import { expect, test } from 'vitest';
import { isTimeOfDay } from './time-of-day.ts';

test('times before the year 2000 count from the beginning of a recording', () => {
  const atUs = (time: string): number => Date.parse(time) * 1000;
  expect([0, atUs('1999-12-31T23:59:59Z')].map(isTimeOfDay)).toEqual([false, false]);
  expect([atUs('2000-01-01T00:00:00Z'), atUs('2026-11-21T08:00:00Z')].map(isTimeOfDay)).toEqual([true, true]);
});
