import { expect, test } from 'vitest';
import { runsOf } from './runs.ts';

test('neighbours that share a value are one run, the same value later another', () => {
  expect(runsOf(['a', 'a', null, 'a'])).toEqual([
    { from: 0, to: 1, value: 'a' },
    { from: 2, to: 2, value: null },
    { from: 3, to: 3, value: 'a' },
  ]);
  expect(runsOf([])).toEqual([]);
});
