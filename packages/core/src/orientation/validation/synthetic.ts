import { createVec3Columns, type ImuBatch, STANDARD_GRAVITY_MPS2 } from '../../signal/imu-batch.ts';
import { advance, normalise, rotate } from '../quaternion.ts';
import { createQuaternionColumns, type QuaternionColumns } from '../quaternion-columns.ts';

export type Vec3 = readonly [number, number, number];

export interface SyntheticMotion {
  readonly rateHz: number;
  readonly durationS: number;
  /** Angular rate in the sensor frame, rad/s. */
  readonly rateAt: (tS: number) => Vec3;
  /** Acceleration in the world frame, m/s^2; none by default. */
  readonly accelerationAt?: (tS: number) => Vec3;
  /** Sensor to world at the start, wxyz; upright by default. */
  readonly start?: readonly [number, number, number, number];
  /** Magnetic field in the world frame (ENU). */
  readonly fieldUt?: Vec3;
}

export interface SyntheticRecording {
  readonly samples: ImuBatch;
  readonly truth: QuaternionColumns;
}

const SUB_STEPS = 40;
const US_PER_S = 1e6;

/** A perfect sensor on a known motion: the truth is integrated in steps forty times finer than the samples. */
export function synthesise(motion: SyntheticMotion): SyntheticRecording {
  const n = Math.round(motion.rateHz * motion.durationS) + 1;
  const truth = createQuaternionColumns(n);
  const accMps2 = createVec3Columns(n);
  const gyrRadps = createVec3Columns(n);
  const magUt = createVec3Columns(n);
  const q = Float64Array.from(motion.start ?? [1, 0, 0, 0]);
  const toSensor = new Float64Array(4);
  const vector = new Float64Array(3);
  const put = (c: typeof accMps2, i: number, v: ArrayLike<number>): void => {
    c.x[i] = v[0]!;
    c.y[i] = v[1]!;
    c.z[i] = v[2]!;
  };
  const step = 1 / motion.rateHz / SUB_STEPS;
  for (let i = 0; i < n; i++) {
    const t = i / motion.rateHz;
    truth.tUs[i] = (i * US_PER_S) / motion.rateHz;
    [truth.w[i], truth.x[i], truth.y[i], truth.z[i]] = [q[0]!, q[1]!, q[2]!, q[3]!];
    put(gyrRadps, i, motion.rateAt(t));
    toSensor.set([q[0]!, -q[1]!, -q[2]!, -q[3]!]);
    const a = motion.accelerationAt?.(t) ?? [0, 0, 0];
    vector.set([a[0], a[1], a[2] + STANDARD_GRAVITY_MPS2]);
    rotate(toSensor, vector, vector);
    put(accMps2, i, vector);
    vector.set(motion.fieldUt ?? [0, 0, 0]);
    rotate(toSensor, vector, vector);
    put(magUt, i, vector);
    for (let k = 0; k < SUB_STEPS; k++) {
      vector.set(motion.rateAt(t + (k + 0.5) * step).map((r) => r * step));
      advance(q, vector);
    }
    normalise(q);
  }
  return { samples: { n, tUs: truth.tUs, accMps2, gyrRadps, magUt }, truth };
}
