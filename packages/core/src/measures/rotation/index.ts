export type { RotationBuffer, SampleContext } from './projection.ts';
export { createRotationBuffer, projectOnGravity } from './projection.ts';
export type { RotationParams } from './rotation.params.ts';
export { ROTATION_ALGORITHM, ROTATION_PARAMS } from './rotation.params.ts';
export type { RotationColumns, RotationExcursion } from './rotation-stage.ts';
export { createRotationStage, RotationStage } from './rotation-stage.ts';
