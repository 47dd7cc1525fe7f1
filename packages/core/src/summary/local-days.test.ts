import { describe, expect, it } from 'vitest';
import { createCalendar } from './local-days.ts';

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
