import type { ImuBatch, Vec3Columns } from '../../signal/imu-batch.ts';
import { createVec3Columns } from '../../signal/imu-batch.ts';
import type { RotationColumns } from './rotation-columns.ts';

/** Rotation columns that can be written; reuse one object for every batch. */
export interface RotationBuffer extends RotationColumns {
  n: number;
}

export function createRotationBuffer(capacity: number): RotationBuffer {
  return {
    n: 0,
    tUs: new Float64Array(capacity),
    yawRateRadps: new Float64Array(capacity),
    axialRateRadps: new Float64Array(capacity),
    verticalMps2: new Float64Array(capacity),
    up: createVec3Columns(capacity),
    biasRadps: createVec3Columns(capacity),
    context: new Uint8Array(capacity),
  };
}

/** A sample and what is known about it. */
export interface SampleContext {
  /** Sensor to world, wxyz. */
  readonly quaternion: Float64Array;
  /** Gyroscope bias, rad/s, sensor frame. */
  readonly biasRadps: Float64Array;
  /** Unit vector along the upright body's axis in the sensor frame (the walking reference); null while unknown. */
  readonly upright: ArrayLike<number> | null;
  /** Posture as known by now: index in `POSTURE_STATES`. */
  readonly posture: number;
}

/**
 * Appends row `i` of a batch to `out`: rates and acceleration projected on gravity, so that the result does
 * not depend on how the clip sits. Pass `gyrRadps` null for a source without a gyroscope.
 */
export function projectOnGravity(
  tUs: number,
  accMps2: Vec3Columns,
  gyrRadps: Vec3Columns | null,
  i: number,
  known: SampleContext,
  out: RotationBuffer,
): void {
  project(accMps2, gyrRadps, i, known, out);
  out.tUs[out.n - 1] = tUs;
}

/** Row `i` of a batch with its own time: the same as `projectOnGravity`, without boxing a number. */
export function projectRow(batch: ImuBatch, i: number, known: SampleContext, out: RotationBuffer): void {
  project(batch.accMps2, batch.gyrRadps, i, known, out);
  out.tUs[out.n - 1] = batch.tUs[i]!;
}

function project(
  accMps2: Vec3Columns,
  gyrRadps: Vec3Columns | null,
  i: number,
  known: SampleContext,
  out: RotationBuffer,
): void {
  const row = out.n++;
  // The third row of the rotation matrix: the world's vertical in the sensor frame.
  const q = known.quaternion;
  const ux = 2 * (q[1]! * q[3]! - q[0]! * q[2]!);
  const uy = 2 * (q[2]! * q[3]! + q[0]! * q[1]!);
  const uz = 1 - 2 * (q[1]! * q[1]! + q[2]! * q[2]!);
  out.up.x[row] = ux;
  out.up.y[row] = uy;
  out.up.z[row] = uz;
  out.verticalMps2[row] = accMps2.x[i]! * ux + accMps2.y[i]! * uy + accMps2.z[i]! * uz;
  out.context[row] = known.posture;
  const b = known.biasRadps;
  out.biasRadps.x[row] = b[0]!;
  out.biasRadps.y[row] = b[1]!;
  out.biasRadps.z[row] = b[2]!;
  const gx = gyrRadps ? gyrRadps.x[i]! - b[0]! : Number.NaN;
  const gy = gyrRadps ? gyrRadps.y[i]! - b[1]! : Number.NaN;
  const gz = gyrRadps ? gyrRadps.z[i]! - b[2]! : Number.NaN;
  out.yawRateRadps[row] = gx * ux + gy * uy + gz * uz;
  const r = known.upright;
  out.axialRateRadps[row] = r ? gx * r[0]! + gy * r[1]! + gz * r[2]! : Number.NaN;
}
