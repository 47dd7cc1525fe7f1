export type { ClockParams } from './clock/clock.params.ts';
export { CLOCK_PARAMS } from './clock/clock.params.ts';
export type { ClockGap, SampleClockOptions } from './clock/sample-clock.ts';
export { SampleClock } from './clock/sample-clock.ts';
export type { Smoothness, SmoothnessParams } from './measures/exercise/index.ts';
export {
  dimensionlessJerk,
  logDimensionlessJerk,
  SMOOTHNESS_ALGORITHM,
  SMOOTHNESS_PARAMS,
  spectralArcLength,
} from './measures/exercise/index.ts';
export type {
  ComparedRow,
  Exposure,
  LoadBand,
  LoadBefore,
  LoadDetail,
  LoadOutput,
  LoadParams,
  LoadPart,
  LoadSecond,
  LoadTotals,
  LoadWearer,
  OwnUsual,
  PartCorrelation,
  RatedLoad,
} from './measures/load/index.ts';
export {
  addExposures,
  againstUsual,
  apdf,
  bandOf,
  Creep,
  compareDiscomfort,
  createLoadStage,
  creditShare,
  EVA_ANGLE_DEG,
  EVA_DURATION_S,
  enduranceS,
  evaSeconds,
  flexionShare,
  holdingBudgetS,
  LEAST_RATED_DAYS,
  LEAST_RATINGS,
  LOAD_ALGORITHM,
  LOAD_BANDS,
  LOAD_BEFORE_S,
  LOAD_PARAMS,
  LOAD_PARTS,
  LoadStage,
  leaningLoad,
  loadBefore,
  NO_CORRELATION,
} from './measures/load/index.ts';
export type {
  DailyHours,
  NudgeDecision,
  NudgeEvent,
  NudgeInput,
  NudgeOptions,
  NudgeParams,
  NudgeReason,
  NudgeRow,
  NudgeRules,
  NudgeState,
  NudgeStep,
  NudgeWearer,
  TimeSpan,
  UtcOffset,
} from './measures/nudge/index.ts';
export {
  decideNudge,
  INITIAL_NUDGE_STATE,
  NUDGE_ALGORITHM,
  NUDGE_PARAMS,
  NUDGE_REASONS,
  NudgeStage,
} from './measures/nudge/index.ts';
export type {
  DetectableChange,
  EventScore,
  GaitMaskScore,
  IndexName,
  Prescription,
  PrescriptionResult,
  RotationBuffer,
  RotationColumns,
  RotationContext,
  RotationExcursion,
  RotationIndices,
  RotationParams,
  SampleContext,
  Side,
  SideIndices,
  TrueExcursion,
  TurnAgreement,
  TurnRow,
  TurnsEvaluation,
  TurnsRecording,
} from './measures/rotation/index.ts';
export {
  comparePrescription,
  compareTurns,
  createRotationBuffer,
  createRotationStage,
  detectableChange,
  detectableChangeBetween,
  evaluateTurns,
  headingDegAt,
  isCounted,
  projectOnGravity,
  ROTATION_ALGORITHM,
  ROTATION_PARAMS,
  RotationStage,
  rotationIndices,
  scoreEvents,
  scoreGaitMask,
  settleRotation,
  turnAgreement,
} from './measures/rotation/index.ts';
export type { SittingParams } from './measures/sitting/sitting.params.ts';
export { SITTING_ALGORITHM, SITTING_PARAMS } from './measures/sitting/sitting.params.ts';
export { student975 } from './measures/student.ts';
export type { AxesMounting, BodyDirection } from './mounting/axes.ts';
export { BODY_DIRECTIONS, parseAxes } from './mounting/axes.ts';
export { GUIDED_BENDS_PARAMS } from './mounting/guided-bends.params.ts';
export type { BendCalibration, BendRefusal, BendsProgress } from './mounting/guided-bends.ts';
export { BEND_REFUSALS, BEND_WORDS, GuidedBends } from './mounting/guided-bends.ts';
export { GyroAgreement } from './mounting/gyro-agreement.ts';
export { STRETCH_S, TiltStretches } from './mounting/tilt-stretches.ts';
export type { FixedLagOptions } from './orientation/fixed-lag-smoother.ts';
export { FIXED_LAG_OPTIONS, FixedLagSmoother } from './orientation/fixed-lag-smoother.ts';
export type {
  BiasParams,
  InclinationParams,
  MagParams,
  OrientationParams,
  RestParams,
} from './orientation/orientation.params.ts';
export { ORIENTATION_PARAMS } from './orientation/orientation.params.ts';
export { OrientationFilter } from './orientation/orientation-filter.ts';
export type { QuaternionColumns } from './orientation/quaternion-columns.ts';
export type { DownSampling } from './orientation/validation/degrade.ts';
export type { OrientationTrial } from './orientation/validation/trial.ts';
export { readTrial } from './orientation/validation/trial.ts';
export type {
  OrientationFigure,
  OrientationQuantity,
  OrientationValidationOptions,
} from './orientation/validation/validate-orientation.ts';
export {
  ORIENTATION_ALGORITHM,
  orientationValidation,
  validateOrientation,
} from './orientation/validation/validate-orientation.ts';
export type {
  Bout,
  BoutRevision,
  BreakCredit,
  Calibration,
  LoadRow,
  MountingEvent,
  MountingEventKind,
  MountingSeed,
  MountingState,
  OrientationColumns,
  PipelineOutput,
  PostureSecond,
  PostureState,
  RotationEvent,
} from './pipeline/outputs.ts';
export { MOUNTING_EVENT_KINDS, POSTURE_STATES } from './pipeline/outputs.ts';
export type { PipelineParams } from './pipeline/pipeline.ts';
export { createPipeline } from './pipeline/pipeline.ts';
export type { Snapshot, Stage } from './pipeline/stage.ts';
export { applyBoutRevision } from './posture/bouts.ts';
export type { LabelState, PostureLabel } from './posture/corrections.ts';
export { LABEL_STATES } from './posture/corrections.ts';
export type { PostureParams } from './posture/posture.params.ts';
export { POSTURE_ALGORITHM, POSTURE_PARAMS } from './posture/posture.params.ts';
export type { ThighSecond } from './posture/thigh-posture.ts';
export { THIGH_ALGORITHM, THIGH_SEATED_DEG, ThighPosture, withThigh } from './posture/thigh-posture.ts';
export type { ModelTables } from './posture/trees.ts';
export type { ImuBatch, Vec3Columns } from './signal/imu-batch.ts';
export { createVec3Columns, STANDARD_GRAVITY_MPS2, sliceBatch } from './signal/imu-batch.ts';
export type { CalendarParams } from './summary/calendar.params.ts';
export { CALENDAR_ALGORITHM, CALENDAR_PARAMS } from './summary/calendar.params.ts';
export type { Span, SummaryParams } from './summary/day.ts';
export { DAY_PARAMS, notAvailable, StateSeconds, summariseCounts, summariseDay } from './summary/day.ts';
export type { DaySummary, DaysContext } from './summary/days.ts';
export { DayCollector } from './summary/days.ts';
export { LoadTally } from './summary/load.ts';
export type { Calendar, LocalDay } from './summary/local-days.ts';
export { createCalendar } from './summary/local-days.ts';
export { meanOfDays } from './summary/mean-of-days.ts';
export { type Measure, TRUNK_ANGLE_ERROR_DEG } from './summary/measure.ts';
export type { MinuteSecond, MinuteSummary } from './summary/minutes.ts';
export { MinuteCollector } from './summary/minutes.ts';
export { parameterFault } from './summary/parameter-fault.ts';
export { parameterHash } from './summary/parameter-hash.ts';
export { possibleRange } from './summary/possible-range.ts';
export type { RotationSummaryInput } from './summary/rotation.ts';
export { summariseRotation } from './summary/rotation.ts';
export { summariseRotationDays } from './summary/rotation-days.ts';
export { isTimeZone, localTimeZone } from './summary/time-zone.ts';
export type { ExposureVariation } from './summary/trunk-exposure.ts';
export { TrunkExposure } from './summary/trunk-exposure.ts';
export type { WeekChange, WeekSummary } from './summary/week.ts';
export { compareWeeks, summariseWeeks, weekOf } from './summary/week.ts';
