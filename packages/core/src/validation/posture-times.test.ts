import { describe, expect, test } from 'vitest';
import type { Truth } from '../posture/validation/posture-score.ts';
import { shareInside, timesInIntervals } from './posture-times.ts';

/** Runs of seconds: as they were, as they were told, how many. */
function person(...runs: readonly (readonly [Truth | null, Truth | 'unknown', number])[]) {
  const seconds = runs.flatMap(([truth, said, n]) => new Array(n).fill({ truth, said }));
  return {
    id: 'a',
    truth: seconds.map(({ truth }) => truth),
    said: seconds.map(({ said }) => said),
    probability: seconds.map(() => 1),
    saidAtOnce: seconds.map(({ said }) => said),
  };
}

describe('times against the intervals that go with them', () => {
  test('a little of sitting told as standing lies inside, a lot does not', () => {
    const little = person(['sitting', 'sitting', 95], ['sitting', 'standing', 5]);
    const lot = person(['sitting', 'sitting', 50], ['sitting', 'standing', 50]);
    expect(shareInside([little])).toBe(1);
    expect(shareInside([lot])).toBe(0);
    expect(shareInside([little, lot])).toBe(0.5);
  });

  test('counts what was told against what was there, over the seconds with a stated posture and a label', () => {
    const times = timesInIntervals(
      person(
        ['sitting', 'sitting', 90],
        ['sitting', 'unknown', 30],
        [null, 'standing', 10],
        ['lying', 'lying', 9],
      ),
    );
    expect(times).toMatchObject([{ state: 'sitting', trueS: 90, toldS: 90 }]);
  });
});
