import { describe, expect, test } from 'vitest';
import { comparePeriods, halvesOf, periodsAround } from './compare.ts';
import { trendsFixture } from './fixtures/trends.ts';

const { before, after } = periodsAround('2026-03-16', 14);

describe('periods around a date', () => {
  test('meet at it and are equally long', () => {
    expect(before).toEqual({ from: '2026-03-02', to: '2026-03-15' });
    expect(after).toEqual({ from: '2026-03-16', to: '2026-03-29' });
  });
});

describe('halves', () => {
  test('leave out no day and share none', () => {
    expect(halvesOf(trendsFixture(28, {}))).toEqual({ before, after });
  });
});

describe('a comparison', () => {
  test('tells a change beyond the noise, with the interval of the difference', () => {
    // Alternating 300 and 320, then 240 and 260.
    const trends = trendsFixture(28, { sitting_time: (i) => (i < 14 ? 300 : 240) + 20 * (i % 2) });
    const told = comparePeriods(trends, 'sitting_time', before, after);
    expect(told).toMatchObject({ before: { mean: 310, days: 14 }, after: { mean: 250 }, difference: -60 });
    expect(told.verdict).toBe('less');
    // SD 10.377 each: half = t(26) 2.0555 * sqrt(2 * 107.69 / 14)
    expect(told.interval![0]).toBeCloseTo(-68.06, 1);
    expect(told.mdc95).toBeCloseTo((2.77 * Math.sqrt(1400 / 13)) / Math.sqrt(14), 6);
  });

  test('calls what lies within the noise the same', () => {
    const trends = trendsFixture(28, { sitting_time: (i) => (i < 14 ? 300 : 302) + 20 * (i % 2) });
    expect(comparePeriods(trends, 'sitting_time', before, after).verdict).toBe('same');
  });

  test('takes the noise of the more uneven period, though it has more days', () => {
    const valid = Array.from({ length: 28 }, (_, i) => i < 23);
    const spread = (i: number): number => (i < 14 ? 300 + 60 * (i % 2) : 280 + 20 * (i % 2));
    const told = comparePeriods(
      trendsFixture(28, { sitting_time: spread }, { valid }),
      'sitting_time',
      before,
      after,
    );
    expect(told.after.days).toBe(9);
    expect(told.mdc95).toBeCloseTo((2.77 * Math.sqrt((14 * 30 ** 2) / 13)) / Math.sqrt(14), 6);
  });

  test('swaps with its periods', () => {
    const trends = trendsFixture(28, { sitting_time: (i) => (i < 14 ? 300 : 240) + 20 * (i % 2) });
    const back = comparePeriods(trends, 'sitting_time', after, before);
    expect(back).toMatchObject({ difference: 60, verdict: 'more' });
  });

  test('counts only days that count, and says nothing from too few', () => {
    const valid = Array.from({ length: 28 }, (_, i) => i < 14 || i > 25);
    const trends = trendsFixture(28, { sitting_time: (i) => i }, { valid });
    expect(comparePeriods(trends, 'sitting_time', before, after)).toMatchObject({
      ...{ after: { days: 2, interval: null }, interval: null, mdc95: null, verdict: 'unknown' },
    });
  });
});
