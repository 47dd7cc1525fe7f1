export type { GaitMaskScore, TurnAgreement, TurnRow, TurnsEvaluation, TurnsRecording } from './evaluation.ts';
export {
  compareTurns,
  evaluateTurns,
  headingDegAt,
  projectRecording,
  scoreGaitMask,
  turnAgreement,
} from './evaluation.ts';
export type { EventScore, TrueExcursion } from './event-score.ts';
export { scoreEvents } from './event-score.ts';
export type { RotationBuffer, SampleContext } from './projection.ts';
export { createRotationBuffer, projectOnGravity, projectRow } from './projection.ts';
export type { RotationParams } from './rotation.params.ts';
export { ROTATION_ALGORITHM, ROTATION_PARAMS } from './rotation.params.ts';
export type { DetectableChange, Prescription, PrescriptionResult } from './rotation-change.ts';
export { comparePrescription, detectableChange, detectableChangeBetween } from './rotation-change.ts';
export type { RotationColumns, RotationExcursion } from './rotation-columns.ts';
export type { IndexName, RotationContext, RotationIndices, Side, SideIndices } from './rotation-indices.ts';
export { isCounted, rotationIndices } from './rotation-indices.ts';
export { createRotationStage, RotationStage } from './rotation-stage.ts';
export { settleReachUs, settleRotation } from './settle.ts';
