import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayIn, zonesFrom } from './day-bounds.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Asia/Kathmandu', 'America/Los_Angeles'];
const DAY_US = 86_400e6;
const FROM_US = Date.parse('2026-03-02T00:00:00Z') * 1000;
const DATES = Array.from({ length: 12 }, (_, i) => `2026-03-${String(i + 1).padStart(2, '0')}`);
const DECLARED = { fromMin: 420, toMin: 1200 };
const at = (timeZone: string, time: string) => ({ timeZone, startedUs: Date.parse(time) * 1000 });

const boundsOf = (sessions: readonly ReturnType<typeof at>[], date: string): string[] => {
  const { startUs, endUs } = dayIn(zonesFrom(sessions, date, 'UTC'), date, DECLARED);
  return [startUs, endUs].map((us) => new Date(us / 1000).toISOString().slice(0, 16));
};

describe('a day', () => {
  test('is that of the time zone in which its wearer is', () => {
    const sessions = [at('Asia/Tokyo', '2026-03-10T01:00Z'), at('Asia/Tokyo', '2026-03-09T01:00Z')];
    expect(boundsOf(sessions, '2026-03-10')).toEqual(['2026-03-09T15:00', '2026-03-10T15:00']);
    expect(boundsOf([], '2026-03-10')).toEqual(['2026-03-10T00:00', '2026-03-11T00:00']);
  });

  test('on which its wearer flies west begins by the clock at home and ends by the one over there', () => {
    const sessions = [at('America/New_York', '2026-03-10T20:00Z'), at('Europe/Berlin', '2026-03-09T12:00Z')];
    expect(boundsOf(sessions, '2026-03-09')).toEqual(['2026-03-08T23:00', '2026-03-09T23:00']);
    expect(boundsOf(sessions, '2026-03-10')).toEqual(['2026-03-09T23:00', '2026-03-11T04:00']);
    expect(boundsOf(sessions, '2026-03-11')).toEqual(['2026-03-11T04:00', '2026-03-12T04:00']);
  });

  test('begins where the one before it ends, wherever sessions began', () => {
    const session = fc.record({
      timeZone: fc.constantFrom(...ZONES),
      startedUs: fc.integer({ min: 0, max: 10 * 24 * 60 }).map((min) => FROM_US + (min / 1440) * DAY_US),
    });
    fc.assert(
      fc.property(fc.array(session, { maxLength: 8 }), (sessions) => {
        const newest = sessions.toSorted((a, b) => b.startedUs - a.startedUs);
        const days = DATES.map((date) => boundsOf(newest, date));
        for (const [i, [start]] of days.entries()) if (i > 0) expect(start).toBe(days[i - 1]![1]);
      }),
      { numRuns: 200 },
    );
  });
});
