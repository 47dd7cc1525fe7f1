import type { ImuBatch } from '../signal/imu-batch.ts';
import { ORIENTATION_PARAMS, type OrientationParams } from './orientation.params.ts';
import type { OrientationFilter } from './orientation-filter.ts';
import { multiply } from './quaternion.ts';
import type { QuaternionColumns } from './quaternion-columns.ts';
import { synthesise, type Vec3 } from './validation/synthetic.ts';

/** What the tests of the filter share: a lively motion with its truth, and angles between orientations. */

export const DEG = 180 / Math.PI;
export const G = 9.80665;
/** A perfect synthetic sensor has no delay. */
export const PERFECT: OrientationParams = { ...ORIENTATION_PARAMS, sensorDelayS: 0 };

export type Quaternion = readonly [number, number, number, number];

export function feed(filter: OrientationFilter, b: ImuBatch, from = 0, to = b.n): Quaternion[] {
  const { tUs, accMps2: a, gyrRadps: g } = b;
  const out: Quaternion[] = [];
  for (let i = from; i < to; i++) {
    filter.update(tUs[i]!, a.x[i]!, a.y[i]!, a.z[i]!, g!.x[i]!, g!.y[i]!, g!.z[i]!);
    out.push([...filter.quaternion] as unknown as Quaternion);
  }
  return out;
}

export function product(a: Quaternion, b: Quaternion): Quaternion {
  const out = new Float64Array(4);
  multiply(Float64Array.from(a), Float64Array.from(b), out);
  return [...out] as unknown as Quaternion;
}

export const conjugate = ([w, x, y, z]: Quaternion): Quaternion => [w, -x, -y, -z];
export const angleDeg = ([w, x, y, z]: Quaternion): number =>
  2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w)) * DEG;
export const betweenDeg = (a: Quaternion, b: Quaternion): number => angleDeg(product(conjugate(a), b));
/** Where the sensor's axes see "up": independent of heading. */
export const upOf = ([w, x, y, z]: Quaternion): Vec3 => [
  2 * (x * z - w * y),
  2 * (y * z + w * x),
  1 - 2 * (x * x + y * y),
];
export const tiltDeg = (a: Quaternion, b: Quaternion): number => {
  const [u, v] = [upOf(a), upOf(b)];
  const cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  return Math.atan2(Math.hypot(...cross), u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) * DEG;
};

/** A lively motion without a period, about all axes. */
export const lively = (t: number): Vec3 => [
  1.1 * Math.sin(2.1 * t) + 0.3 * Math.sin(7.3 * t),
  0.9 * Math.cos(1.7 * t),
  0.7 * Math.sin(1.3 * t + 1) - 0.2 * Math.cos(5.1 * t),
];
const shaken = (t: number): Vec3 => [2 * Math.sin(9 * t), 1.5 * Math.cos(11 * t), 3 * Math.sin(13 * t)];
export const livelyRecording = synthesise({
  rateHz: 100,
  durationS: 12,
  rateAt: lively,
  accelerationAt: shaken,
  start: [0.8, 0.36, -0.48, 0],
});

/** The truth at sample `i`. */
export function truthAt(truth: QuaternionColumns, i: number): Quaternion {
  return [truth.w[i]!, truth.x[i]!, truth.y[i]!, truth.z[i]!];
}

/** The filter's answer now, as a copy. */
export const now = (filter: OrientationFilter): Quaternion => [...filter.quaternion] as unknown as Quaternion;
