/** What no sensor of a wearable reads; damaged bytes may decode to any number. A thousand g ... */
export const IMPLAUSIBLE_MPS2 = 1e4;
/** ... and more than twice the widest range of a gyroscope on sale, 2000 deg/s. */
export const IMPLAUSIBLE_RADPS = 100;
