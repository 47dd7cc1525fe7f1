import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PostureState } from '../../pipeline/outputs.ts';
import { NUDGE_PARAMS, type NudgeParams } from './nudge.params.ts';
import { NUDGE_REASONS, type NudgeDecision } from './nudge-decision.ts';
import {
  INITIAL_NUDGE_STATE,
  type NudgeEvent,
  type NudgeState,
  type NudgeStep,
  decideNudge as stepOf,
} from './nudge-policy.ts';

const MIN_US = 60e6;
const DAY_US = 1440 * MIN_US;
/** A local midnight, UTC. */
const MIDNIGHT_US = 19_000 * DAY_US;
const at = (hour: number, minute = 0): number => MIDNIGHT_US + (hour * 60 + minute) * MIN_US;

const sitting = (
  tUs: number,
  unbrokenMin: number,
  more: Partial<Extract<NudgeEvent, { kind: 'state' }>> = {},
) =>
  ({
    kind: 'state',
    tUs,
    posture: 'sitting',
    unbrokenS: unbrokenMin * 60,
    unvariedS: unbrokenMin * 60,
    ...more,
  }) as const;

/** By a clock that shows UTC, or that many minutes more. */
function decideNudge(
  state: NudgeState,
  event: NudgeEvent,
  params: NudgeParams = NUDGE_PARAMS,
  offsetMin = 0,
): NudgeStep {
  return stepOf(state, event, { params, utcOffsetMin: () => offsetMin });
}

function tell(
  events: readonly NudgeEvent[],
  params: NudgeParams = NUDGE_PARAMS,
  offsetMin = 0,
): NudgeDecision[] {
  let state: NudgeState = INITIAL_NUDGE_STATE;
  return events.map((event) => {
    const step = decideNudge(state, event, params, offsetMin);
    state = step.state;
    return step.decision;
  });
}

const lastReason = (...events: NudgeEvent[]): string => tell(events).at(-1)!.reason;

describe('a suggestion', () => {
  test('comes after 45 minutes of unbroken sitting and says so', () => {
    const [decision] = tell([sitting(at(10), 45)]);
    expect(decision).toMatchObject({
      nudge: true,
      reason: 'unbroken_sitting',
      unbrokenS: 2700,
      limitS: 2700,
    });
  });

  test('does not come a second earlier, and tells when it would', () => {
    const [decision] = tell([sitting(at(10), 44)]);
    expect(decision).toMatchObject({ nudge: false, reason: 'under_limit', nextUs: at(10, 1) });
  });

  test('waits for someone who has shifted within five minutes, a quarter of an hour at most', () => {
    expect(lastReason(sitting(at(10), 50, { unvariedS: 299 }))).toBe('just_moved');
    expect(lastReason(sitting(at(10), 50, { unvariedS: 300 }))).toBe('unbroken_sitting');
    expect(lastReason(sitting(at(10), 59.9, { unvariedS: 60 }))).toBe('just_moved');
    expect(lastReason(sitting(at(10), 60, { unvariedS: 60 }))).toBe('unbroken_sitting');
  });

  test('comes five times a day, and again the next day', () => {
    const day = (hour: number) => Array.from({ length: 5 }, (_, i) => sitting(at(hour + 2 * i), 90));
    const more = (hour: number) => [sitting(at(hour + 9), 90), sitting(at(hour + 10), 90)];
    const told = tell([...day(8), ...more(8), ...day(24 + 8), ...more(24 + 8)]).map(({ reason }) => reason);
    const five = [...Array<string>(5).fill('unbroken_sitting'), 'daily_cap', 'daily_cap'];
    expect(told).toEqual([...five, ...five]);
    expect(tell([...day(8), ...more(8)]).at(-1)).toMatchObject({ givenToday: 5, dailyCap: 5, nextUs: null });
  });

  /** When somebody who sits on from eight, and is told so each minute, hears something, hours and minutes. */
  const heard = (params: NudgeParams): string[] => {
    const events = Array.from({ length: 12 * 60 }, (_, min) => sitting(at(8, min), 45 + min));
    const given = tell(events, params).flatMap(({ nudge }, min) => (nudge ? [at(8, min)] : []));
    return given.map((tUs) => new Date(tUs / 1000).toISOString().slice(11, 16));
  };

  test('leaves some for the afternoon: from the third on each waits for its part of the hours', () => {
    expect(heard(NUDGE_PARAMS)).toEqual(['08:00', '08:30', '09:36', '12:12', '14:48']);
    const nineToFive = { ...NUDGE_PARAMS, activeHours: { fromMin: 9 * 60, toMin: 17 * 60 } };
    expect(heard(nineToFive)).toEqual(['09:00', '09:30', '10:36', '12:12', '13:48']);
    expect(heard({ ...NUDGE_PARAMS, dailyCap: 2 })).toEqual(['08:00', '08:30']);
    const wholeDay = { ...NUDGE_PARAMS, dailyCap: 3, activeHours: { fromMin: 0, toMin: 0 } };
    expect(heard(wholeDay)).toEqual(['08:00', '08:30', '09:00']);
    const evening = { ...NUDGE_PARAMS, activeHours: { fromMin: 16 * 60, toMin: 60 } };
    expect(heard(evening)).toEqual(['16:00', '16:30', '17:48', '19:36']);
  });

  test('says that one is kept for later, and when it could come', () => {
    const events = [sitting(at(8), 45), sitting(at(8, 30), 75), sitting(at(9), 105)];
    expect(tell(events).at(-1)).toMatchObject({ reason: 'kept_for_later', nextUs: at(9, 36), givenToday: 2 });
  });

  test('is not repeated within half an hour', () => {
    expect(lastReason(sitting(at(10), 45), sitting(at(10, 29), 74))).toBe('too_soon_after_last');
    expect(lastReason(sitting(at(10), 45), sitting(at(10, 30), 75))).toBe('unbroken_sitting');
  });

  test.each([
    ['standing', 'not_sitting'],
    ['walking', 'not_sitting'],
    ['lying', 'not_sitting'],
    ['unknown', 'posture_unknown'],
    ['not_worn', 'not_worn'],
  ] as const)('does not come while %s', (posture, reason) => {
    expect(lastReason(sitting(at(10), 90, { posture }))).toBe(reason);
  });
});

describe('the wearer decides', () => {
  const due = sitting(at(10), 90);

  test('meetings of the calendar are left alone to the minute', () => {
    const meetings: NudgeEvent = { kind: 'meetings', meetings: [{ startUs: at(9, 30), endUs: at(10, 30) }] };
    expect(tell([meetings, due])[1]).toMatchObject({ reason: 'meeting', nextUs: at(10, 30) });
    expect(lastReason(meetings, sitting(at(10, 30), 90))).toBe('unbroken_sitting');
  });

  test('a snooze ends when it was asked to', () => {
    const snooze: NudgeEvent = { kind: 'snooze', tUs: at(9, 55), minutes: 10 };
    expect(tell([snooze, due])[1]).toMatchObject({ reason: 'snoozed', nextUs: at(10, 5) });
    expect(lastReason(snooze, sitting(at(10, 5), 90))).toBe('unbroken_sitting');
  });

  test('a pause holds until it is ended', () => {
    const pause: NudgeEvent = { kind: 'pause', untilUs: at(12) };
    expect(lastReason(pause, due)).toBe('paused');
    expect(lastReason(pause, { kind: 'pause', untilUs: null }, due)).toBe('unbroken_sitting');
  });

  test('stop for today ends with the day, or when taken back', () => {
    const stop: NudgeEvent = { kind: 'stop_today', tUs: at(9), utcOffsetMin: 0 };
    expect(lastReason(stop, due)).toBe('stopped_for_today');
    expect(lastReason(stop, { kind: 'resume' }, due)).toBe('unbroken_sitting');
    expect(lastReason(stop, sitting(at(34), 90))).toBe('unbroken_sitting');
  });

  test('quiet hours go over midnight and count in local time', () => {
    const params: NudgeParams = {
      ...NUDGE_PARAMS,
      activeHours: { fromMin: 0, toMin: 1440 },
      quietHours: [{ fromMin: 22 * 60, toMin: 7 * 60 }],
    };
    expect(tell([sitting(at(21, 59), 90)], params)[0]!.nudge).toBe(true);
    expect(tell([sitting(at(23), 90)], params)[0]).toMatchObject({ reason: 'quiet_hours', nextUs: at(31) });
    expect(tell([sitting(at(21, 30), 90)], params, 60)[0]!.reason).toBe('quiet_hours');
  });

  test('active hours from midnight to midnight are the whole day', () => {
    const params: NudgeParams = { ...NUDGE_PARAMS, activeHours: { fromMin: 0, toMin: 0 } };
    expect(tell([sitting(at(3), 90)], params)[0]!.nudge).toBe(true);
  });

  test('outside the active hours nothing comes, before seven and from eight in the evening on', () => {
    expect(tell([sitting(at(6), 90)])[0]).toMatchObject({ reason: 'outside_active_hours', nextUs: at(7) });
    const reasons = [at(7) - 1, at(7), at(20) - 1, at(20)].map((tUs) => lastReason(sitting(tUs, 90)));
    const outside = 'outside_active_hours';
    expect(reasons).toEqual([outside, 'unbroken_sitting', 'unbroken_sitting', outside]);
  });

  test('what was asked for most strongly is the reason that is told', () => {
    const stop: NudgeEvent = { kind: 'stop_today', tUs: at(9), utcOffsetMin: 0 };
    const pause: NudgeEvent = { kind: 'pause', untilUs: at(12) };
    const meetings: NudgeEvent = { kind: 'meetings', meetings: [{ startUs: at(5), endUs: at(12) }] };
    const snooze: NudgeEvent = { kind: 'snooze', tUs: at(9), minutes: 180 };
    const one: NudgeParams = { ...NUDGE_PARAMS, dailyCap: 0, quietHours: [{ fromMin: 0, toMin: 1440 }] };
    const quiet = (...events: NudgeEvent[]) =>
      tell([...events, { ...due, posture: 'standing' }], one).at(-1)!.reason;
    expect(quiet(snooze, meetings, pause, stop)).toBe('stopped_for_today');
    expect(quiet(snooze, meetings, pause)).toBe('paused');
    expect(quiet(snooze, meetings)).toBe('meeting');
    expect(quiet(snooze)).toBe('snoozed');
    const night = (tUs: number) => tell([{ ...due, tUs, posture: 'standing' }], one)[0]!.reason;
    expect([night(at(6)), night(at(10))]).toEqual(['outside_active_hours', 'quiet_hours']);
    const capped = (event: NudgeEvent) => tell([event], { ...NUDGE_PARAMS, dailyCap: 0 })[0]!.reason;
    expect([capped({ ...due, posture: 'standing' }), capped(sitting(at(10), 1))]).toEqual([
      ...['not_sitting', 'daily_cap'],
    ]);
  });
});

describe('the next suggestion is told', () => {
  const due = sitting(at(10), 90);
  const next = (...events: NudgeEvent[]): number | null => tell(events).at(-1)!.nextUs;
  const meetings: NudgeEvent = {
    kind: 'meetings',
    meetings: [
      { startUs: at(9, 30), endUs: at(10, 30) },
      { startUs: at(10, 30), endUs: at(11) },
    ],
  };

  test('after all that stands in its way, such as a meeting that begins during a snooze', () => {
    expect(next(meetings, due)).toBe(at(11));
    expect(next({ kind: 'snooze', tUs: at(9, 50), minutes: 90 }, meetings, due)).toBe(at(11, 20));
  });

  test('for the next morning when the limit would be reached in the evening', () => {
    expect(next(sitting(at(19, 30), 10))).toBe(at(24 + 7));
    expect(next(sitting(at(19, 30), 20))).toBe(at(19, 55));
  });

  test('without the patience that runs out before the body has been still for long', () => {
    expect(next(sitting(at(10), 59, { unvariedS: 0 }))).toBe(at(10, 1));
  });

  test('to the minute in which the hours begin', () => {
    expect(next(sitting(at(6) + 20e6, 90))).toBe(at(7));
  });

  test('not at all where every hour is quiet, or today has had its share', () => {
    const quiet: NudgeParams = { ...NUDGE_PARAMS, quietHours: [{ fromMin: 0, toMin: 1440 }] };
    expect(tell([due], quiet)[0]).toMatchObject({ reason: 'quiet_hours', nextUs: null });
    const always = { ...quiet, activeHours: { fromMin: 0, toMin: 0 } };
    expect(tell([sitting(at(24), 90)], always)[0]).toMatchObject({ reason: 'quiet_hours', nextUs: null });
    const one: NudgeParams = { ...NUDGE_PARAMS, dailyCap: 1 };
    expect(tell([due, meetings, sitting(at(10, 40), 130)], one)[2]).toMatchObject({ nextUs: null });
  });

  test('and comes then, to whoever sits on', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let state: NudgeState = INITIAL_NUDGE_STATE;
        for (const event of history) {
          const step = decideNudge(state, event);
          state = step.state;
          const { nextUs } = step.decision;
          if (event.kind !== 'state' || event.posture !== 'sitting' || nextUs === null) continue;
          const satS = (nextUs - event.tUs) / 1e6;
          const { unbrokenS, unvariedS } = event;
          const then = { ...event, tUs: nextUs, unbrokenS: unbrokenS + satS, unvariedS: unvariedS + satS };
          expect(decideNudge(state, then).decision.nudge).toBe(true);
        }
      }),
    );
  });
});

describe('breaks', () => {
  test('taken on own initiative count the same; those soon after a suggestion answer it', () => {
    let { state } = decideNudge(INITIAL_NUDGE_STATE, sitting(at(10), 45));
    state = decideNudge(state, { kind: 'break', startUs: at(10, 4), endUs: at(10, 7) }).state;
    state = decideNudge(state, { kind: 'break', startUs: at(11), endUs: at(11, 3) }).state;
    expect(state).toMatchObject({ breaksToday: 2, answeredToday: 1 });
  });

  test('answer a suggestion up to ten minutes after it, and are counted by day', () => {
    const given = decideNudge(INITIAL_NUDGE_STATE, sitting(at(10), 45)).state;
    const answered = (startUs: number) =>
      decideNudge(given, { kind: 'break', startUs, endUs: startUs + MIN_US }).state.answeredToday;
    expect([at(10) - 1, at(10), at(10, 10), at(10, 10) + 1].map(answered)).toEqual([0, 1, 1, 0]);
    const before = decideNudge(INITIAL_NUDGE_STATE, { kind: 'break', startUs: at(9), endUs: at(10) }).state;
    expect(before).toMatchObject({ breaksToday: 1, answeredToday: 0 });
    const { state } = decideNudge({ ...given, breaksToday: 3, answeredToday: 2 }, sitting(at(34), 1));
    expect(state).toMatchObject({ breaksToday: 0, answeredToday: 0, givenToday: 0 });
  });
});

const postures: PostureState[] = [
  'sitting',
  'sitting',
  'sitting',
  'standing',
  'walking',
  'unknown',
  'not_worn',
];
/** A few days of anything in order of time. */
const histories = fc
  .array(
    fc.record({
      stepMin: fc.integer({ min: 0, max: 60 }),
      what: fc.nat(20),
      posture: fc.constantFrom(...postures),
      unbrokenMin: fc.integer({ min: 0, max: 200 }),
      unvariedMin: fc.integer({ min: 0, max: 60 }),
      minutes: fc.integer({ min: -5, max: 90 }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((steps) => {
    let tUs = at(8);
    return steps.map(({ stepMin, what, posture, unbrokenMin, unvariedMin, minutes }): NudgeEvent => {
      tUs += stepMin * MIN_US;
      const span = { startUs: tUs, endUs: tUs + Math.max(0, minutes) * MIN_US };
      if (what === 0) return { kind: 'snooze', tUs, minutes };
      if (what === 1) return { kind: 'pause', untilUs: span.endUs };
      if (what === 2) return { kind: 'stop_today', tUs, utcOffsetMin: 0 };
      if (what === 3) return { kind: 'resume' };
      if (what === 4) return { kind: 'meetings', meetings: [span] };
      if (what === 5) return { kind: 'break', ...span };
      return sitting(tUs, unbrokenMin, { posture, unvariedS: unvariedMin * 60 });
    });
  });

const nudgeTimes = (history: readonly NudgeEvent[], decisions: readonly NudgeDecision[]): number[] =>
  history.flatMap((event, i) => (decisions[i]!.nudge && event.kind === 'state' ? [event.tUs] : []));

describe('whatever happens', () => {
  test('no day has more suggestions than its cap, and none follow each other closely', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const times = nudgeTimes(history, tell(history));
        const perDay = Map.groupBy(times, (tUs) => Math.floor(tUs / DAY_US));
        for (const day of perDay.values()) expect(day.length).toBeLessThanOrEqual(NUDGE_PARAMS.dailyCap);
        for (let i = 1; i < times.length; i++) {
          expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(NUDGE_PARAMS.spacingS * 1e6);
        }
      }),
    );
  });

  test('a suggestion comes only to someone who has sat beyond the limit, and every decision has a reason', () => {
    fc.assert(
      fc.property(histories, (history) => {
        tell(history).forEach((decision, i) => {
          const event = history[i]!;
          expect(NUDGE_REASONS).toContain(decision.reason);
          if (!decision.nudge) return;
          expect(event).toMatchObject({ kind: 'state', posture: 'sitting' });
          expect(decision.unbrokenS).toBeGreaterThanOrEqual(NUDGE_PARAMS.limitS);
        });
      }),
    );
  });

  test('snoozes, pauses and meetings hold', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 300 }), (history, minutes) => {
        const untilUs = at(8) + minutes * MIN_US;
        const holds: NudgeEvent[] = [
          { kind: 'pause', untilUs },
          { kind: 'snooze', tUs: at(8), minutes },
          { kind: 'meetings', meetings: [{ startUs: at(8), endUs: untilUs }] },
        ];
        const only = history.filter((event) => event.kind === 'state');
        for (const hold of holds) {
          const told = [hold, ...only];
          for (const tUs of nudgeTimes(told, tell(told))) expect(tUs).toBeGreaterThanOrEqual(untilUs);
        }
      }),
    );
  });

  test('the state survives JSON and the past is never changed', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let state: NudgeState = INITIAL_NUDGE_STATE;
        const revived = history.map((event) => {
          const frozen = Object.freeze(JSON.parse(JSON.stringify(state)) as NudgeState);
          const step = decideNudge(frozen, event);
          state = step.state;
          return step.decision;
        });
        expect(revived).toEqual(tell(history));
      }),
    );
  });
});
