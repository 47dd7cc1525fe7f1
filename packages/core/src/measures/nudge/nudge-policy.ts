import type { PostureState } from '../../pipeline/outputs.ts';
import { type DailyHours, NUDGE_PARAMS, type NudgeParams } from './nudge.params.ts';
import type { NudgeDecision, NudgeReason } from './nudge-decision.ts';

const US_PER_S = 1e6;
const US_PER_MIN = 60 * US_PER_S;
const MIN_PER_DAY = 24 * 60;

/** Half-open, microseconds since the epoch UTC. */
export interface TimeSpan {
  readonly startUs: number;
  readonly endUs: number;
}

/** What the policy hears. There is no angle among it: only how long, and whether the body has moved. */
export type NudgeEvent =
  | {
      /** The wearer's state now, every few seconds; `unbrokenS` and `unvariedS` come from the load stage. */
      readonly kind: 'state';
      readonly tUs: number;
      /** Local time less UTC, minutes. */
      readonly utcOffsetMin: number;
      readonly posture: PostureState;
      readonly unbrokenS: number;
      readonly unvariedS: number;
    }
  /** The load stage has credited a break, whoever had the idea. */
  | { readonly kind: 'break'; readonly startUs: number; readonly endUs: number }
  /** The calendar's meetings from now on; replaces what was known. */
  | { readonly kind: 'meetings'; readonly meetings: readonly TimeSpan[] }
  | { readonly kind: 'snooze'; readonly tUs: number; readonly minutes: number }
  /** The wearer's own pause ("in a meeting", "do not disturb"); null ends it. */
  | { readonly kind: 'pause'; readonly untilUs: number | null }
  | { readonly kind: 'stop_today'; readonly tUs: number; readonly utcOffsetMin: number }
  | { readonly kind: 'resume' };

/** Plain JSON; keep it across restarts. */
export interface NudgeState {
  /** Local day number of what is counted. */
  readonly day: number | null;
  readonly givenToday: number;
  readonly lastNudgeUs: number | null;
  readonly snoozedUntilUs: number | null;
  readonly pausedUntilUs: number | null;
  readonly stoppedDay: number | null;
  readonly meetings: readonly TimeSpan[];
  /** Breaks today: all of them, and those that answered a suggestion. */
  readonly breaksToday: number;
  readonly answeredToday: number;
}

export const INITIAL_NUDGE_STATE: NudgeState = {
  day: null,
  givenToday: 0,
  lastNudgeUs: null,
  snoozedUntilUs: null,
  pausedUntilUs: null,
  stoppedDay: null,
  meetings: [],
  breaksToday: 0,
  answeredToday: 0,
};

export interface NudgeStep {
  readonly state: NudgeState;
  readonly decision: NudgeDecision;
}

type StateEvent = Extract<NudgeEvent, { kind: 'state' }>;

/** The policy: the state so far and what was heard give the next state and a decision with its reason. */
export function decideNudge(
  state: NudgeState,
  event: NudgeEvent,
  params: NudgeParams = NUDGE_PARAMS,
): NudgeStep {
  if (event.kind !== 'state') {
    const next = note(state, event, params);
    return { state: next, decision: decision(next, 'noted', null, null, params) };
  }
  const today = rollOver(state, localDay(event));
  const [reason, endUs] = judge(today, event, params);
  const nextUs = endUs === null ? null : earliest(today, event, endUs, params);
  const nudge = reason === 'unbroken_sitting';
  const next = nudge ? { ...today, givenToday: today.givenToday + 1, lastNudgeUs: event.tUs } : today;
  return { state: next, decision: decision(next, reason, event.unbrokenS, nextUs, params) };
}

function note(state: NudgeState, event: Exclude<NudgeEvent, StateEvent>, params: NudgeParams): NudgeState {
  switch (event.kind) {
    case 'break':
      return countBreak(state, event.startUs, params);
    case 'meetings':
      return { ...state, meetings: event.meetings.map(({ startUs, endUs }) => ({ startUs, endUs })) };
    case 'snooze':
      return { ...state, snoozedUntilUs: event.tUs + Math.max(0, event.minutes) * US_PER_MIN };
    case 'pause':
      return { ...state, pausedUntilUs: event.untilUs };
    case 'stop_today':
      return { ...state, stoppedDay: localDay(event) };
    case 'resume':
      return { ...state, stoppedDay: null, pausedUntilUs: null, snoozedUntilUs: null };
  }
}

function countBreak(state: NudgeState, startUs: number, params: NudgeParams): NudgeState {
  const sinceUs = state.lastNudgeUs === null ? Number.POSITIVE_INFINITY : startUs - state.lastNudgeUs;
  const answers = sinceUs >= 0 && sinceUs <= params.answerS * US_PER_S;
  return {
    ...state,
    breaksToday: state.breaksToday + 1,
    answeredToday: state.answeredToday + (answers ? 1 : 0),
  };
}

function rollOver(state: NudgeState, day: number): NudgeState {
  if (state.day === day) return state;
  return { ...state, day, givenToday: 0, breaksToday: 0, answeredToday: 0 };
}

/** Why, and when that ends by itself; null: that depends on what the wearer does. */
type Judgement = readonly [reason: NudgeReason, endUs: number | null];

/** More than this follow each other only where nothing is ever allowed. */
const MOST_IN_A_ROW = 16;
const BY_THE_WEARER: ReadonlySet<NudgeReason> = new Set(['not_sitting', 'posture_unknown', 'not_worn']);

/**
 * When the next suggestion could come: what holds it back now may give way to something else, as a meeting to a snooze.
 * Whoever sits now is taken to sit on, by a clock that does not change.
 */
function earliest(state: NudgeState, event: StateEvent, endUs: number, params: NudgeParams): number | null {
  let atUs = endUs;
  for (let i = 0; i < MOST_IN_A_ROW; i++) {
    const satS = (atUs - event.tUs) / US_PER_S;
    const then = {
      ...event,
      tUs: atUs,
      unbrokenS: event.unbrokenS + satS,
      unvariedS: event.unvariedS + satS,
    };
    const [reason, nextUs] = judge(rollOver(state, localDay(then)), then, params);
    if (reason === 'unbroken_sitting' || BY_THE_WEARER.has(reason)) return atUs;
    if (nextUs === null) return null;
    if (nextUs - atUs < US_PER_S) return nextUs;
    atUs = nextUs;
  }
  return null;
}

/** The wearer's wishes come first, then the hour, then what the body does. */
function judge(state: NudgeState, event: StateEvent, params: NudgeParams): Judgement {
  return (
    byWish(state, event) ??
    byHour(event, params) ??
    byPosture(event) ??
    byCount(state, event, params) ??
    bySitting(event, params)
  );
}

function byWish(state: NudgeState, { tUs }: StateEvent): Judgement | null {
  if (state.stoppedDay !== null && state.stoppedDay === state.day) return ['stopped_for_today', null];
  if (state.pausedUntilUs !== null && tUs < state.pausedUntilUs) return ['paused', state.pausedUntilUs];
  const meeting = state.meetings.find(({ startUs, endUs }) => tUs >= startUs && tUs < endUs);
  if (meeting) return ['meeting', meeting.endUs];
  if (state.snoozedUntilUs !== null && tUs < state.snoozedUntilUs) return ['snoozed', state.snoozedUntilUs];
  return null;
}

function byHour(event: StateEvent, params: NudgeParams): Judgement | null {
  const minute = localMinute(event);
  const { fromMin, toMin } = params.activeHours;
  if (fromMin !== toMin && !within(params.activeHours, minute)) {
    return ['outside_active_hours', nextAt(fromMin, event)];
  }
  const quiet = params.quietHours.find((hours) => within(hours, minute));
  return quiet ? ['quiet_hours', nextAt(quiet.toMin, event)] : null;
}

function byPosture({ posture }: StateEvent): Judgement | null {
  if (posture === 'not_worn') return ['not_worn', null];
  if (posture === 'unknown') return ['posture_unknown', null];
  return posture === 'sitting' ? null : ['not_sitting', null];
}

function byCount(state: NudgeState, { tUs }: StateEvent, params: NudgeParams): Judgement | null {
  if (state.givenToday >= params.dailyCap) return ['daily_cap', null];
  if (state.lastNudgeUs === null) return null;
  const freeUs = state.lastNudgeUs + params.spacingS * US_PER_S;
  return tUs < freeUs ? ['too_soon_after_last', freeUs] : null;
}

function bySitting({ tUs, unbrokenS, unvariedS }: StateEvent, params: NudgeParams): Judgement {
  if (!(unbrokenS >= params.limitS)) {
    return ['under_limit', Number.isFinite(unbrokenS) ? tUs + (params.limitS - unbrokenS) * US_PER_S : null];
  }
  if (unvariedS < params.unvariedS && unbrokenS < params.limitS + params.patienceS) {
    const waitS = Math.min(params.unvariedS - unvariedS, params.limitS + params.patienceS - unbrokenS);
    return ['just_moved', tUs + waitS * US_PER_S];
  }
  return ['unbroken_sitting', null];
}

function decision(
  state: NudgeState,
  reason: NudgeReason,
  unbrokenS: number | null,
  nextUs: number | null,
  params: NudgeParams,
): NudgeDecision {
  return {
    nudge: reason === 'unbroken_sitting',
    reason,
    unbrokenS,
    limitS: params.limitS,
    givenToday: state.givenToday,
    dailyCap: params.dailyCap,
    nextUs,
  };
}

type LocalTime = Pick<StateEvent, 'tUs' | 'utcOffsetMin'>;

function localMinutes({ tUs, utcOffsetMin }: LocalTime): number {
  return Math.floor(tUs / US_PER_MIN) + utcOffsetMin;
}

function localDay(event: LocalTime): number {
  return Math.floor(localMinutes(event) / MIN_PER_DAY);
}

function localMinute(event: LocalTime): number {
  return localMinutes(event) - localDay(event) * MIN_PER_DAY;
}

function within({ fromMin, toMin }: DailyHours, minute: number): boolean {
  return fromMin <= toMin ? minute >= fromMin && minute < toMin : minute >= fromMin || minute < toMin;
}

/** When the wearer's clock next shows this minute of the day. */
function nextAt(targetMin: number, event: LocalTime): number {
  const minutes = (targetMin - localMinute(event) + MIN_PER_DAY) % MIN_PER_DAY || MIN_PER_DAY;
  return (Math.floor(event.tUs / US_PER_MIN) + minutes) * US_PER_MIN;
}
