/** Scores of the shipped algorithms against truth: what `plumbline validate` prints. Nothing ships this to a user. */

export type { ModelTables } from '../posture/trees.ts';
export {
  LABELLED_AXES,
  type LabelledPerson,
  type LabelledSubject,
  readLabelledPerson,
} from '../posture/validation/labelled-person.ts';
export {
  type PersonScore,
  type PostureScore,
  type ScoredPerson,
  scorePosture,
} from '../posture/validation/posture-score.ts';
export { calibrationError, type ReliabilityBin, reliability } from '../posture/validation/reliability.ts';
export { type CreepFigures, creepFigures } from './creep.ts';
export { judgeMounting, type MountingTrial } from './mounting.ts';
export { firstSaid, judgePosture, type PostureTrialOptions, type ToldShares, toldShares } from './posture.ts';
export { shareInside, type TimeInInterval, timesInIntervals } from './posture-times.ts';
export {
  type DayOptions,
  eventsAtRest,
  type PipelineDay,
  postureError,
  runPipeline,
  runRotationAlone,
  scoreRotations,
  sensorErrors,
  sittingMinutes,
} from './simulated-day.ts';
export { atOnce, type Steps } from './steps.ts';
export { rotationsOfPipeline } from './turns.ts';
