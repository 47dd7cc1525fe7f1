import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, createCalendar, type LocalDay } from './local-days.ts';

const HOUR_US = 3600e6;
const WORK = { fromMin: 8 * 60, toMin: 18 * 60 };
const at = (iso: string): number => Date.parse(iso) * 1000;
const day = (timeZone: string, iso: string) => createCalendar(timeZone, WORK).dayOf(at(iso));
const hours = ({ startUs, endUs }: { startUs: number; endUs: number }): number => (endUs - startUs) / HOUR_US;

describe('the days of a time zone', () => {
  it('have 25 hours when the clocks go back and 23 when they go forward', () => {
    const autumn = day('Europe/Berlin', '2026-10-25T12:00:00Z');
    expect(autumn).toMatchObject({ date: '2026-10-25', startUs: at('2026-10-24T22:00:00Z') });
    expect(hours(autumn)).toBe(25);
    expect(hours(day('Europe/Berlin', '2026-03-29T12:00:00Z'))).toBe(23);
    expect(hours(day('Europe/Berlin', '2026-06-01T12:00:00Z'))).toBe(24);
  });

  it('keep the declared hours by the clock, also on the day on which it changes', () => {
    expect(day('Europe/Berlin', '2026-10-25T12:00:00Z').declared).toEqual({
      startUs: at('2026-10-25T07:00:00Z'),
      endUs: at('2026-10-25T17:00:00Z'),
    });
    const night = createCalendar('Europe/Berlin', { fromMin: 22 * 60, toMin: 6 * 60 });
    expect(hours(night.dayOf(at('2026-10-24T12:00:00Z')).declared)).toBe(9);
  });

  it('follow each other without gap or overlap wherever clocks leap, even at midnight', () => {
    for (const timeZone of ['America/Sao_Paulo', 'Asia/Beirut', 'Pacific/Apia', 'Australia/Lord_Howe']) {
      const calendar = createCalendar(timeZone, WORK);
      let today = calendar.dayOf(at('2011-01-01T12:00:00Z'));
      for (let i = 0; i < 800; i++) {
        const next = calendar.dayOf(today.endUs);
        expect(next.startUs).toBe(today.endUs);
        expect(next.date > today.date).toBe(true);
        today = next;
      }
    }
  });

  it('tell the offset of a moment', () => {
    const calendar = createCalendar('Asia/Kolkata', WORK);
    expect(calendar.utcOffsetMin(at('2026-01-01T00:00:00Z'))).toBe(330);
    const berlin = createCalendar('Europe/Berlin', WORK);
    expect(berlin.utcOffsetMin(at('2026-10-25T00:59:59.999Z'))).toBe(120);
    expect(berlin.utcOffsetMin(at('2026-10-25T01:00:00Z'))).toBe(60);
  });

  it('refuse a zone that does not exist by its name', () => {
    expect(() => createCalendar('Europe/Nowhere', WORK)).toThrow('Europe/Nowhere');
  });
});

const calendars = new Map<string, Calendar>();
function dayOf(tUs: number, timeZone: string): LocalDay {
  const calendar = calendars.get(timeZone) ?? createCalendar(timeZone, WORK);
  calendars.set(timeZone, calendar);
  return calendar.dayOf(tUs);
}

describe('a local day', () => {
  it('begins at midnight of its zone', () => {
    expect(dayOf(at('2026-11-21T10:00:00Z'), 'Europe/Berlin')).toMatchObject({
      date: '2026-11-21',
      startUs: at('2026-11-20T23:00:00Z'),
      endUs: at('2026-11-21T23:00:00Z'),
    });
  });

  it('changes exactly at midnight', () => {
    const midnight = at('2026-11-20T23:00:00Z');
    expect(dayOf(midnight - 1, 'Europe/Berlin').date).toBe('2026-11-20');
    expect(dayOf(midnight, 'Europe/Berlin').date).toBe('2026-11-21');
  });

  it('has 23 or 25 hours when the clocks change', () => {
    expect(hours(dayOf(at('2026-03-29T12:00:00Z'), 'Europe/Berlin'))).toBe(23);
    expect(hours(dayOf(at('2026-10-25T12:00:00Z'), 'Europe/Berlin'))).toBe(25);
  });

  it('begins at one where the clocks change at midnight', () => {
    // Beirut set its clocks from 00:00 to 01:00 on 31 March 2024.
    expect(dayOf(at('2024-03-31T12:00:00Z'), 'Asia/Beirut').startUs).toBe(at('2024-03-30T22:00:00Z'));
    expect(hours(dayOf(at('2024-03-31T12:00:00Z'), 'Asia/Beirut'))).toBe(23);
  });

  it('is another one at the far ends of the world', () => {
    const t = at('2026-11-21T11:30:00Z');
    expect(dayOf(t, 'Pacific/Kiritimati').date).toBe('2026-11-22');
    expect(dayOf(t, 'Pacific/Pago_Pago').date).toBe('2026-11-21');
  });

  it('holds its instant and begins and ends where the date that is shown does, in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const shown = (tUs: number, timeZone: string): string =>
      new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(tUs / 1000);
    fc.assert(
      fc.property(
        fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') }),
        fc.constantFrom(...zones),
        (t, zone) => {
          const day = dayOf(t, zone);
          expect(day.startUs).toBeLessThanOrEqual(t);
          expect(day.endUs).toBeGreaterThan(t);
          expect(dayOf(day.endUs, zone).startUs).toBe(day.endUs);
          for (const us of [day.startUs, t, day.endUs - 1000]) expect(shown(us, zone)).toBe(day.date);
          for (const us of [day.startUs - 1000, day.endUs]) expect(shown(us, zone)).not.toBe(day.date);
          // Casey in Antarctica sets its clock by three hours.
          expect(hours(day)).toBeGreaterThanOrEqual(21);
          expect(hours(day)).toBeLessThanOrEqual(27);
        },
      ),
    );
  });
});
