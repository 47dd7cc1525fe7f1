import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createCalendar } from '../../summary/local-days.ts';
import { type DailyHours, NUDGE_PARAMS, type NudgeParams } from './nudge.params.ts';
import { decideNudge, INITIAL_NUDGE_STATE } from './nudge-policy.ts';
import { endOfHours, localDay, shownMinute, type UtcOffset, within } from './wall-clock.ts';

const MIN_US = 60e6;
const DAY_US = 1440 * MIN_US;
const at = (iso: string): number => Date.parse(iso) * 1000;
const hm = (hour: number, minute = 0): number => hour * 60 + minute;

const clocks = new Map<string, UtcOffset>();
function clockOf(timeZone: string): UtcOffset {
  const clock = clocks.get(timeZone) ?? createCalendar(timeZone, { fromMin: 0, toMin: 0 }).utcOffsetMin;
  clocks.set(timeZone, clock);
  return clock;
}

/** When somebody who has sat for long gets the next suggestion, with these quiet hours. */
function nextAfter(iso: string, timeZone: string, quiet: DailyHours): string | null {
  const params: NudgeParams = { ...NUDGE_PARAMS, activeHours: { fromMin: 0, toMin: 0 }, quietHours: [quiet] };
  const event = { kind: 'state', tUs: at(iso), posture: 'sitting', unbrokenS: 9e3, unvariedS: 9e3 } as const;
  const { nextUs } = decideNudge(INITIAL_NUDGE_STATE, event, {
    params,
    utcOffsetMin: clockOf(timeZone),
  }).decision;
  return nextUs === null ? null : new Date(nextUs / 1000).toISOString();
}

describe('the next suggestion of a night in which the clocks are set', () => {
  const night = { fromMin: hm(22), toMin: hm(7) };

  it('comes when the clock shows the hour, not so many hours later', () => {
    expect(nextAfter('2026-10-24T21:00:00Z', 'Europe/Berlin', night)).toBe('2026-10-25T06:00:00.000Z');
    expect(nextAfter('2026-03-28T22:00:00Z', 'Europe/Berlin', night)).toBe('2026-03-29T05:00:00.000Z');
    expect(nextAfter('2026-04-04T12:00:00Z', 'Australia/Lord_Howe', night)).toBe('2026-04-04T20:30:00.000Z');
  });

  it('comes as the clock leaps over the hour', () => {
    const until = { fromMin: hm(22), toMin: hm(2, 30) };
    expect(nextAfter('2026-03-28T22:00:00Z', 'Europe/Berlin', until)).toBe('2026-03-29T01:00:00.000Z');
  });

  it('comes the first time the clock shows 01:30, and after it was put back the second time', () => {
    const until = { fromMin: hm(1), toMin: hm(1, 30) };
    expect(nextAfter('2026-11-01T05:10:00Z', 'America/New_York', until)).toBe('2026-11-01T05:30:00.000Z');
    expect(nextAfter('2026-11-01T06:10:00Z', 'America/New_York', until)).toBe('2026-11-01T06:30:00.000Z');
  });
});

const zones = Intl.supportedValuesOf('timeZone');
/** A moment of these years in any zone, half of them around a change of its clock if it has one that year. */
const moments = fc
  .record({
    timeZone: fc.constantFrom(...zones),
    startUs: fc.integer({ min: at('2012-01-01') / MIN_US, max: at('2037-01-01') / MIN_US }),
    beforeMin: fc.integer({ min: -180, max: 1600 }),
    isNear: fc.boolean(),
  })
  .map(({ timeZone, startUs, beforeMin, isNear }) => {
    const clock = clockOf(timeZone);
    const tUs = startUs * MIN_US;
    if (!isNear) return { timeZone, clock, tUs };
    const days = Array.from({ length: 366 }, (_, i) => tUs + i * DAY_US);
    const changed = days.find((dayUs) => clock(dayUs) !== clock(dayUs + DAY_US));
    return { timeZone, clock, tUs: (changed ?? tUs) + DAY_US / 2 - beforeMin * MIN_US };
  });
const minutes = fc.integer({ min: 0, max: 1439 });

test('hours end at the first minute whose clock shows none of them, in every zone', () => {
  fc.assert(
    fc.property(moments, minutes, minutes, ({ clock, tUs }, fromMin, toMin) => {
      const holds = (minute: number): boolean => within({ fromMin, toMin }, minute);
      const isHeld = (us: number): boolean => holds(shownMinute(us, clock(us)));
      fc.pre(isHeld(tUs));
      let slowUs = tUs + MIN_US;
      while (isHeld(slowUs)) slowUs += MIN_US;
      expect(endOfHours(toMin, holds, tUs, clock)).toBe(slowUs);
    }),
  );
});

test('a local day is the date that the clock shows, in every zone', () => {
  fc.assert(
    fc.property(moments, ({ timeZone, clock, tUs }) => {
      const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(tUs / 1000);
      expect(new Date((localDay(tUs, clock(tUs)) * DAY_US) / 1000).toISOString().slice(0, 10)).toBe(date);
    }),
  );
});
