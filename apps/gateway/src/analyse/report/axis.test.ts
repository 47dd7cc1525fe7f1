import { createCalendar } from '@plumbline/core';
import { describe, expect, it } from 'vitest';
import { clock } from '../words.ts';
import { roundMarks, TimeAxis, ValueAxis } from './axis.ts';

const at = (iso: string): number => Date.parse(iso) * 1000;

function labels(from: string, to: string): string[] {
  const { utcOffsetMin } = createCalendar('Europe/Berlin', { fromMin: 0, toMin: 1440 });
  return new TimeAxis(at(from), at(to), clock('Europe/Berlin'), utcOffsetMin).ticks.map(({ label }) => label);
}

describe('marks of time', () => {
  it('are at round times of the wearer, at most eight of them', () => {
    expect(labels('2026-10-19T06:10:00Z', '2026-10-19T14:10:00Z')).toEqual([
      '10:00',
      '12:00',
      '14:00',
      '16:00',
    ]);
    expect(labels('2026-10-19T06:10:20Z', '2026-10-19T06:13:00Z')).toEqual(['08:11', '08:12', '08:13']);
    expect(labels('2026-10-19T06:10:02Z', '2026-10-19T06:10:19Z')).toEqual([
      '08:10:05',
      '08:10:10',
      '08:10:15',
    ]);
  });

  it('stay at round times when the clocks change', () => {
    const day = labels('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z');
    expect(day).toEqual(['00:00', '04:00', '08:00', '12:00', '16:00', '20:00', '00:00']);
  });

  it('say which of the two it is in the hour that comes twice', () => {
    const { time, exact, moment } = clock('Europe/Berlin');
    expect([time(at('2026-10-25T00:20:00Z')), time(at('2026-10-25T02:20:00Z'))]).toEqual([
      '02:20 CEST',
      '03:20',
    ]);
    expect(exact(at('2026-10-25T01:20:05Z'))).toBe('02:20:05 CET');
    expect(moment(at('2026-10-25T01:20:00Z'))).toBe('2026-10-25 02:20 CET');
  });

  it('name the day over several of them', () => {
    expect(labels('2026-10-19T22:00:00Z', '2026-10-22T22:00:00Z').slice(0, 3)).toEqual([
      'Tue 20',
      'Tue 20 12:00',
      'Wed 21',
    ]);
  });
});

describe('values', () => {
  it('have round marks around them', () => {
    expect(roundMarks(-18, 37)).toEqual([-20, 0, 20, 40]);
    expect(roundMarks(0, 52)).toEqual([0, 20, 40, 60]);
    expect(roundMarks(0, 0).length).toBeGreaterThan(1);
  });

  it('are drawn from bottom to top and never outside', () => {
    const axis = new ValueAxis(-20, 40, [], String);
    expect([axis.y(-20), axis.y(10), axis.y(40), axis.y(90)]).toEqual([100, 50, 0, 0]);
  });
});
