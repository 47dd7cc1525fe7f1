import type { Vec3Columns } from '../../signal/imu-batch.ts';
import type { QuaternionColumns } from '../quaternion-columns.ts';

/** A recording with optical truth, e.g. one trial of BROAD (Laidig et al. 2021). */
export interface OrientationTrial {
  readonly name: string;
  readonly n: number;
  readonly rateHz: number;
  readonly gyrRadps: Vec3Columns;
  readonly accMps2: Vec3Columns;
  readonly magUt: Vec3Columns;
  /** Truth at the recording's own rate. */
  readonly reference: QuaternionColumns;
  /** 1 where errors count. */
  readonly movement: Uint8Array;
}

/** What a sensor would have sent of a trial: some samples, perhaps rounded, perhaps with holes. */
export interface ImuStream {
  readonly n: number;
  readonly tUs: Float64Array;
  readonly gyrRadps: Vec3Columns;
  readonly accMps2: Vec3Columns;
  readonly magUt: Vec3Columns;
}

const FLOAT_PLANES = 13;
const US_PER_S = 1e6;

/**
 * Reads the layout of `../shared/data/orientation` after unzipping: little-endian planes of length n, float32
 * gyr xyz (rad/s), acc xyz (m/s^2), mag xyz (uT), reference wxyz, then uint8 movement.
 */
export function readTrial(name: string, n: number, rateHz: number, bytes: Uint8Array): OrientationTrial {
  const expected = n * (4 * FLOAT_PLANES + 1);
  if (bytes.byteLength !== expected) {
    throw new RangeError(
      `trial ${name}: ${bytes.byteLength} bytes, expected ${expected} for n = ${n}: read the file again, unzipped`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plane = (index: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => view.getFloat32(4 * (index * n + i), true));
  const vector = (index: number): Vec3Columns => ({
    x: plane(index),
    y: plane(index + 1),
    z: plane(index + 2),
  });
  const tUs = Float64Array.from({ length: n }, (_, i) => (i * US_PER_S) / rateHz);
  return {
    name,
    n,
    rateHz,
    gyrRadps: vector(0),
    accMps2: vector(3),
    magUt: vector(6),
    reference: { n, tUs, w: plane(9), x: plane(10), y: plane(11), z: plane(12) },
    movement: bytes.slice(4 * FLOAT_PLANES * n),
  };
}
