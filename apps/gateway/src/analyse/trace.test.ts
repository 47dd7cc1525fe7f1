import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Trace } from './trace.ts';

const S_US = 1e6;

test('a short trace is told value by value', () => {
  const trace = new Trace(1);
  for (const [i, value] of [3, null, 5].entries()) trace.add(i * S_US, value);
  expect(trace.bins()).toEqual([
    { startUs: 0, endUs: S_US, min: 3, max: 3, mean: 3, coverage: 1 },
    { startUs: 2 * S_US, endUs: 3 * S_US, min: 5, max: 5, mean: 5, coverage: 1 },
  ]);
});

test('a long one keeps extremes, mean and share of time in at most 1440 bins', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 2000, maxLength: 4000 }),
      (values) => {
        const trace = new Trace(1);
        for (const [i, value] of values.entries()) trace.add(i * S_US, value);
        const bins = trace.bins();
        expect(bins.length).toBeLessThanOrEqual(1440);
        expect(Math.max(...bins.map((bin) => bin.max))).toBe(Math.max(...values));
        const seconds = bins.map((bin) => (bin.coverage * (bin.endUs - bin.startUs)) / S_US);
        expect(seconds.reduce((a, b) => a + b)).toBeCloseTo(values.length, 6);
        const sum = bins.reduce((total, bin, i) => total + bin.mean * seconds[i]!, 0);
        expect(sum).toBeCloseTo(
          values.reduce((a, b) => a + b),
          6,
        );
      },
    ),
    { numRuns: 20 },
  );
});
