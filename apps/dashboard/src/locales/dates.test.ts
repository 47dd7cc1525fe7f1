import { describe, expect, it } from 'vitest';
import { dateAfter, dateIn } from './dates.ts';
import { dayStartUs, spanOfDates } from './day-start.ts';

const utc = (text: string) => Date.parse(text) * 1000;

describe('local dates', () => {
  it('are of a zone, not of the machine that shows them', () => {
    const lateUs = utc('2026-01-05T23:30:00Z');
    expect(dateIn('UTC', lateUs)).toBe('2026-01-05');
    expect(dateIn('Europe/Berlin', lateUs)).toBe('2026-01-06');
    expect(dateIn('America/New_York', lateUs)).toBe('2026-01-05');
  });

  it('begin at midnight there', () => {
    expect(dayStartUs('2026-01-06', 'Europe/Berlin')).toBe(utc('2026-01-05T23:00:00Z'));
    expect(dayStartUs('2026-07-06', 'Europe/Berlin')).toBe(utc('2026-07-05T22:00:00Z'));
  });

  it('hold the evening of the last and the morning of the first, however far from UTC', () => {
    const dates = { fromDate: '2026-03-01', toDate: '2026-03-08' };
    expect(spanOfDates({ ...dates, timeZone: 'America/New_York' })).toEqual({
      fromUs: utc('2026-03-01T05:00:00Z'),
      untilUs: utc('2026-03-09T04:00:00Z'),
    });
    expect(spanOfDates({ ...dates, timeZone: 'Pacific/Auckland' })).toEqual({
      fromUs: utc('2026-02-28T11:00:00Z'),
      untilUs: utc('2026-03-08T11:00:00Z'),
    });
  });

  it('follow each other over the ends of months and leap days', () => {
    expect(dateAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dateAfter('2028-03-01', -1)).toBe('2028-02-29');
  });
});
