import type { RotationEvent } from '../../pipeline/outputs.ts';
import type { Vec3Columns } from '../../signal/imu-batch.ts';

/** What the stage needs of each sample; see `projectOnGravity` for how to get it from a sample and its orientation. */
export interface RotationColumns {
  /** Number of valid rows; columns may be longer. */
  readonly n: number;
  readonly tUs: Float64Array;
  /** Bias-corrected angular rate about the vertical, rad/s, left positive; NaN without a gyroscope. */
  readonly yawRateRadps: Float64Array;
  /** The same about the body's own upright axis; NaN while upright is not known. */
  readonly axialRateRadps: Float64Array;
  /** Specific force along the vertical, m/s^2 (+g at rest). */
  readonly verticalMps2: Float64Array;
  /** Unit vector up, sensor frame. */
  readonly up: Vec3Columns;
  /** The bias that was taken off, rad/s, sensor frame: when the filter learns, what it had left changes too. */
  readonly biasRadps: Vec3Columns;
  /** Posture as known by now: index in `POSTURE_STATES`. */
  readonly context: Uint8Array;
}

/** A rotation event with what the indices need beyond the event's own fields. */
export interface RotationExcursion extends RotationEvent {
  /** Largest angular rate about the vertical, deg/s. */
  readonly peakSpeedDps: number;
  /** Time beyond 10 and beyond 20 degrees from neutral, s. */
  readonly beyond10S: number;
  readonly beyond20S: number;
}
