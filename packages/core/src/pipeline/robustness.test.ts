import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import { applyBoutRevision } from '../posture/bouts.ts';
import { createVec3Columns, type ImuBatch } from '../signal/imu-batch.ts';
import type { Bout, PipelineOutput } from './outputs.ts';
import { createPipeline } from './pipeline.ts';

const AXES = parseAxes('up,right,forward');

/** Steps of time that sensors and their clocks produce, and some that they should not, in microseconds. */
const step = fc.oneof(
  { weight: 20, arbitrary: fc.constant(20_000) },
  fc.constantFrom(
    0,
    -20_000,
    1,
    100,
    150_000,
    500_000,
    1_900_000,
    2_500_000,
    61_000_000,
    7_200_000_000,
    4e14,
  ),
);
const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -20, max: 20, noNaN: true }) },
  fc.constantFrom(0, -0, 157, -157, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 5e-324),
);
const sample = fc.tuple(step, value, value, value, value);

function batchOf(samples: readonly (readonly [number, number, number, number, number])[]): ImuBatch {
  const n = samples.length;
  const batch = {
    n,
    tUs: new Float64Array(n),
    accMps2: createVec3Columns(n),
    gyrRadps: createVec3Columns(n),
    magUt: null,
  };
  let t = 40_000;
  samples.forEach(([dt, x, y, z, w], i) => {
    t = Math.max(0, t + dt);
    batch.tUs[i] = t;
    batch.accMps2.x[i] = x;
    batch.accMps2.y[i] = y;
    batch.accMps2.z[i] = z;
    batch.gyrRadps.z[i] = w;
  });
  return batch;
}

function check(output: PipelineOutput): void {
  const { n, w, x, y, z } = output.orientation;
  for (let i = 0; i < n; i++) expect(Math.hypot(w[i]!, x[i]!, y[i]!, z[i]!)).toBeCloseTo(1, 6);
  for (const second of output.seconds) {
    expect(second.probability >= 0 && second.probability <= 1).toBe(true);
    expect(second.coverage >= 0 && second.coverage <= 1).toBe(true);
    expect(Number.isFinite(second.activityMps2)).toBe(true);
    for (const angle of [second.flexionDeg, second.sideBendDeg, second.tiltDeg]) {
      expect(angle === null || Number.isFinite(angle)).toBe(true);
    }
  }
}

describe('whatever a sensor sends', () => {
  it('orientation stays a unit quaternion, seconds finite, bouts in order', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 400 }), (samples) => {
        const pipeline = createPipeline({ rateHz: 50, hasGyro: true, hasMag: false, axes: AXES });
        const batch = batchOf(samples);
        let bouts: Bout[] = [];
        for (const output of [pipeline.push(batch), pipeline.flush()]) {
          check(output);
          bouts = applyBoutRevision(bouts, output.bouts);
        }
        for (let i = 1; i < bouts.length; i++) {
          expect(bouts[i]!.startUs).toBeGreaterThanOrEqual(bouts[i - 1]!.endUs);
          expect(bouts[i]!.endUs).toBeGreaterThan(bouts[i]!.startUs);
        }
        expect(() => JSON.parse(JSON.stringify(pipeline.snapshot()))).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it.each([1, 5, 10, 400, 1600])('%d samples a second are analysed', (rateHz) => {
    const n = 30 * rateHz;
    const samples = Array.from({ length: n }, () => [1e6 / rateHz, 9.8, 0, 0.1, 0.01] as const);
    const pipeline = createPipeline({ rateHz, hasGyro: true, hasMag: false, axes: AXES });
    const outputs = [pipeline.push(batchOf(samples)), pipeline.flush()];
    outputs.forEach(check);
    const seconds = new Set(outputs.flatMap((o) => o.seconds.map((s) => s.tUs)));
    expect(seconds.size).toBeGreaterThanOrEqual(29);
  });

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])(
    'a sample at %d is none',
    (tUs) => {
      const batch = batchOf(Array.from({ length: 1500 }, () => [20_000, 9.8, 0, 0.1, 0] as const));
      const told = (): number => {
        const pipeline = createPipeline({ rateHz: 50, hasGyro: true, hasMag: false, axes: AXES });
        const outputs = [pipeline.push(batch), pipeline.flush()];
        return new Set(outputs.flatMap(({ seconds }) => seconds.map((second) => second.tUs))).size;
      };
      const clean = told();
      batch.tUs[500] = tUs;
      expect(told()).toBe(clean);
    },
  );

  it('a night without data costs no memory and ends the bout', () => {
    const quiet = Array.from({ length: 500 }, () => [20_000, 9.8, 0, 0.1, 0] as const);
    const samples = [...quiet, [8 * 3600 * 1e6, 9.8, 0, 0.1, 0] as const, ...quiet];
    const pipeline = createPipeline({ rateHz: 50, hasGyro: true, hasMag: false, axes: AXES });
    const seconds = [pipeline.push(batchOf(samples)), pipeline.flush()].flatMap((o) => o.seconds);
    expect(seconds.length).toBeLessThan(200);
  });
});
