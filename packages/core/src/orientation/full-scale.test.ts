import { describe, expect, it } from 'vitest';
import { FullScale } from './full-scale.ts';

const reached = (range: FullScale, ...values: readonly number[]): boolean[] =>
  values.map((v) => range.isReached(Float64Array.of(0, -v / 2, v), 0));

describe('FullScale', () => {
  it('is what was stated until readings say otherwise, at either end of an integer range', () => {
    const range = new FullScale(100, 2000);
    expect(reached(range, 1900, 1950, -2000, 1999.9)).toEqual([false, false, true, true]);
  });

  it('is found where large readings end: the third equal one is at it, and all later ones', () => {
    const range = new FullScale(100, 2000);
    expect(reached(range, 180, 250, 250, 250, 120, -250, 249)).toEqual([
      false,
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(range.limit).toBe(250);
  });

  it('goes back to what was stated with the first larger reading', () => {
    const range = new FullScale(100, 2000);
    expect(reached(range, 250, 250, 250, 400, 250)).toEqual([false, false, true, false, false]);
    expect(range.limit).toBe(2000);
  });

  it('says nothing of small readings, equal or not, nor of those that are no numbers', () => {
    const range = new FullScale(100, 2000);
    expect(reached(range, 50, 50, 50, 0, 0, 0, Number.NaN)).toEqual(Array(7).fill(false));
  });
});
