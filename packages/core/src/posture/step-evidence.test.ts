import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../simulation/index.ts';
import { EvidenceBuilder } from './evidence.ts';
import type { StepEvidence } from './step-evidence.ts';

const RATE_HZ = 50;
const G = 9.80665;
const SECONDS = 30;
/** Away from both ends, where windows are whole. */
const MIDDLE = 15;

type Signal = (s: number) => readonly [number, number, number];

/** Of every second of a signal in m/s^2; samples for which `keep` is false are lost. */
function steps(signal: Signal, keep: (s: number) => boolean = () => true): StepEvidence[] {
  const rows: StepEvidence[] = [];
  const builder = new EvidenceBuilder(RATE_HZ, { news: () => {}, row: (row) => rows.push(row.steps) });
  for (let i = 0; i < SECONDS * RATE_HZ; i++) {
    const s = i / RATE_HZ;
    const acc = Float64Array.from(signal(s));
    if (keep(s)) builder.push(s * 1e6, acc, acc, Number.NaN);
  }
  builder.flush();
  return rows;
}

const bounce = (hz: number, mps2: number): Signal => {
  return (s) => [G + mps2 * Math.sin(2 * Math.PI * hz * s), 0, 0];
};

describe('the steps of a second', () => {
  it('are the pushes of a regular walk, alike after each', () => {
    const walk = steps(bounce(2, 2));
    const seen = walk[MIDDLE]!;
    expect(walk.slice(5, 25).map(({ steps: n }) => n)).toEqual(Array(20).fill(2));
    expect(seen.stepRegularity).toBeGreaterThan(0.95);
    expect(seen.strideRegularity).toBeGreaterThan(0.95);
    expect(seen.firstHalfMps2).toBeCloseTo(2 / Math.SQRT2, 0);
    expect(seen.acrossMps2).toBeCloseTo(0, 6);
  });

  it('are none while nobody moves', () => {
    for (const value of Object.values(steps(() => [G, 0, 0])[MIDDLE]!)) expect(value).toBeCloseTo(0, 6);
  });

  it('are not regular when the movement is not', () => {
    const random = new SeededRandom(1);
    const rows = steps(() => [G + random.normal(), random.normal(), random.normal()]);
    expect(rows[MIDDLE]!.strideRegularity).toBeLessThan(0.6);
    expect(rows[MIDDLE]!.jerkMps2).toBeGreaterThan(0.5);
  });

  it('begin in the half second in which they begin', () => {
    const from = MIDDLE + 0.5;
    const seen = steps((s) => (s < from ? [G, 0, 0] : bounce(2, 2)(s)))[MIDDLE]!;
    expect(seen.firstHalfMps2).toBeLessThan(0.2);
    expect(seen.secondHalfMps2).toBeGreaterThan(1);
  });

  it('do not depend on how the clip sits', () => {
    const upright = steps((s) => [bounce(2, 2)(s)[0], 0.5 * Math.sin(6 * s), 0]);
    const turned = steps((s) => [0, bounce(2, 2)(s)[0], -0.5 * Math.sin(6 * s)]);
    turned.forEach((row, i) => {
      for (const key of Object.keys(row) as (keyof StepEvidence)[]) {
        expect(row[key]).toBeCloseTo(upright[i]![key], 9);
      }
    });
  });

  it('stay finite over a loss', () => {
    const rows = steps(bounce(2, 2), (s) => s < 10.3 || s > 14.1);
    expect(rows.every((row) => Object.values(row).every(Number.isFinite))).toBe(true);
  });
});
