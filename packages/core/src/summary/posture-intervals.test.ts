import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { postureInterval, type TimedPosture } from './posture-intervals.ts';

const STATES = ['sitting', 'standing', 'walking'] as const satisfies readonly TimedPosture[];
const day = { sitting: 300, standing: 100, walking: 80 };

describe('interval of a time in a posture', () => {
  test('sitting by what is mistaken for standing, walking by what is mistaken for standing', () => {
    const [low, high] = postureInterval(day, 'sitting')!;
    expect((high - low) / 2).toBeCloseTo(1.96 * 0.045 * 400, 2);
    const [least, most] = postureInterval(day, 'walking')!;
    expect((most - least) / 2).toBeCloseTo(1.96 * 0.032 * 180, 2);
  });

  test('standing is mistaken for both: its spread is that of both together', () => {
    const [low, high] = postureInterval(day, 'standing')!;
    expect((high - low) / 2).toBeCloseTo(1.96 * Math.hypot(0.045 * 400, 0.032 * 180), 2);
  });

  test('none where neither it nor what it is mistaken for was told', () => {
    expect(postureInterval({ sitting: 0, standing: 0, walking: 5 }, 'sitting')).toBeNull();
    expect(postureInterval({ sitting: 5, standing: 0, walking: 0 }, 'walking')).toBeNull();
  });

  test('holds what was told, and never less than nothing or more than there was', () => {
    const minutes = fc.double({ min: 0, max: 600, noNaN: true });
    fc.assert(
      fc.property(
        minutes,
        minutes,
        minutes,
        fc.constantFrom(...STATES),
        (sitting, standing, walking, state) => {
          const times = { sitting, standing, walking };
          const interval = postureInterval(times, state);
          if (!interval) return;
          expect(interval[0]).toBeGreaterThanOrEqual(0);
          expect(interval[0]).toBeLessThanOrEqual(times[state]);
          expect(interval[1]).toBeGreaterThanOrEqual(times[state]);
          expect(interval[1]).toBeLessThanOrEqual(sitting + standing + walking);
        },
      ),
    );
  });
});
