import type { StudyStream } from '@plumbline/contract';
import { expect, test } from 'vitest';
import { missingShare, qualitySum } from './quality.ts';

const stream = (samples: number, missingSamples: number, rateHz: number): StudyStream => ({
  ...{ participant: 'P000001', stream: 1, driver: 'x', rateHz, quantities: ['acc'], openedUs: 0 },
  ...{ lastSampleUs: null, samples, gaps: 1, missingSamples, rejectedRecords: 2 },
});

test('quality sums hours by each rate, and losses by samples', () => {
  expect(qualitySum([stream(360_000, 0, 100), stream(90_000, 50_000, 25)])).toEqual({
    ...{ streams: 2, hours: 2, missing: 0.1, rejected: 4 },
  });
});

test('of nothing nothing is missing', () => {
  expect(missingShare(stream(0, 0, 0))).toBe(0);
  expect(qualitySum([]).hours).toBe(0);
});
