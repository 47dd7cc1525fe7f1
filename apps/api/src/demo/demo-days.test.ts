import { describe, expect, test } from 'vitest';
import { dateAfter, daysBetween, demoDays, inOrder, STORY_DAYS } from './demo-days.ts';
import { wearSpan } from './wear-span.ts';

const BEGAN = '2026-11-21';
const ZONE = 'Europe/Berlin';
const US_PER_H = 3600e6;
const at = (iso: string): number => Date.parse(iso) * 1000;

describe('the days of the demonstration', () => {
  const days = demoDays(BEGAN, BEGAN);

  test('are twelve weeks of three wearers up to the day on which it began', () => {
    expect(new Set(days.map(({ key }) => key)).size).toBe(3);
    expect(days.every(({ date }) => daysBetween(date, BEGAN) < STORY_DAYS && date <= BEGAN)).toBe(true);
    for (const key of ['seated', 'turning', 'hybrid']) {
      const own = days.filter((day) => day.key === key);
      expect(own.length).toBeGreaterThan(35);
      expect(own.at(-1)!.date).toBe(BEGAN);
    }
  });

  test('stay the same when it is started again later, and go on', () => {
    const later = demoDays(BEGAN, dateAfter(BEGAN, 5));
    const worn = days.filter(({ date }) => date < BEGAN);
    expect(later.filter(({ date }) => date < BEGAN)).toEqual(worn);
    expect(later.at(-1)!.date).toBe('2026-11-26');
  });

  test.each([0, 1, 2, 3, 4, 5, 6])(
    'are there first where one looks first, begun on whatever weekday (%i later)',
    (later) => {
      const began = dateAfter(BEGAN, later);
      const all = demoDays(began, began);
      const order = inOrder(all);
      expect(order).toHaveLength(all.length);
      expect(new Set(order)).toEqual(new Set(all));
      expect(order.slice(0, 3).map(({ date }) => date)).toEqual([began, began, began]);
      for (const key of ['seated', 'turning', 'hybrid']) {
        const newest = all.filter((day) => day.key === key).slice(-4);
        expect(order.slice(0, 12)).toEqual(expect.arrayContaining(newest));
        const early = order.slice(0, 48).filter((day) => day.key === key);
        expect(new Set(early.map(({ day }) => Math.floor(day / 7))).size).toBeGreaterThanOrEqual(11);
      }
    },
  );
});

describe('the time that the sensor is worn', () => {
  const day = (date: string) =>
    demoDays(BEGAN, BEGAN).find((found) => found.key === 'seated' && found.date === date)!;

  test('of a day that is over follows from the seed alone', () => {
    const [startUs, endUs] = wearSpan(day('2026-11-19'), ZONE, at('2026-11-21T12:00Z'))!;
    expect(wearSpan(day('2026-11-19'), ZONE, at('2026-11-25T23:00Z'))).toEqual([startUs, endUs]);
    expect((endUs - startUs) / US_PER_H).toBeGreaterThan(4);
  });

  test.each(['05:30', '11:00', '22:30'])('today ends now, at %s too', (time) => {
    const nowUs = at(`2026-11-21T${time}Z`);
    const [startUs, endUs] = wearSpan(day(BEGAN), ZONE, nowUs)!;
    expect(endUs).toBe(nowUs - 60e6);
    expect((endUs - startUs) / US_PER_H).toBeGreaterThanOrEqual(2.5);
  });

  test('just after midnight is not yet', () => {
    expect(wearSpan(day(BEGAN), ZONE, at('2026-11-20T23:01Z'))).toBeNull();
  });
});
