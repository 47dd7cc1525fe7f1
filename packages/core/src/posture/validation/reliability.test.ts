import { describe, expect, test } from 'vitest';
import type { ScoredPerson } from './posture-score.ts';
import { calibrationError, reliability } from './reliability.ts';

/** `right` of `of` seconds of sitting told rightly, all with one probability. */
const told = (probability: number, right: number, of: number): ScoredPerson => ({
  id: 'a',
  truth: Array.from({ length: of }, () => 'sitting'),
  said: Array.from({ length: of }, (_, i) => (i < right ? 'sitting' : 'standing')),
  probability: new Array(of).fill(probability),
  saidAtOnce: new Array(of).fill('unknown'),
});

describe('reliability of a stated probability', () => {
  test('is the share of right seconds beside the probability they were told with', () => {
    expect(reliability([told(0.75, 3, 4), told(1, 1, 2)])).toEqual([
      { from: 0.7, seconds: 4, stated: 0.75, right: 0.75 },
      { from: 0.99, seconds: 2, stated: 1, right: 0.5 },
    ]);
  });

  test('an error of nothing where as many are right as was said, weighted by seconds where not', () => {
    expect(calibrationError(reliability([told(0.75, 3, 4)]))).toBe(0);
    expect(calibrationError(reliability([told(0.75, 3, 4), told(1, 2, 4)]))).toBe(0.25);
  });

  test('seconds that are unknown, or have no scored label, say nothing', () => {
    const person = told(0.8, 2, 2);
    const silent = { ...person, said: ['unknown', 'unknown'] as const, probability: [0, 0] };
    expect(reliability([silent, { ...person, truth: [null, null] }])).toEqual([]);
  });
});
