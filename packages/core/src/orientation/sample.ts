/**
 * One sample on its way through the filter: Float64Array(SAMPLE_LENGTH), at these indices. Numbers travel in arrays
 * because an engine boxes (allocates) a floating-point argument whenever a call is not inlined. Whoever uses an index
 * often takes it into a constant of its own module: only those are compiled as numbers, imported ones are read.
 */
export const SAMPLE = {
  TIME_US: 0,
  /** Seconds since the sample before. */
  DT_S: 1,
  /** Specific force x, y, z, m/s^2, sensor frame. */
  ACC: 2,
  /** Angular rate x, y, z as sent, rad/s, sensor frame. */
  RATE: 5,
  /** Variance that the strapdown's step added to each axis by what it and the bias could not know, rad^2. */
  DOUBT: 8,
  /** What the acceleration may read wrong, m/s^2: 0 unless it stands at the end of its range. */
  ACC_DOUBT: 9,
} as const;
export const SAMPLE_LENGTH = 10;

export const RAD_PER_DEG = Math.PI / 180;
