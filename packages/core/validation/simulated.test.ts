import { describe, expect, test } from 'vitest';
import { runRotationAlone, scoreRotations, sensorErrors } from './simulated-day.ts';

/** The reach of the simulated day on a short one; `simulated.ts` prints the long table. */
describe('an hour of a simulated day with a commodity sensor', () => {
  const options = { hours: 1, rateHz: 50, errors: sensorErrors(3) };
  const { simulation, rotations } = runRotationAlone(3, options);
  const score = scoreRotations(simulation, rotations);

  test('finds the rotations, and hardly any that did not happen', () => {
    expect(score.happened).toBeGreaterThan(20);
    expect(score.recall).toBeGreaterThanOrEqual(0.97);
    expect(score.precision).toBeGreaterThanOrEqual(0.93);
    expect(score.directionError).toBe(0);
  });

  test('tells the asymmetry to within four points, and the same under 0.05 deg/s more bias', () => {
    expect(score.asymmetryErrorPoints).toBeLessThan(4);
    const biased = runRotationAlone(3, { ...options, errors: sensorErrors(3, 0.05) });
    const { foundAsymmetry } = scoreRotations(simulation, biased.rotations);
    expect(Math.abs(foundAsymmetry - score.foundAsymmetry)).toBeLessThan(0.02);
  });
});
