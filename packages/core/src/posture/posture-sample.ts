/**
 * One sample on its way into posture: Float64Array(SAMPLE_LENGTH), indices below. Numbers travel in an array because
 * an engine boxes (allocates) a floating-point argument whenever a call is not inlined.
 */
export const TIME_US = 0;
/** Specific force x, y, z, m/s^2, sensor frame. */
export const ACC = 1;
/** The orientation filter's up x, y, z, sensor frame. */
export const UP = 4;
/** Heading against its slowly following neutral, degrees; NaN without a gyroscope. */
export const ROTATION_DEG = 7;
export const SAMPLE_LENGTH = 8;
