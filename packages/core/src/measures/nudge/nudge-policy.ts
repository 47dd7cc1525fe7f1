import type { PostureState } from '../../pipeline/outputs.ts';
import type { NudgeParams } from './nudge.params.ts';
import type { NudgeDecision, NudgeReason } from './nudge-decision.ts';
import { endOfHours, firstPart, localDay, shownMinute, type UtcOffset, within } from './wall-clock.ts';

const US_PER_S = 1e6;
const US_PER_MIN = 60 * US_PER_S;

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
  | {
      readonly kind: 'stop_today';
      readonly tUs: number;
      /** Local time less UTC then, minutes. */
      readonly utcOffsetMin: number;
    }
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

/** What the policy goes by: the wearer's settings, and what the clock on the wall shows and will show. */
export interface NudgeRules {
  readonly params: NudgeParams;
  readonly utcOffsetMin: UtcOffset;
}

/** The policy: the state so far and what was heard give the next state and a decision with its reason. */
export function decideNudge(state: NudgeState, event: NudgeEvent, rules: NudgeRules): NudgeStep {
  const { params, utcOffsetMin } = rules;
  if (event.kind !== 'state') {
    const next = note(state, event, params);
    return { state: next, decision: decision(next, 'noted', null, null, params) };
  }
  const today = rollOver(state, localDay(event.tUs, utcOffsetMin(event.tUs)));
  const [reason, endUs] = judge(today, event, rules);
  const nextUs = endUs === null ? null : earliest(today, event, endUs, rules);
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
      return { ...state, stoppedDay: localDay(event.tUs, event.utcOffsetMin) };
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
 * Whoever sits now is taken to sit on.
 */
function earliest(state: NudgeState, event: StateEvent, endUs: number, rules: NudgeRules): number | null {
  let atUs = endUs;
  for (let i = 0; i < MOST_IN_A_ROW; i++) {
    const satS = (atUs - event.tUs) / US_PER_S;
    const then = {
      ...event,
      tUs: atUs,
      unbrokenS: event.unbrokenS + satS,
      unvariedS: event.unvariedS + satS,
    };
    const day = localDay(atUs, rules.utcOffsetMin(atUs));
    const [reason, nextUs] = judge(rollOver(state, day), then, rules);
    if (reason === 'unbroken_sitting' || BY_THE_WEARER.has(reason)) return atUs;
    if (nextUs === null) return null;
    if (nextUs - atUs < US_PER_S) return nextUs;
    atUs = nextUs;
  }
  return null;
}

/** The wearer's wishes come first, then the hour, then what the body does. */
function judge(state: NudgeState, event: StateEvent, { params, utcOffsetMin }: NudgeRules): Judgement {
  return (
    byWish(state, event) ??
    byHour(event, params, utcOffsetMin) ??
    byPosture(event) ??
    byCount(state, event, params) ??
    byPartOfDay(state, event, params, utcOffsetMin) ??
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

function byHour({ tUs }: StateEvent, params: NudgeParams, utcOffsetMin: UtcOffset): Judgement | null {
  const shown = shownMinute(tUs, utcOffsetMin(tUs));
  const { activeHours, quietHours } = params;
  const isOutside = (minute: number): boolean =>
    activeHours.fromMin !== activeHours.toMin && !within(activeHours, minute);
  if (isOutside(shown)) {
    return ['outside_active_hours', endOfHours(activeHours.fromMin, isOutside, tUs, utcOffsetMin)];
  }
  const quiet = quietHours.find((hours) => within(hours, shown));
  if (quiet === undefined) return null;
  const isQuiet = (minute: number): boolean => within(quiet, minute);
  return ['quiet_hours', endOfHours(quiet.toMin, isQuiet, tUs, utcOffsetMin)];
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

/** The first ones come whenever they are due; each later one waits for its part of the hours, so that the afternoon has some. */
const AT_ANY_TIME = 2;

function byPartOfDay(
  { givenToday }: NudgeState,
  { tUs }: StateEvent,
  { activeHours, dailyCap }: NudgeParams,
  utcOffsetMin: UtcOffset,
): Judgement | null {
  if (givenToday < AT_ANY_TIME) return null;
  const early = firstPart(activeHours, (givenToday + 1 - AT_ANY_TIME) / dailyCap);
  const isEarly = (minute: number): boolean => within(early, minute);
  if (!isEarly(shownMinute(tUs, utcOffsetMin(tUs)))) return null;
  return ['kept_for_later', endOfHours(early.toMin, isEarly, tUs, utcOffsetMin)];
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
