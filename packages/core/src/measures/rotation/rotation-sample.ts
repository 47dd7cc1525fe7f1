/**
 * One sample on its way through the rotation stage: Float64Array(SAMPLE_LENGTH), at these indices. Why an array, and why
 * its users take the indices into constants of their own, see `orientation/sample.ts`.
 */
export const SAMPLE = {
  TIME_US: 0,
  /** Seconds since the sample before. */
  DT_S: 1,
  /** Rates in rad/s about the vertical and about the body's own upright axis (NaN while that is not known), left +. */
  RATE: 2,
  AXIAL: 3,
  /** Unit vector up, sensor frame. */
  UP: 4,
  /** Specific force along the vertical, m/s^2 (+g at rest). */
  VERTICAL: 7,
} as const;
export const SAMPLE_LENGTH = 8;
