/**
 * One sample on its way into posture: Float64Array(SAMPLE_LENGTH), at these indices. Why an array, and why its users take
 * the indices into constants of their own, see `orientation/sample.ts`.
 */
export const SAMPLE = {
  TIME_US: 0,
  /** Specific force x, y, z, m/s^2, sensor frame. */
  ACC: 1,
  /** The orientation filter's up x, y, z, sensor frame. */
  UP: 4,
  /** Heading against its slowly following neutral, degrees; NaN without a gyroscope. */
  ROTATION_DEG: 7,
} as const;
export const SAMPLE_LENGTH = 8;
