import { describe, expect, test } from 'vitest';
import type { Comparison } from './compare.ts';
import { comparedWords, comparisonWords, rangeWords } from './figure-words.ts';
import { figureOf, validityOf } from './figures.ts';
import { trendsFixture } from './fixtures/trends.ts';

describe('a figure', () => {
  test('carries the days it is the mean of, their coverage and the wearer’s own usual', () => {
    const trends = trendsFixture(10, { sitting_time: (i) => (i < 4 ? null : 300) });
    expect(figureOf(trends, 'sitting_time')).toEqual({
      ...{ id: 'sitting_time', unit: '1', value: 300, interval: [299, 301], mdc95: 0.5, usual: [298, 302] },
      ...{ days: 6, coverage: 0.5, reason: null },
    });
  });

  test('without a value says whether there were no days, or whether it is not known of them', () => {
    expect(figureOf(trendsFixture(5, {}), 'sitting_time').reason).toBe('not_known');
    const none = trendsFixture(5, {}, { valid: Array(5).fill(false) });
    expect(figureOf(none, 'sitting_time')).toMatchObject({
      reason: 'no_valid_days',
      days: 0,
      coverage: null,
    });
  });
});

describe('in words, what rounds to nothing', () => {
  test('is on no side', () => {
    expect(rangeWords('rotation_asymmetry_standing', '1', [-0.012, 0.003])).toBe('1% left to 0%');
  });

  test('has no sign', () => {
    const days = { days: 5, mean: 1, interval: null };
    const comparison = { id: 'sitting_bouts_30min', before: days, after: days, difference: 0.02 } as const;
    const rest = { interval: [-0.04, 0.5], mdc95: null, verdict: 'same' } as const;
    const words = comparisonWords({ ...comparison, ...rest }, 'count');
    expect(words).toMatchObject({ difference: '0', interval: '0 to +0.5' });
  });
});

test('where nothing can be compared, it is not said that nothing changed', () => {
  const span = { from: '2026-11-02', to: '2026-11-15' };
  const said = (...verdicts: ('same' | 'unknown')[]) =>
    comparedWords(
      verdicts.map((verdict) => ({ verdict }) as Comparison),
      span,
      span,
    );
  expect(said('unknown', 'unknown')).toMatch(/^No measure has enough days/);
  expect(said('unknown', 'same')).toMatch(/^0 of 2 measures changed/);
});

describe('validity', () => {
  test('counts days, the longest gap and the last day with data', () => {
    const wornMin = [480, null, null, 360, null, null, null, 240, 300, null];
    const valid = wornMin.map((minutes) => minutes !== null && minutes >= 300);
    expect(validityOf(trendsFixture(10, {}, { wornMin, valid }))).toMatchObject({
      ...{
        days: 10,
        withData: 4,
        valid: 3,
        wornMin: 345,
        longestGap: 3,
        lastDate: '2026-03-10',
        grade: 'some',
      },
    });
  });

  test.each([
    [2, 'too_few'],
    [3, 'some'],
    [5, 'some'],
    [6, 'enough'],
  ])('%i valid days are graded %s', (n, grade) => {
    const valid = Array.from({ length: 10 }, (_, i) => i < n);
    expect(validityOf(trendsFixture(10, {}, { valid })).grade).toBe(grade);
  });

  test('of nothing names no day', () => {
    const nothing = trendsFixture(3, {}, { wornMin: [null, null, null], valid: [false, false, false] });
    expect(validityOf(nothing)).toMatchObject({ lastDate: null, wornMin: null, longestGap: 3 });
  });
});
