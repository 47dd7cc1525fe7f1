import { describe, expect, it, test } from 'vitest';
import { ROTATION_PARAMS } from '../measures/rotation/index.ts';
import type { Bout, LoadRow, PostureState } from '../pipeline/outputs.ts';
import { CALENDAR_PARAMS } from './calendar.params.ts';
import { DAY_PARAMS } from './day.ts';
import { DayCollector, type DaySummary } from './days.ts';
import { createCalendar } from './local-days.ts';
import { parameterHash } from './parameter-hash.ts';
import { compareWeeks, summariseWeeks, type WeekSummary, weekOf } from './week.ts';

const SECOND_US = 1e6;
const MIN_US = 60e6;
const at = (iso: string): number => Date.parse(iso) * 1000;
const CALENDAR = createCalendar('Europe/Berlin', CALENDAR_PARAMS.declared);

type Part = readonly [PostureState, number];

function chain(startUs: number, parts: readonly Part[]): Bout[] {
  let from = startUs;
  return parts.map(([state, minutes]) => {
    const bout = { startUs: from, endUs: from + minutes * MIN_US, state, open: false };
    from = bout.endUs;
    return bout;
  });
}

function summarise(bouts: readonly Bout[]): DaySummary[] {
  const collector = new DayCollector(CALENDAR);
  for (const { startUs, endUs, state } of bouts) {
    for (let tUs = startUs; tUs < endUs; tUs += SECOND_US) collector.add({ tUs, state, coverage: 1 });
  }
  return collector.summaries({ bouts, hasGyro: false, flexionRangeDeg: null });
}

const value = (day: DaySummary, id: string): number | null => day.measures.find((m) => m.id === id)!.value;
const WORKDAY: readonly Part[] = [
  ['sitting', 100],
  ['walking', 6],
  ['sitting', 134],
];

describe('a bout across midnight', () => {
  const [sunday, monday] = summarise(
    chain(at('2026-10-18T21:30:00Z'), [
      ['sitting', 60],
      ['walking', 10],
    ]),
  ) as [DaySummary, DaySummary];

  it('is split for the minutes of the days', () => {
    expect([sunday.day.date, monday.day.date]).toEqual(['2026-10-18', '2026-10-19']);
    expect([value(sunday, 'sitting_time'), value(monday, 'sitting_time')]).toEqual([30, 30]);
  });

  it('is whole for the statistics of bouts, on the day on which it begins', () => {
    expect(value(sunday, 'sitting_bout_longest')).toBe(60);
    expect([value(monday, 'sitting_bouts'), value(monday, 'sitting_bout_longest')]).toEqual([0, null]);
  });
});

describe('a day on which the clocks change', () => {
  it('of 25 hours holds 25 hours of sitting, one of 23 hours 23', () => {
    const autumn = summarise(chain(at('2026-10-24T22:00:00Z'), [['sitting', 25 * 60]]));
    expect(autumn.map((day) => [day.day.date, day.lengthH, value(day, 'sitting_time')])).toEqual([
      ['2026-10-25', 25, 1500],
    ]);
    expect(value(autumn[0]!, 'sitting_share')).toBe(1);
    const spring = summarise(chain(at('2026-03-28T23:00:00Z'), [['sitting', 24 * 60]]));
    expect(spring.map((day) => [day.lengthH, day.wornMin])).toEqual([
      [23, 23 * 60],
      [24, 60],
    ]);
  });
});

describe('a valid day', () => {
  const day = (parts: readonly Part[], iso = '2026-10-19T07:00:00Z') => summarise(chain(at(iso), parts))[0]!;

  it('has 4 h known within the declared hours and 5 min of walking', () => {
    expect(day(WORKDAY)).toMatchObject({ valid: true, reasons: [], declaredWornMin: 240 });
  });

  it('says what is missing otherwise', () => {
    expect(day([['sitting', 239]]).reasons).toEqual([
      '239 min known within the declared hours, 240 are needed',
      '0 min of walking, 5 are needed',
    ]);
    const night = day(WORKDAY, '2026-10-18T22:30:00Z');
    expect(night).toMatchObject({ valid: false, declaredWornMin: 0, wornMin: 240 });
  });

  it('of somebody who works at night has its declared hours before and after midnight', () => {
    const hours = { fromMin: 22 * 60, toMin: 6 * 60 };
    const params = { ...CALENDAR_PARAMS, declared: hours };
    const collector = new DayCollector(createCalendar('Europe/Berlin', hours), DAY_PARAMS, params);
    const from = at('2026-10-24T20:00:00Z');
    for (let tUs = from; tUs < from + 9 * 3600e6; tUs += SECOND_US) {
      collector.add({ tUs, state: tUs - from < 6 * MIN_US ? 'walking' : 'sitting', coverage: 1 });
    }
    const days = collector.summaries({ bouts: [], hasGyro: false, flexionRangeDeg: null });
    // Clocks go back at three: seven hours pass between midnight and six.
    expect(days.map(({ declaredWornMin }) => declaredWornMin / 60)).toEqual([2, 7]);
  });

  it('has declared hours from seven to eight in the evening unless the wearer says otherwise', () => {
    expect(day([['sitting', 24 * 60]], '2026-10-18T22:00:00Z').declaredWornMin).toBe(13 * 60);
    expect(day([['sitting', 90]], '2026-10-19T04:30:00Z').declaredWornMin).toBe(60);
    expect(day([['sitting', 90]], '2026-10-19T17:30:00Z').declaredWornMin).toBe(30);
  });

  it('needs both to the minute', () => {
    const walked = (walking: number, sitting: number) =>
      day([
        ['walking', walking],
        ['sitting', sitting],
      ]);
    expect(walked(5, 235)).toMatchObject({ valid: true, walkingMin: 5, declaredWornMin: 240 });
    expect(walked(5 - 1 / 60, 236).reasons).toEqual(['4 min of walking, 5 are needed']);
    expect(walked(5, 235 - 1 / 60).reasons).toEqual([
      '239 min known within the declared hours, 240 are needed',
    ]);
  });

  it('does not count what is unknown or not worn', () => {
    expect(day([...WORKDAY.slice(0, 2), ['not_worn', 134]]).valid).toBe(false);
    expect(day([...WORKDAY.slice(0, 2), ['unknown', 134]]).valid).toBe(false);
  });
});

test('rotations of a day rest on its samples, also where posture is not known', () => {
  const collector = new DayCollector(CALENDAR);
  const from = at('2026-10-19T08:00:00Z');
  for (let s = 0; s < 2.4 * 3600; s++)
    collector.add({ tUs: from + s * SECOND_US, state: 'unknown', coverage: 1 });
  for (let s = 0; s < 3600; s++) {
    collector.add({ tUs: from + (2.4 * 3600 + s) * SECOND_US, state: 'not_worn', coverage: 1 });
  }
  const [day] = collector.summaries({ bouts: [], hasGyro: true, flexionRangeDeg: null });
  const coverage = (id: string) => day!.measures.find((m) => m.id === id)!.coverage;
  expect(coverage('rotation_count_left_all')).toBeCloseTo(0.1, 12);
  expect(coverage('known_time')).toBe(0);
});

describe('what belongs to a day', () => {
  const midnight = at('2026-10-19T22:00:00Z');
  const row = (tUs: number, holdingS: number): LoadRow => ({
    tUs,
    holdingS,
    band: 'neutral',
    creep: null,
    shifts15min: null,
    fidgets15min: null,
  });
  const collector = new DayCollector(CALENDAR);
  // The later day first: days come in order of time all the same.
  collector.addLoad(row(midnight + 10e6, 50));
  collector.addLoad(row(midnight, 40));
  const rotation = {
    startUs: midnight - 2e6,
    endUs: midnight + 2e6,
    kind: 'rotation',
    context: 'sitting',
  } as const;
  collector.addRotation({ ...rotation, peakUs: midnight - 1, peakDeg: 9 });
  collector.addRotation({ ...rotation, peakUs: midnight, peakDeg: -9 });
  const credit = {
    ...{ minutes: 10, movingS: 0, postureChanged: true, bandLeft: true },
    ...{ creepBefore: null, creepAfter: null, creepRecovered: null, stillnessRecovered: 1 },
  };
  collector.addBreak({ ...credit, startUs: midnight - 1e6, endUs: midnight + 599e6 });
  const days = collector.summaries({ bouts: [], hasGyro: true, flexionRangeDeg: null });
  const of = (id: string) => days.map((day) => value(day, id));

  it('comes in order of time', () => {
    expect(days.map(({ day }) => day.date)).toEqual(['2026-10-19', '2026-10-20']);
  });

  it('is a load row by the seconds that it tells of', () => {
    expect(of('load_holding')).toEqual([40, 50]);
    expect(days.map(({ measures }) => measures.find(({ id }) => id === 'load_holding')!.coverage)).toEqual([
      10 / 86400,
      10 / 86400,
    ]);
  });

  it('is a rotation by its peak, and a break by its beginning', () => {
    expect(of('rotation_count_left_all')).toEqual([1, 0]);
    expect(of('rotation_count_right_all')).toEqual([0, 1]);
    expect(of('load_breaks')).toEqual([1, 0]);
    expect(of('load_break_time')).toEqual([10, 0]);
  });
});

describe('a week', () => {
  const workdays = (sitting: readonly number[]): DaySummary[] =>
    sitting.flatMap((minutes, i) => {
      const morning = at(`2026-10-${19 + i}T06:00:00Z`);
      return summarise(
        chain(morning, [
          ['walking', 10],
          ['sitting', minutes],
        ]),
      );
    });

  it('averages its valid days, with the interval of their spread', () => {
    const [week] = summariseWeeks(workdays([300, 360, 420, 60]));
    expect(week).toMatchObject({ startDate: '2026-10-19', daysWithData: 4 });
    expect(week!.validDates).toEqual(['2026-10-19', '2026-10-20', '2026-10-21']);
    const sitting = week!.measures.find((m) => m.id === 'sitting_time_per_day')!;
    expect(sitting.value).toBe(360);
    // t(2) = 4.303, standard deviation 60 min.
    expect(sitting.interval![1] - 360).toBeCloseTo((4.303 * 60) / Math.sqrt(3), 9);
    expect(week!.note).toContain(
      '3 valid days; 6 to 8 tell people apart reliably (ICC .80) by their share of sitting, 13 to 15 by its minutes;',
    );
  });

  it('knows that no day has less than no minutes', () => {
    const [week] = summariseWeeks(workdays([240, 240, 1000]));
    expect(week!.measures.find((m) => m.id === 'sitting_time_per_day')!.interval![0]).toBe(0);
  });

  it('of two valid days has no mean, and says why', () => {
    const [week] = summariseWeeks(workdays([300, 360]));
    const sitting = week!.measures.find((m) => m.id === 'sitting_time_per_day')!;
    expect(sitting).toMatchObject({ value: null, reason: 'needs 3 valid days, there are 2' });
  });

  it('says how many days it has and on how many of them a measure is known', () => {
    const [first, second] = summariseWeeks([...workdays([300, 360, 420, 480, 300, 360, 420, 480])].reverse());
    expect([first!.startDate, second!.startDate]).toEqual(['2026-10-19', '2026-10-26']);
    expect(first!.note).toMatch(/^7 valid days, enough to tell people apart/);
    expect(second!.note).toBe('1 valid day, 3 are needed for a mean');
    const of = (id: string) => first!.measures.find((m) => m.id === id)!;
    expect(of('valid_days')).toMatchObject({ value: 7, coverage: 1, unit: 'd' });
    expect(of('sitting_time_per_day')).toMatchObject({ coverage: 1, unit: 'min', reason: null });
    expect(of('load_breaks_per_day')).toMatchObject({
      ...{ value: null, coverage: 0, interval: null },
      reason: 'it is known on 0 of 7 valid days, 3 are needed',
    });
    const [three] = summariseWeeks(workdays([300, 360, 420]));
    expect(three!.measures.find(({ id }) => id === 'sitting_time_per_day')!.coverage).toBeCloseTo(3 / 7, 12);
  });

  it('tells the change of rotations that can be detected by the parameters that the rotations were told with', () => {
    const indices = { ...ROTATION_PARAMS.indices, minValidDays: 9 };
    const rotation = { ...ROTATION_PARAMS, indices };
    const [week] = summariseWeeks(workdays([300, 360, 420]), CALENDAR_PARAMS, rotation);
    expect(week!.measures.find(({ id }) => id === 'rotation_asymmetry_all_mdc95')).toMatchObject({
      parameterHash: parameterHash(rotation),
      reason: '0 valid days: a detectable change needs 9',
    });
  });

  it('begins on Monday, or where it is wanted to', () => {
    expect(weekOf('2026-10-25', 1)).toBe('2026-10-19');
    expect(weekOf('2026-10-25', 7)).toBe('2026-10-25');
    expect(weekOf('2027-01-01', 1)).toBe('2026-12-28');
  });

  /** Change of sitting between three days of so many minutes sat and walked, and three of others. */
  const changeOf = (...weeks: [before: [number, number], after: [number, number]]) => {
    const [before, after] = weeks.map(([sitting, walking]) => {
      const day = [0, 1, 2].flatMap((i) =>
        summarise(
          chain(at(`2026-10-${19 + i}T06:00:00Z`), [
            ['walking', walking],
            ['sitting', sitting],
          ]),
        ),
      );
      return summariseWeeks(day)[0]!;
    });
    return compareWeeks(before!, after!).find(({ id }) => id === 'sitting_time_per_day');
  };

  it('has changed when daily sitting differs by more than 76.8 min', () => {
    const change = (minutes: number) => changeOf([360, 120], [360 + minutes, 120 - minutes]);
    expect(change(76)).toMatchObject({ difference: 76, noise: 76.8, beyondNoise: false });
    expect(change(-78)).toMatchObject({ difference: -78, beyondNoise: true });
  });

  it('has not changed when the clip was worn longer and as much of that time was sat', () => {
    expect(changeOf([210, 90], [378, 162])).toMatchObject({ difference: 168, beyondNoise: false });
    expect(changeOf([378, 162], [210, 90])).toMatchObject({ difference: -168, beyondNoise: false });
    // Less of a longer day.
    expect(changeOf([240, 10], [360, 360])).toMatchObject({ difference: 120, beyondNoise: false });
  });

  it('is compared where both weeks know a measure, and judged where its noise is known', () => {
    const [week] = summariseWeeks(workdays([300, 360, 420]));
    const [little] = summariseWeeks(workdays([300]));
    const change = (earlier: WeekSummary, later: WeekSummary, id: string) =>
      compareWeeks(earlier, later).find((told) => told.id === id);
    const none = { difference: null, beyondNoise: null };
    expect(change(little!, week!, 'sitting_time_per_day')).toMatchObject({ ...none, noise: 76.8 });
    expect(change(week!, little!, 'sitting_time_per_day')).toMatchObject({ ...none, noise: 76.8 });
    expect(change(week!, week!, 'walking_time_per_day')).toMatchObject({ difference: 0, beyondNoise: null });
    const usual = { ...CALENDAR_PARAMS, weeklyLimitsMin: 0 };
    const same = compareWeeks(week!, week!, usual).find(({ id }) => id === 'sitting_time_per_day');
    expect(same).toMatchObject({ difference: 0, beyondNoise: false });
  });
});
