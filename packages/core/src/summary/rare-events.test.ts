import { expect, test } from 'vitest';
import { rareEventsInterval } from './rare-events.ts';

test.each([
  // The exact limits: half the quantiles of chi squared.
  [0, 0, 3.689],
  [1, 0.025, 5.572],
  [5, 1.623, 11.668],
  [12, 6.201, 20.962],
  [100, 81.364, 121.627],
])('of %i events from %f to %f were to be expected', (seen, low, high) => {
  const interval = rareEventsInterval(seen);
  expect(interval[0]).toBeCloseTo(low, 1);
  expect(interval[1]).toBeCloseTo(high, 1);
});

test('fewer than one event, as a rate over a part of the time gives, may be none', () => {
  const [low, high] = rareEventsInterval(0.4);
  expect(low).toBe(0);
  expect(high).toBeGreaterThan(rareEventsInterval(0)[1]);
});
