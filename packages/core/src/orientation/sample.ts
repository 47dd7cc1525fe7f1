/**
 * One sample on its way through the filter: Float64Array(SAMPLE_LENGTH), indices below. Numbers travel in
 * arrays because an engine boxes (allocates) a floating-point argument whenever a call is not inlined.
 */
export const TIME_US = 0;
/** Seconds since the sample before. */
export const DT_S = 1;
/** Specific force x, y, z, m/s^2, sensor frame. */
export const ACC = 2;
/** Angular rate x, y, z as sent, rad/s, sensor frame. */
export const RATE = 5;
/** Variance that the strapdown's step added to each axis by what it and the bias could not know, rad^2. */
export const DOUBT = 8;
export const SAMPLE_LENGTH = 9;

export const RAD_PER_DEG = Math.PI / 180;
