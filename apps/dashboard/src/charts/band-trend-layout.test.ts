import { describe, expect, test } from 'vitest';
import { bandTrendLayout } from './band-trend-layout.ts';

const dates = Array.from({ length: 10 }, (_, i) => `2026-03-${String(i + 2).padStart(2, '0')}`);
const input = {
  ...{ dates, mean: 5, mdc95: 1, symmetric: false, width: 300, height: 136 },
  values: [4, 6, 5, null, 5, 5, 5, 5, 5, 20],
  valid: dates.map((_, i) => i !== 9),
  planned: [],
};

describe('a trend with its interval and its noise', () => {
  const layout = bandTrendLayout(input);

  test('has a point for each day with data, hollow where the day does not count', () => {
    expect(layout.points.map(({ valid }) => valid)).toEqual([...Array(8).fill(true), false]);
    expect(layout.missing).toEqual([3]);
  });

  test('holds every value within the plot', () => {
    expect(layout.scale.max).toBeGreaterThanOrEqual(20);
    for (const { y } of layout.points) expect(y).toBeGreaterThanOrEqual(10);
  });

  test('draws the noise about the mean', () => {
    const { noise, y } = layout;
    expect(noise!.y).toBe(y(6));
    expect(noise!.y + noise!.height).toBeCloseTo(y(4), 9);
  });

  test('draws no mean from fewer than three days', () => {
    // The first two days have no line: it begins at the third.
    expect(layout.meanPath).toMatch(new RegExp(`^M${layout.columns.x(2).toFixed(1)} `));
  });

  test('has room for what was agreed on, however far from what was done', () => {
    const { scale, y } = bandTrendLayout({
      ...input,
      symmetric: true,
      values: [0.05],
      planned: [-0.7],
      mdc95: null,
      mean: 0,
    });
    expect(scale.min).toBeLessThanOrEqual(-0.7);
    expect(y(-0.7)).toBeGreaterThan(y(-0.6));
  });

  test('of a side is symmetric', () => {
    const side = bandTrendLayout({
      ...input,
      values: [-0.1, 0.2],
      valid: [true, true],
      mean: 0,
      mdc95: null,
      symmetric: true,
    });
    expect(side.scale.min).toBe(-side.scale.max);
    expect(side.noise).toBeNull();
    expect(side.y(0)).toBeCloseTo((side.y(side.scale.max) + side.y(side.scale.min)) / 2, 9);
  });
});
