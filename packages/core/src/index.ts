export type {
  Bout,
  BoutRevision,
  LoadRow,
  MountingState,
  OrientationColumns,
  PipelineOutput,
  PostureSecond,
  PostureState,
  RotationEvent,
} from './pipeline/outputs.ts';
export { POSTURE_STATES } from './pipeline/outputs.ts';
export type { Snapshot, Stage } from './pipeline/stage.ts';
export type { ImuBatch, Vec3Columns } from './signal/imu-batch.ts';
export { createVec3Columns, STANDARD_GRAVITY_MPS2, sliceBatch } from './signal/imu-batch.ts';
export type { Measure } from './summary/measure.ts';
