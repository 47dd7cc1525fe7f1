/**
 * One sample on its way through the rotation stage: Float64Array(SAMPLE_LENGTH), indices below. Numbers travel in
 * an array because an engine boxes (allocates) a floating-point argument whenever a call is not inlined.
 */
export const TIME_US = 0;
/** Seconds since the sample before. */
export const DT_S = 1;
/** Rates in rad/s about the vertical and about the body's own upright axis (NaN while that is not known), left +. */
export const RATE = 2;
export const AXIAL = 3;
/** Unit vector up, sensor frame. */
export const UP = 4;
/** Specific force along the vertical, m/s^2 (+g at rest). */
export const VERTICAL = 7;
export const SAMPLE_LENGTH = 8;
