import { describe, expect, it } from 'vitest';
import { ORIENTATION_PARAMS } from './orientation.params.ts';
import { OrientationFilter } from './orientation-filter.ts';
import { type SyntheticMotion, synthesise, type Vec3 } from './validation/synthetic.ts';

const DEG = 180 / Math.PI;
const PARAMS = { ...ORIENTATION_PARAMS, sensorDelayS: 0 };
/** Middle Europe: 20 uT to the north, 44 uT down. */
const FIELD: Vec3 = [0, 20, -44];

/** Heading errors in deg, one per sample; `disturb` may change the field that the sensor reads. */
function headingErrors(
  motion: SyntheticMotion,
  disturb: (m: Vec3, tS: number) => Vec3 = (m) => m,
  isLost: (tS: number) => boolean = () => false,
): number[] {
  const { samples, truth } = synthesise({ fieldUt: FIELD, ...motion });
  const filter = new OrientationFilter(PARAMS);
  return Array.from({ length: samples.n }, (_, i) => {
    const { x, y, z } = samples.magUt!;
    if (!isLost(i / motion.rateHz)) {
      filter.updateRow(samples.tUs, samples.accMps2, samples.gyrRadps!, i);
      filter.updateMag(...disturb([x[i]!, y[i]!, z[i]!], i / motion.rateHz));
    }
    const q = filter.quaternion;
    const dw = q[0]! * truth.w[i]! + q[1]! * truth.x[i]! + q[2]! * truth.y[i]! + q[3]! * truth.z[i]!;
    const dz = -q[0]! * truth.z[i]! + q[3]! * truth.w[i]! - q[1]! * truth.y[i]! + q[2]! * truth.x[i]!;
    return Math.abs(2 * Math.atan(dz / dw)) * DEG;
  });
}

const turning = (t: number): Vec3 => [0.4 * Math.sin(1.3 * t), 0.3 * Math.cos(1.1 * t), Math.sin(0.7 * t)];

describe('heading with magnetometer', () => {
  it.each([0, 45, 90, 180, -120])(
    'starting at %d deg it is known from the first tenth of a second on',
    (deg) => {
      const half = deg / DEG / 2;
      const errors = headingErrors({
        rateHz: 50,
        durationS: 10,
        rateAt: turning,
        start: [Math.cos(half), 0, 0, Math.sin(half)],
      });
      expect(Math.max(...errors.slice(5))).toBeLessThan(1);
    },
  );

  it('takes samples at 10 Hz as well', () => {
    const errors = headingErrors({ rateHz: 10, durationS: 20, rateAt: turning, start: [0, 0, 0, 1] });
    expect(Math.max(...errors.slice(5))).toBeLessThan(3);
  });

  it('is not held back by a magnetometer that answers five times with the same reading', () => {
    let held: Vec3 = [0, 0, 0];
    const slow = (m: Vec3, t: number): Vec3 => {
      if (Math.round(t * 50) % 5 === 0) held = m;
      return held;
    };
    const rateAt = (t: number): Vec3 => [0, 0, 4 * Math.sin(0.9 * t)];
    const errors = headingErrors({ rateHz: 50, durationS: 60, rateAt }, slow);
    expect(Math.max(...errors.slice(50))).toBeLessThan(1);
  });

  it('is found again within a second of a silence in which the sensor was turned about', () => {
    const rateAt = (t: number): Vec3 => (t > 121 && t < 123 ? [0, 0, 1] : turning(t));
    const isLost = (t: number): boolean => t > 120.5 && t < 124;
    const errors = headingErrors({ rateHz: 50, durationS: 140, rateAt }, (m) => m, isLost);
    expect(errors[6190]).toBeGreaterThan(20);
    expect(Math.max(...errors.slice(6250))).toBeLessThan(2);
  });

  it('ignores a magnet that passes for twenty seconds', () => {
    const passing = (m: Vec3, t: number): Vec3 => (t > 60 && t < 80 ? [m[0] + 60, m[1] - 30, m[2]] : m);
    const errors = headingErrors({ rateHz: 50, durationS: 100, rateAt: turning }, passing);
    expect(Math.max(...errors.slice(50))).toBeLessThan(2);
  });

  it('stays finite and unmoved by missing and absurd readings', () => {
    const absurd = (m: Vec3, t: number): Vec3 => {
      const k = Math.round(t * 50) % 5;
      if (k === 0) return [Number.NaN, 0, 0];
      if (k === 1) return [1e300, -1e300, 0];
      return k === 2 ? [0, 0, 0] : m;
    };
    const errors = headingErrors({ rateHz: 50, durationS: 30, rateAt: turning }, absurd);
    expect(Math.max(...errors.slice(10))).toBeLessThan(1);
  });
});
