export type { SmoothnessParams } from './exercise.params.ts';
export { SMOOTHNESS_ALGORITHM, SMOOTHNESS_PARAMS } from './exercise.params.ts';
export type { Smoothness } from './smoothness.ts';
export { dimensionlessJerk, logDimensionlessJerk, spectralArcLength } from './smoothness.ts';
