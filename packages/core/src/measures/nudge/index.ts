export type { DailyHours, NudgeParams } from './nudge.params.ts';
export { NUDGE_ALGORITHM, NUDGE_PARAMS } from './nudge.params.ts';
export type {
  NudgeDecision,
  NudgeEvent,
  NudgeReason,
  NudgeState,
  NudgeStep,
  TimeSpan,
} from './nudge-policy.ts';
export { decideNudge, INITIAL_NUDGE_STATE, NUDGE_REASONS } from './nudge-policy.ts';
export type { NudgeInput, NudgeOptions, NudgeRow, NudgeWearer } from './nudge-stage.ts';
export { NudgeStage } from './nudge-stage.ts';
