import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImuBatch, sliceBatch } from '../signal/imu-batch.ts';
import { FixedLagSmoother } from './fixed-lag-smoother.ts';
import { ORIENTATION_PARAMS } from './orientation.params.ts';
import { OrientationFilter } from './orientation-filter.ts';
import type { QuaternionColumns } from './quaternion-columns.ts';
import { synthesise } from './validation/synthetic.ts';

const PARAMS = { ...ORIENTATION_PARAMS, sensorDelayS: 0 };
const { samples, truth } = synthesise({
  rateHz: 50,
  durationS: 40,
  rateAt: (t) => [0.8 * Math.sin(2.3 * t), 0.6 * Math.cos(1.9 * t), 0.5 * Math.sin(t)],
  accelerationAt: (t) => [3 * Math.sin(4 * t), 2 * Math.cos(3 * t), 2 * Math.sin(5 * t)],
  start: [0.6, 0, 0.8, 0],
});

type Row = readonly [number, number, number, number, number];
const rowsOf = (c: QuaternionColumns): Row[] =>
  Array.from({ length: c.n }, (_, i) => [c.tUs[i]!, c.w[i]!, c.x[i]!, c.y[i]!, c.z[i]!]);

function smooth(batch: ImuBatch, cuts: readonly number[] = []): Row[] {
  const smoother = new FixedLagSmoother({ lagS: 5, params: PARAMS });
  const edges = [0, ...[...cuts].sort((a, b) => a - b), batch.n];
  const out = edges.slice(1).flatMap((to, k) => rowsOf(smoother.push(sliceBatch(batch, edges[k]!, to))));
  return [...out, ...rowsOf(smoother.flush())];
}

function tiltErrorDeg([, w, x, y, z]: Row, i: number): number {
  const up = (q: readonly [number, number, number, number]): number[] => [
    2 * (q[1] * q[3] - q[0] * q[2]),
    2 * (q[2] * q[3] + q[0] * q[1]),
    1 - 2 * (q[1] ** 2 + q[2] ** 2),
  ];
  const a = up([w, x, y, z]);
  const b = up([truth.w[i]!, truth.x[i]!, truth.y[i]!, truth.z[i]!]);
  return (Math.acos(Math.min(1, a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!)) * 180) / Math.PI;
}

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('FixedLagSmoother', () => {
  const whole = smooth(samples);

  it('answers one row per row, in order, with its time', () => {
    expect(whole.map((row) => row[0])).toEqual([...samples.tUs]);
    for (const [, ...q] of whole) expect(Math.hypot(...q)).toBeCloseTo(1, 12);
  });

  it('lets no row wait longer than the lag, nor decides it before four fifths of it', () => {
    const smoother = new FixedLagSmoother({ lagS: 5, params: PARAMS });
    for (let i = 0; i < samples.n; i++) {
      for (const [tUs] of rowsOf(smoother.push(sliceBatch(samples, i, i + 1)))) {
        expect(samples.tUs[i]! - tUs).toBeLessThanOrEqual(5e6);
        expect(samples.tUs[i]! - tUs).toBeGreaterThanOrEqual(4e6);
      }
    }
  });

  it('halves the inclination error of the causal filter', () => {
    const filter = new OrientationFilter(PARAMS);
    const causal = whole.map(([tUs], i) => {
      filter.updateRow(samples.tUs, samples.accMps2, samples.gyrRadps!, i);
      return tiltErrorDeg([tUs, ...filter.quaternion] as unknown as Row, i);
    });
    expect(rms(whole.map(tiltErrorDeg))).toBeLessThan(0.5 * rms(causal));
  });

  it('gives the same bytes for any chunking', () => {
    void fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: samples.n }), { maxLength: 6 }), (cuts) => {
        expect(smooth(samples, cuts)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    for (const cut of [0, 1, 137, 260, 1500, samples.n]) {
      const before = new FixedLagSmoother({ lagS: 5, params: PARAMS });
      const first = rowsOf(before.push(sliceBatch(samples, 0, cut)));
      const after = new FixedLagSmoother({ lagS: 5, params: PARAMS });
      after.restore(JSON.parse(JSON.stringify(before.snapshot())));
      const rest = rowsOf(after.push(sliceBatch(samples, cut, samples.n)));
      expect([...first, ...rest, ...rowsOf(after.flush())]).toEqual(whole);
    }
  });

  it('keeps rows that do not count, and both sides of a long gap', () => {
    const odd = { ...samples, tUs: samples.tUs.slice() };
    odd.tUs[700] = odd.tUs[690]!;
    for (let i = 1000; i < samples.n; i++) odd.tUs[i] = odd.tUs[i]! + 3600e6;
    const rows = smooth(odd);
    expect(rows.length).toBe(samples.n);
    expect(rows[700]!.slice(1)).toEqual(rows[699]!.slice(1));
    for (const i of [400, 990, 1001, 1900])
      expect(tiltErrorDeg(rows[i]!, i)).toBeLessThan(i === 1001 ? 20 : 3);
  });

  it('takes sources without gyroscope, and the magnetometer where asked to', () => {
    const still = synthesise({ rateHz: 20, durationS: 20, rateAt: () => [0, 0, 0], fieldUt: [0, 20, -40] });
    const turned = synthesise({
      rateHz: 20,
      durationS: 20,
      rateAt: () => [0, 0, 0],
      fieldUt: [0, 20, -40],
      start: [Math.SQRT1_2, 0, 0, Math.SQRT1_2],
    });
    const plain = new FixedLagSmoother();
    plain.push({ ...still.samples, gyrRadps: null });
    expect(rowsOf(plain.flush()).at(-1)!.slice(1)).toEqual([1, 0, 0, 0]);
    const north = new FixedLagSmoother({ useMag: true });
    north.push(turned.samples);
    const [, w, , , z] = rowsOf(north.flush()).at(-1)!;
    expect(2 * Math.atan2(z, w)).toBeCloseTo(Math.PI / 2, 2);
  });

  it('refuses a lag that is none', () => {
    expect(() => new FixedLagSmoother({ lagS: 0 })).toThrow(
      /lagS must be a positive number of seconds, got 0/,
    );
  });
});
