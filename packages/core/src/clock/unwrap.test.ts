import { describe, expect, test } from 'vitest';
import { Unwrap } from './unwrap.ts';

const told = (modulus: number | null, raw: readonly number[]): number[] => {
  let unwrap = new Unwrap(modulus);
  return raw.map((value) => {
    const resumed = new Unwrap(modulus);
    resumed.restore(JSON.parse(JSON.stringify(unwrap.snapshot())));
    unwrap = resumed;
    return unwrap.push(value);
  });
};

describe('a counter that starts over', () => {
  test('goes on, again and again', () => {
    expect(told(256, [250, 255, 3, 100, 200, 2])).toEqual([250, 255, 259, 356, 456, 514]);
  });

  test('has stepped back by up to half its range, and started over by more', () => {
    expect(told(256, [200, 72])).toEqual([200, 72]);
    expect(told(256, [200, 71])).toEqual([200, 327]);
  });

  test('that came late from before it started over is before it', () => {
    expect(told(256, [255, 1, 254, 2])).toEqual([255, 257, 254, 258]);
    expect(told(256, [10, 138])).toEqual([10, 138]);
  });

  test('that never does stays what it is', () => {
    expect(told(null, [1e9, 0, 5])).toEqual([1e9, 0, 5]);
  });
});
