import { expect, test } from 'vitest';
import type { RotationEvent } from '../pipeline/outputs.ts';
import type { Measure } from './measure.ts';
import { summariseRotation } from './rotation.ts';
import { summariseRotationDays } from './rotation-days.ts';

const MINUTE_US = 60e6;

/** A day of 40 rotations whose sides stand as 1 to `ratio`. */
function day(ratio: number): Measure[] {
  const events = Array.from({ length: 40 }, (_, i): RotationEvent => {
    const peakUs = (i + 1) * MINUTE_US;
    const at = { startUs: peakUs, peakUs, endUs: peakUs };
    return { ...at, kind: 'rotation', peakDeg: i % 2 === 0 ? 10 : -10 * ratio, context: 'sitting' };
  });
  return summariseRotation({
    events,
    span: { startUs: 0, endUs: 60 * MINUTE_US },
    hasGyro: true,
    coverage: 1,
  });
}

const value = (measures: readonly Measure[], id: string) => measures.find((m) => m.id === id)!;

test('five days give the mean index and what has to change to be more than noise', () => {
  const measures = summariseRotationDays([1, 3, 1, 3, 1].map(day), 3);
  const index = value(measures, 'rotation_asymmetry_sitting_per_day');
  expect(index).toMatchObject({ coverage: 1, reason: null });
  expect(index.value).toBeCloseTo(0.2, 12);
  // The daily index is 0 or 0.5: SD sqrt(0.075); t(4) = 2.776.
  expect(index.interval![1]).toBeCloseTo(0.2 + (2.776 * Math.sqrt(0.075)) / Math.sqrt(5), 12);
  const change = value(measures, 'rotation_asymmetry_sitting_mdc95').value!;
  expect(change).toBeCloseTo((2.77 * Math.sqrt(0.075)) / Math.sqrt(5), 12);
});

test('four days give no detectable change and say how many it takes', () => {
  const change = value(summariseRotationDays([1, 2, 1, 2].map(day), 3), 'rotation_asymmetry_sitting_mdc95');
  expect(change).toMatchObject({ value: null, reason: '4 valid days: a detectable change needs 5' });
});

test('days without enough rotations are not counted', () => {
  const measures = summariseRotationDays([day(2), day(2)], 3);
  expect(value(measures, 'rotation_asymmetry_standing_per_day')).toMatchObject({
    value: null,
    coverage: 0,
    reason: 'no valid day with enough rotations to either side',
  });
});

test('as many days as are needed give a mean, of those on which the index is known', () => {
  const measures = summariseRotationDays([day(1), day(3), day(1), []], 3);
  const index = value(measures, 'rotation_asymmetry_all_per_day');
  expect(index).toMatchObject({ coverage: 0.75, reason: null });
  expect(index.value).toBeCloseTo(0.5 / 3, 12);
});

test('two days with an index give no mean of them, and say how many it takes', () => {
  const measures = summariseRotationDays([day(1), day(2), []], 3);
  expect(value(measures, 'rotation_asymmetry_all_per_day')).toMatchObject({
    value: null,
    interval: null,
    reason: 'it is known on 2 of 3 valid days, 3 are needed',
  });
});
