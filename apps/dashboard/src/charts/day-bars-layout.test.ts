import { describe, expect, test } from 'vitest';
import { dayBarsLayout } from './day-bars-layout.ts';

const days = [
  { date: '2026-03-02', hours: { sitting: 6, standing: 2 }, valid: true },
  { date: '2026-03-03', hours: null, valid: false },
  { date: '2026-03-04', hours: { sitting: 1 }, valid: false },
];

describe('days as stacked hours', () => {
  const layout = dayBarsLayout(days, 300, 136);

  test('pile up from zero and hold the longest day', () => {
    const [first] = layout.bars;
    expect(first!.parts.map(({ state }) => state)).toEqual(['sitting', 'standing']);
    expect(first!.parts[1]!.y).toBeCloseTo(layout.y(8), 9);
    expect(layout.scale.max).toBe(8);
  });

  test('keep the place of a day without data', () => {
    expect(layout.bars).toHaveLength(2);
    expect(layout.missing).toEqual([layout.columns.x(1) - layout.barWidth / 2]);
  });

  test('tell which days count', () => {
    expect(layout.bars.map(({ valid }) => valid)).toEqual([true, false]);
  });
});
