export const NUDGE_REASONS = [
  'unbroken_sitting',
  'under_limit',
  'not_sitting',
  'posture_unknown',
  'not_worn',
  'just_moved',
  'meeting',
  'paused',
  'snoozed',
  'quiet_hours',
  'outside_active_hours',
  'too_soon_after_last',
  'kept_for_later',
  'daily_cap',
  'stopped_for_today',
  'noted',
] as const;
export type NudgeReason = (typeof NUDGE_REASONS)[number];

export interface NudgeDecision {
  readonly nudge: boolean;
  readonly reason: NudgeReason;
  /** What the reason rests on, for "why did I get this?": seconds of unbroken sitting and the limit. */
  readonly unbrokenS: number | null;
  readonly limitS: number;
  /** Suggestions given today and the cap. */
  readonly givenToday: number;
  readonly dailyCap: number;
  /** Earliest time of the next suggestion if nothing changes; null while it depends on what the wearer does. */
  readonly nextUs: number | null;
}

/** A decision and its time, microseconds UTC. */
export interface NudgeRow extends NudgeDecision {
  readonly tUs: number;
}
