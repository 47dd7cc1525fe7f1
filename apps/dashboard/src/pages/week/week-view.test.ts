import type { Day, Week } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import { dateAfter } from '../../locales/dates.ts';
import { endOfPast, ideaOf, longestSitting, movingDays, weekDays, whatChanged } from './week-view.ts';
import { changeWords, daysSummary, dayWords, paleDays, weekCsv, weekNumbers } from './week-words.ts';

const measure = (id: string, value: number | null, unit = 'min', reason: string | null = null) => ({
  id,
  value,
  unit,
  coverage: 0.5,
  interval: null,
  algorithm: 'x@1',
  parameterHash: 'x',
  reason,
});

function day(date: string, minutes: Record<string, number>, more: Partial<Day> = {}): Day {
  return {
    date,
    timeZone: 'UTC',
    startUs: 0,
    endUs: 1,
    complete: true,
    valid: true,
    reasons: [],
    wornMin: 480,
    declaredWornMin: 480,
    measures: Object.entries(minutes).map(([id, value]) => measure(id, value)),
    algorithm: 'x@1',
    computedUs: 1,
    ...more,
  };
}

function week(days: Day[], more: Partial<Week> = {}): Week {
  const validDates = days.filter(({ valid }) => valid).map(({ date }) => date);
  return {
    startDate: '2026-11-16',
    daysWithData: days.length,
    validDates,
    note: '',
    measures: [],
    days,
    changes: [],
    ...more,
  };
}

const change = (difference: number | null, beyondNoise: boolean | null) => [
  { id: 'sitting_time_per_day', difference, unit: 'min', noise: 76.8, beyondNoise },
];
const THREE = ['2026-11-16', '2026-11-17', '2026-11-18'];
const usual = THREE.map((date) =>
  day(date, { sitting_time: 300, walking_time: 40, sitting_bout_longest: 35 }),
);

const weekOf = (given: Week, today = '2026-11-30') => weekDays(given, today);
const ideaIn = (given: Week) => ideaOf(given, weekOf(given));

describe('a week', () => {
  it('has seven days, those without data too', () => {
    const days = weekOf(week(usual));
    expect(days.map(({ date }) => date)).toEqual([
      ...THREE,
      ...[3, 4, 5, 6].map((i) => dateAfter('2026-11-16', i)),
    ]);
    expect(days.map(({ day: each }) => each !== null)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is over when its last date is', () => {
    expect(endOfPast('2026-11-16', '2026-11-22')).toBeNull();
    expect(endOfPast('2026-11-16', '2026-11-23')).toBe('2026-11-22');
  });

  it('tells a day on which no posture is known from one without data', () => {
    const onTheTable = day('2026-11-19', {}, { wornMin: 0, valid: false });
    const [thursday, friday] = weekOf(week([...usual, onTheTable])).slice(3);
    expect([thursday!.day, thursday!.unknown, friday!.unknown]).toEqual([null, true, false]);
  });

  it('does not miss days that are still to come', () => {
    const [friday, saturday] = weekOf(week(usual), '2026-11-20').slice(4);
    expect([friday!.ahead, saturday!.ahead]).toEqual([false, true]);
    expect(dayWords(saturday!)).toBe('Sat, Nov 21: still to come');
  });

  it('counts days with ten minutes of walking, of the days with data', () => {
    const days = weekOf(
      week([day('2026-11-16', { walking_time: 10 }), day('2026-11-17', { walking_time: 9.9 })]),
    );
    expect(movingDays(days)).toEqual({ count: 1, days: 2 });
  });

  it('knows the longest sitting and its day', () => {
    const two = [
      day('2026-11-16', { sitting_bout_longest: 50 }),
      day('2026-11-17', { sitting_bout_longest: 80 }),
    ];
    expect(longestSitting(weekOf(week(two)))).toEqual({ date: '2026-11-17', min: 80 });
    expect(longestSitting(weekOf(week([])))).toBeNull();
  });
});

describe('what changed', () => {
  it('is more than chance only beyond what two usual weeks differ by', () => {
    expect(changeWords(whatChanged(week(usual, { changes: change(-90, true) })))).toMatch(
      /^You sat 1 hr 30 min a day less/,
    );
    expect(changeWords(whatChanged(week(usual, { changes: change(30, false) })))).toMatch(
      /^About as much sitting as the week before: 30 min a day more/,
    );
    expect(changeWords(whatChanged(week(usual, { changes: change(-168, false) })))).toMatch(
      /^The clip saw 2 hr 48 min a day less sitting than the week before, but it was not worn as long/,
    );
  });

  it('needs a week before, and three days in both', () => {
    expect(whatChanged(week(usual))).toEqual({ kind: 'first' });
    expect(whatChanged(week(usual.slice(1), { changes: change(-90, true) }))).toEqual({ kind: 'few' });
    expect(whatChanged(week(usual, { changes: change(null, null) }))).toEqual({ kind: 'few' });
  });
});

describe('the one idea', () => {
  it('is to wear it, while the week says nothing', () => {
    expect(ideaIn(week(usual.slice(1)))).toEqual({ kind: 'wear' });
  });

  it('is about the longest sitting first, then breaks, then walking', () => {
    const long = [...usual, day('2026-11-19', { sitting_bout_longest: 95, walking_time: 40 })];
    expect(ideaIn(week(long))).toEqual({ kind: 'longest', date: '2026-11-19', min: 95 });
    expect(
      ideaIn(week(usual, { measures: [measure('breaks_per_sitting_hour_per_day', 0.6, '1/h')] })),
    ).toEqual({
      kind: 'breaks',
      rate: 0.6,
    });
    const still = THREE.map((date) => day(date, { walking_time: 3 }));
    expect(ideaIn(week(still))).toEqual({ kind: 'movement', count: 0, days: 3 });
  });

  it('is to keep what suits when there is nothing to say', () => {
    expect(ideaIn(week(usual))).toEqual({ kind: 'keep' });
  });
});

describe('words', () => {
  const short = day(
    '2026-11-19',
    { sitting_time: 60 },
    {
      valid: false,
      reasons: ['62 min known within the declared hours, 240 are needed'],
    },
  );

  it('say of each day what it was and why it does not count', () => {
    expect(dayWords({ date: '2026-11-19', day: short, unknown: false, ahead: false })).toBe(
      'Thu, Nov 19: Sitting 1 hr, does not count: 62 min of posture known within your hours; 240 are needed.',
    );
    const none = { date: '2026-11-22', day: null, ahead: false };
    expect(dayWords({ ...none, unknown: false })).toBe('Sun, Nov 22: no data');
    expect(dayWords({ ...none, unknown: true })).toBe('Sun, Nov 22: no posture known');
    expect(paleDays(weekOf(week([...usual, short])))).toHaveLength(1);
  });

  it('say the means only where there are any', () => {
    const means = [
      measure('sitting_time_per_day', 300),
      measure('standing_time_per_day', 60),
      measure('walking_time_per_day', 40),
    ];
    expect(daysSummary(week(usual, { measures: means }))).toBe(
      '3 of 3 days with data count. On them you sat 5 hr a day, stood 1 hr and walked 40 min.',
    );
    expect(daysSummary(week([short]))).toBe('Days with data: 1. Days that count: 0.');
  });

  it('give each number its days, and what changed', () => {
    const measures = [{ ...measure('sitting_time_per_day', 300), interval: [280, 320] as [number, number] }];
    const [sitting] = weekNumbers(
      week(usual, { measures, changes: change(-30, false) }),
      weekOf(week(usual)),
    );
    expect(sitting).toEqual({
      id: 'sitting_time_per_day',
      name: 'Sitting',
      value: '5 hr',
      notes: ['likely 4 hr 40 min to 5 hr 20 min', 'over 3 days', '30 min less than the week before'],
    });
  });

  it('tell no change in seconds: a mean of days is not known that well', () => {
    const measures = [measure('sitting_time_per_day', 300)];
    const saidOf = (difference: number) =>
      weekNumbers(week(usual, { measures, changes: change(difference, false) }), [])[0]!.notes.at(-1);
    expect(saidOf(5.8)).toBe('5 min more than the week before');
    expect(saidOf(-0.8)).toBe('the same as the week before');
  });

  it('give the reason where there is no number', () => {
    const measures = [measure('sitting_time_per_day', null, 'min', 'needs 3 valid days, there are 1')];
    const [sitting] = weekNumbers(week([], { measures }), []);
    expect(sitting).toMatchObject({ value: '–', notes: ['Needs 3 days worn long enough; there is 1.'] });
    const moving = weekNumbers(week([]), [])[0];
    expect(moving).toMatchObject({ value: '–', notes: ['No posture was known in this time.'] });
  });

  it('save every day, empty where there is no data', () => {
    const lines = weekCsv(weekOf(week(usual)))
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(8);
    expect(lines[7]).toBe('2026-11-22,,,,,,,,,false');
  });
});
