import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('waits longer each time, up to a limit', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 20].map((attempt) => backoffMs(attempt, 0.5));
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});

it('spreads the tries of many pages by a quarter', () => {
  expect(backoffMs(1, 0)).toBe(750);
  expect(backoffMs(1, 1)).toBe(1250);
});
