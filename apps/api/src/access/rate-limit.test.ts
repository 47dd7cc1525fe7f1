import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit.ts';

const S = 1000;

test('a burst is let through, and then one at a time, as often as the rate says', () => {
  const limit = new RateLimit({ burst: 3, perSecond: 0.5 });
  expect([1, 2, 3].map(() => limit.take('a', 0))).toEqual([0, 0, 0]);
  expect([limit.take('a', 0), limit.take('a', S)]).toEqual([2, 1]);
  expect([limit.take('a', 2 * S), limit.take('a', 2 * S)]).toEqual([0, 2]);
});

test('whoever was quiet for long has the burst again, and no more', () => {
  const limit = new RateLimit({ burst: 2, perSecond: 1 });
  limit.take('a', 0);
  const hour = 3600 * S;
  expect([1, 2, 3].map(() => limit.take('a', hour))).toEqual([0, 0, 1]);
});

test('one key takes nothing from another', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 1 });
  expect([limit.take('a', 0), limit.take('b', 0), limit.take('a', 0)]).toEqual([0, 0, 1]);
});

test('ten thousand keys are remembered; of more, the one asked for longest ago is forgotten', () => {
  const limit = new RateLimit({ burst: 1, perSecond: 0.1 });
  limit.take('first', 0);
  for (let i = 0; i < 9_998; i++) limit.take(`key ${i}`, 0);
  limit.take('last', 0);
  expect(limit.take('first', 0)).toBe(10);
  limit.take('one more', 0);
  expect(limit.take('key 0', 0)).toBe(0);
  expect([limit.take('first', 0), limit.take('last', 0)]).toEqual([10, 10]);
});
