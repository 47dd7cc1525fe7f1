export type { DailyHours, NudgeParams } from './nudge.params.ts';
export { NUDGE_ALGORITHM, NUDGE_PARAMS } from './nudge.params.ts';
export type { NudgeDecision, NudgeReason, NudgeRow } from './nudge-decision.ts';
export { NUDGE_REASONS } from './nudge-decision.ts';
export type { NudgeEvent, NudgeRules, NudgeState, NudgeStep, TimeSpan } from './nudge-policy.ts';
export { decideNudge, INITIAL_NUDGE_STATE } from './nudge-policy.ts';
export type { NudgeInput, NudgeOptions, NudgeWearer } from './nudge-stage.ts';
export { NudgeStage } from './nudge-stage.ts';
export type { UtcOffset } from './wall-clock.ts';
