import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PipelineOutput } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import { rotation, type Turn, turnBatch } from './mounting-testing.ts';

const RATE_HZ = 50;
const SECONDS = 240;
const START_US = 1_795_000_000_000_000;
const TOLERANCE = 1e-6;

const day = new WorkdaySimulation(defaultWorkday(3, 1), {
  rateHz: RATE_HZ,
  startUs: START_US,
  errors: commodityErrors(3),
});
const recording = day.next(SECONDS * RATE_HZ)!;

function analyse(batch: ImuBatch): PipelineOutput[] {
  const pipeline = createPipeline({ rateHz: RATE_HZ, hasGyro: true, hasMag: false, axes: null });
  return [pipeline.push(batch), pipeline.flush()];
}

/** Every number a wearer sees, in order. */
function numbersOf(outputs: readonly PipelineOutput[]): number[] {
  return outputs.flatMap(({ orientation, seconds, rotations, load }) => [
    ...orientation.flexionDeg,
    ...orientation.sideBendDeg,
    ...orientation.rotationDeg,
    ...orientation.tiltDeg,
    ...seconds.flatMap((s) => [s.probability, s.flexionDeg ?? -1, s.sideBendDeg ?? -1, s.activityMps2]),
    ...rotations.flatMap((event) => [event.startUs, event.peakUs, event.endUs, event.peakDeg]),
    ...load.flatMap((row) => [row.holdingS, row.creep ?? -1]),
  ]);
}

const statesOf = (outputs: readonly PipelineOutput[]): string[] =>
  outputs.flatMap(({ seconds, bouts }) => [
    ...seconds.map(({ state }) => state),
    ...bouts.bouts.map(({ state }) => state),
  ]);

describe('a clip worn any way round', () => {
  const upright = analyse(recording);
  const expected = numbersOf(upright);

  function saysTheSame(turn: Turn): void {
    const turned = analyse(turnBatch(recording, turn));
    expect(statesOf(turned)).toEqual(statesOf(upright));
    const found = numbersOf(turned);
    expect(found.length).toBe(expected.length);
    const worst = found.reduce((most, value, i) => {
      if (Number.isNaN(value) && Number.isNaN(expected[i]!)) return most;
      return Math.max(most, Math.abs(value - expected[i]!) / Math.max(1, Math.abs(expected[i]!) / 1e6));
    }, 0);
    expect(worst).toBeLessThan(TOLERANCE);
  }

  test('has something to compare', () => {
    expect(upright[1]!.mounting).toMatchObject({ reference: 'walking', forward: 'walking', reason: null });
    expect(new Set(statesOf(upright))).toContain('sitting');
    expect(expected.filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(20_000);
  });

  test.each([
    ['upside down', [0, 0, 0, 1]],
    ['inside out', [0, 1, 0, 0]],
    ['both', [0, 0, 1, 0]],
    ['on its side', [1, 0, 0, 1]],
  ] as const)('%s gives the same answers', (_, q) => saysTheSame(rotation(q)));

  test('turned by any rotation gives the same answers', () => {
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    const quaternion = fc.tuple(part, part, part, part).filter((q) => Math.hypot(...q) > 0.1);
    fc.assert(
      fc.property(quaternion, (q) => saysTheSame(rotation(q))),
      { numRuns: 6, seed: 4 },
    );
  });
});
