/**
 * The one shape between decode, clock, outbox, ingest, measures and exports.
 * SI units inside: m/s^2 (specific force, +g on the axis pointing up at rest), rad/s, microtesla,
 * microseconds since the epoch UTC (exact in a double up to 2^53).
 */

/** Three equally long columns of one vector quantity. */
export interface Vec3Columns {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** A run of samples in the sensor frame, oldest first. Missing samples are absent rows: look at `tUs`. */
export interface ImuBatch {
  /** Number of valid rows; columns may be longer. */
  readonly n: number;
  readonly tUs: Float64Array;
  readonly accMps2: Vec3Columns;
  /** Null for acceleration-only sources. */
  readonly gyrRadps: Vec3Columns | null;
  readonly magUt: Vec3Columns | null;
}

/** Standard gravity, m/s^2 (BIPM, exact by definition). */
export const STANDARD_GRAVITY_MPS2 = 9.80665;

export function createVec3Columns(capacity: number): Vec3Columns {
  return {
    x: new Float64Array(capacity),
    y: new Float64Array(capacity),
    z: new Float64Array(capacity),
  };
}

/** A view of rows `[start, end)` of a batch; shares memory with it. */
export function sliceBatch(batch: ImuBatch, start: number, end: number): ImuBatch {
  const cut = (c: Vec3Columns): Vec3Columns => ({
    x: c.x.subarray(start, end),
    y: c.y.subarray(start, end),
    z: c.z.subarray(start, end),
  });
  return {
    n: end - start,
    tUs: batch.tUs.subarray(start, end),
    accMps2: cut(batch.accMps2),
    gyrRadps: batch.gyrRadps && cut(batch.gyrRadps),
    magUt: batch.magUt && cut(batch.magUt),
  };
}
