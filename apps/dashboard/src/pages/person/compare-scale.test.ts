import { describe, expect, test } from 'vitest';
import { anyBeyond, MARK, markOf } from './compare-scale.ts';

/** The noise is 3 here, and the scale ends at 10. */
const drawn = (difference: number, interval: readonly [number, number] | null = null) =>
  markOf({ difference, interval, mdc95: 3 })!;
const middle = MARK.width / 2;

describe('a difference on its mark', () => {
  test('lies to the side that it is of, as far as it is large', () => {
    expect(drawn(0).point).toBe(middle);
    expect(drawn(3).point).toBe(drawn(0).noise[1]);
    expect(drawn(-5).point! - middle).toBeCloseTo((drawn(-10).point! - middle) / 2, 9);
  });

  test('has its whole interval where the scale holds it', () => {
    expect(drawn(4, [2, 6])).toMatchObject({ line: [drawn(2).point, drawn(6).point], arrows: [] });
    expect(drawn(10, [10, 10])).toMatchObject({ line: null, arrows: [] });
  });

  test('beyond the scale is no point, but an arrow; of its interval the part inside is drawn', () => {
    expect(drawn(12, [8, 16])).toEqual({
      ...{ noise: drawn(0).noise, point: null, line: [drawn(8).point, drawn(10).point] },
      arrows: [{ side: 'right', of: 'difference' }],
    });
    expect(drawn(-20, [-22, -18])).toMatchObject({
      line: null,
      arrows: [{ side: 'left', of: 'difference' }],
    });
  });

  test('inside the scale keeps its point where its interval goes on beyond', () => {
    expect(drawn(8, [4, 12])).toMatchObject({
      ...{ point: drawn(8).point, line: [drawn(4).point, drawn(10).point] },
      arrows: [{ side: 'right', of: 'interval' }],
    });
    expect(drawn(0, [-11, 11]).arrows.map(({ side }) => side)).toEqual(['left', 'right']);
  });

  test('is not drawn without a noise to measure it by', () => {
    expect(markOf({ difference: 2, interval: null, mdc95: null })).toBeNull();
    expect(markOf({ difference: 2, interval: null, mdc95: 0 })).toBeNull();
    expect(markOf({ difference: null, interval: null, mdc95: 3 })).toBeNull();
  });
});

test('arrows are explained where there are any', () => {
  const near = { difference: 1, interval: null, mdc95: 3 };
  expect(anyBeyond([near, { ...near, difference: null }])).toBe(false);
  expect(anyBeyond([near, { ...near, difference: 11 }])).toBe(true);
});
