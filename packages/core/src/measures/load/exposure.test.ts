import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addExposures,
  apdf,
  bandIndex,
  createExposure,
  EVA_ANGLE_DEG,
  EVA_DURATION_S,
  type Exposure,
  ExposureCollector,
  evaSeconds,
} from './exposure.ts';

function collect(steps: readonly (readonly [number, number])[]): Exposure {
  const collector = new ExposureCollector();
  for (const [dtS, deg] of steps) collector.push(dtS, deg);
  collector.close();
  return collector.exposure;
}

const angleBand = (deg: number): number => bandIndex(EVA_ANGLE_DEG, deg);
const durationBand = (s: number): number => bandIndex(EVA_DURATION_S, s) - 1;

describe('the exposure variation matrix', () => {
  test('enters a run where its angle and its length belong', () => {
    const exposure = collect([
      [45, 5],
      [400, 25],
    ]);
    expect(evaSeconds(exposure, angleBand(5), durationBand(45))).toBe(45);
    expect(evaSeconds(exposure, angleBand(25), durationBand(400))).toBe(400);
    expect(exposure.eva.reduce((sum, s) => sum + s, 0)).toBe(445);
  });

  test('has the bands of the exposure variation analysis: ten of angle, fifteen of time', () => {
    expect(EVA_ANGLE_DEG).toEqual([-20, -10, 0, 10, 20, 30, 45, 60, 90]);
    expect(EVA_DURATION_S).toEqual([
      ...[0, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800],
    ]);
    expect(createExposure().eva).toHaveLength(150);
  });

  test('holds angles beyond its ends in the last half degree', () => {
    expect(apdf(collect([[1, -170]]), 1)).toBe(-119.5);
    expect(apdf(collect([[1, 179.9]]), 1)).toBe(180);
    expect(apdf(collect([[1, 400]]), 1)).toBe(180);
  });

  test('has half-open bands', () => {
    expect([angleBand(-20.1), angleBand(-20), angleBand(9.999), angleBand(10), angleBand(90)]).toEqual([
      0, 1, 3, 4, 9,
    ]);
    expect([durationBand(4.9), durationBand(5), durationBand(28800)]).toEqual([0, 1, 14]);
  });
});

describe('the amplitude distribution', () => {
  test('is weighted by time, not by samples', () => {
    const exposure = collect([
      [1, 0],
      [1, 0],
      [98, 30],
    ]);
    expect(apdf(exposure, 0.5)).toBeCloseTo(30, 0);
  });

  test('gives P10, P50 and P90 of an even spread', () => {
    const exposure = collect(Array.from({ length: 1000 }, (_, i) => [0.1, i / 10] as const));
    expect([0.1, 0.5, 0.9].map((share) => apdf(exposure, share))).toEqual([
      expect.closeTo(10, 0),
      expect.closeTo(50, 0),
      expect.closeTo(90, 0),
    ]);
  });

  test('is not available when nothing was seen', () => {
    expect(apdf(createExposure(), 0.5)).toBeNull();
  });
});

test('exposures of two stretches add up', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: -90, max: 120 })));
  fc.assert(
    fc.property(steps, steps, (a, b) => {
      const collector = new ExposureCollector();
      for (const [dtS, deg] of a) collector.push(dtS, deg);
      collector.close();
      for (const [dtS, deg] of b) collector.push(dtS, deg);
      collector.close();
      expect(collector.exposure).toEqual(addExposures(collect(a), collect(b)));
    }),
  );
});
