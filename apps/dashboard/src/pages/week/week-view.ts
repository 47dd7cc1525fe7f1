import type { Day, Week } from '@plumbline/contract';
import { CALENDAR_PARAMS, type PostureState } from '@plumbline/core';
import type { WeekBarDay } from '../../charts/week-bars-option.ts';
import { dateAfter } from '../../locales/dates.ts';

const DAYS_A_WEEK = 7;
const MIN_PER_H = 60;

/** From the bottom up: what rests below, what moves above, what is not known on top. */
export const WEEK_STATES = [
  'lying',
  'sitting',
  'standing',
  'walking',
  'running',
  'cycling',
  'unknown',
] as const satisfies readonly PostureState[];

/** Walking that makes a day count as one with movement, min. */
export const MOVING_MIN = 10;
/** The least valid days for a mean. */
export const LEAST_DAYS = CALENDAR_PARAMS.minValidDays;

export interface WeekDay {
  readonly date: string;
  /** Null: no posture is known of it. */
  readonly day: Day | null;
  /** Samples are there all the same: the sensor lay on the table, or has just been switched on. */
  readonly unknown: boolean;
  /** It is still to come. */
  readonly ahead: boolean;
}

/** All seven, those without data too. */
export function weekDays({ startDate, days }: Week, today: string): WeekDay[] {
  return Array.from({ length: DAYS_A_WEEK }, (_, i) => {
    const date = dateAfter(startDate, i);
    const stored = days.find((each) => each.date === date);
    const day = stored && stored.wornMin > 0 ? stored : null;
    return { date, day, unknown: stored !== undefined && day === null, ahead: date > today };
  });
}

/** The last date of a week that is over; null of the present one. */
export function endOfPast(startDate: string, today: string): string | null {
  const end = dateAfter(startDate, DAYS_A_WEEK - 1);
  return end < today ? end : null;
}

export function measureOf(measures: Week['measures'], id: string): Week['measures'][number] | null {
  return measures.find((measure) => measure.id === id) ?? null;
}

/** Minutes in a posture; 0 where nothing is told of it. */
export function minutesIn(day: Day, state: PostureState): number {
  return measureOf(day.measures, `${state}_time`)?.value ?? 0;
}

export function barsOf(days: readonly WeekDay[], label: (date: string) => string): WeekBarDay[] {
  return days.map(({ date, day, ahead }) => ({
    date,
    label: label(date),
    valid: day?.valid ?? false,
    hours: day ? hoursOf(day) : ahead ? {} : null,
  }));
}

function hoursOf(day: Day): Record<string, number> {
  return Object.fromEntries(WEEK_STATES.map((state) => [state, minutesIn(day, state) / MIN_PER_H]));
}

/** Postures that occur in the week. */
export function statesSeen(days: readonly WeekDay[]): PostureState[] {
  return WEEK_STATES.filter((state) => days.some(({ day }) => day !== null && minutesIn(day, state) > 0));
}

/** Days with enough walking, of the days with data. */
export function movingDays(days: readonly WeekDay[]): { readonly count: number; readonly days: number } {
  const told = days.flatMap(({ day }) => day ?? []);
  return { count: told.filter((day) => minutesIn(day, 'walking') >= MOVING_MIN).length, days: told.length };
}

/** The longest sitting of the week and its day; null when nobody sat down. */
export function longestSitting(
  days: readonly WeekDay[],
): { readonly date: string; readonly min: number } | null {
  const told = days.flatMap(({ date, day }) => {
    const min = day && measureOf(day.measures, 'sitting_bout_longest')?.value;
    return min === null || min === undefined ? [] : [{ date, min }];
  });
  return told.toSorted((a, b) => b.min - a.min)[0] ?? null;
}

export type Change =
  | { readonly kind: 'first' | 'few' }
  | {
      readonly kind: 'less' | 'more' | 'same' | 'worn';
      readonly differenceMin: number;
      readonly noiseMin: number;
    };

/** Of daily sitting, whose usual difference between weeks is known. `worn`: much more or less of it was seen, not sat. */
export function whatChanged({ validDates, changes }: Week): Change {
  if (changes.length === 0) return { kind: 'first' };
  const sitting = changes.find(({ id }) => id === 'sitting_time_per_day');
  const differenceMin = sitting?.difference ?? null;
  if (validDates.length < LEAST_DAYS || differenceMin === null) return { kind: 'few' };
  const noiseMin = sitting?.noise ?? CALENDAR_PARAMS.weeklyLimitsMin;
  const within = Math.abs(differenceMin) > noiseMin ? 'worn' : 'same';
  const kind = sitting?.beyondNoise ? (differenceMin < 0 ? 'less' : 'more') : within;
  return { kind, differenceMin, noiseMin };
}

export type Idea =
  | { readonly kind: 'wear' | 'keep' }
  | { readonly kind: 'longest'; readonly date: string; readonly min: number }
  | { readonly kind: 'breaks'; readonly rate: number }
  | { readonly kind: 'movement'; readonly count: number; readonly days: number };

/** Sitting of an hour and more is prolonged; breaks and walking as in a break plan of 2 to 5 a day, most days. */
const PROLONGED_MIN = 60;
const LEAST_BREAKS_PER_H = 1;
const MOST_DAYS_SHARE = 5 / 7;

/** One idea, the one that changes the most: length of sitting, then breaks, then walking. */
export function ideaOf(week: Week, days: readonly WeekDay[]): Idea {
  if (week.validDates.length < LEAST_DAYS) return { kind: 'wear' };
  const longest = longestSitting(days);
  if (longest && longest.min >= PROLONGED_MIN) return { kind: 'longest', ...longest };
  const rate = measureOf(week.measures, 'breaks_per_sitting_hour_per_day')?.value ?? null;
  if (rate !== null && rate < LEAST_BREAKS_PER_H) return { kind: 'breaks', rate };
  const moving = movingDays(days);
  return moving.count < MOST_DAYS_SHARE * moving.days ? { kind: 'movement', ...moving } : { kind: 'keep' };
}
