import { CALENDAR_PARAMS } from '@plumbline/core';
import { SeededRandom } from '@plumbline/core/simulation';
import { DEMO_SEED, WEARER_KEYS, type WearerKey } from './cast.ts';

/** A day on which somebody of the demonstration wears the sensor. */
export interface DemoDay {
  readonly key: WearerKey;
  readonly date: string;
  /** Of the story, from 0; the first twelve weeks end with the day on which the demonstration began. */
  readonly day: number;
  readonly seed: number;
  /** Minutes of the day at which it is put on and taken off. */
  readonly fromMin: number;
  readonly toMin: number;
  /** Percent at the beginning; the battery is empty at 0. */
  readonly battery: number;
}

export const STORY_DAYS = 84;
/** Days before this one of the story are told with the parameters of an earlier version. */
export const NEW_ALGORITHM_DAY = 35;
const MS_PER_DAY = 86_400_000;
const MIN_PER_H = 60;
const SATURDAY = 6;
const DAYS_A_WEEK = 7;

interface Wearing {
  readonly weekdayShare: number;
  readonly weekendShare: number;
  readonly hours: readonly [number, number];
}

const WEARING: Readonly<Record<WearerKey, Wearing>> = {
  seated: { weekdayShare: 0.92, weekendShare: 0, hours: [4.8, 6.4] },
  turning: { weekdayShare: 0.85, weekendShare: 0.1, hours: [4.5, 6] },
  // Forgets it now and then.
  hybrid: { weekdayShare: 0.68, weekendShare: 0.3, hours: [4.2, 6] },
};

export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY);
}

/** `began`: the local date on which the demonstration began; `today`: up to which it goes, with it. */
export function demoDays(began: string, today: string): DemoDay[] {
  const first = dateAfter(began, 1 - STORY_DAYS);
  const count = daysBetween(first, today) + 1;
  return WEARER_KEYS.flatMap((key, index) =>
    Array.from({ length: count }, (_, day) => dayOf(key, index, dateAfter(first, day), day)).filter(
      (day) => day.worn || day.date === today,
    ),
  );
}

function dayOf(
  key: WearerKey,
  index: number,
  date: string,
  day: number,
): DemoDay & { readonly worn: boolean } {
  const seed = DEMO_SEED * 1e6 + index * 1e5 + day;
  const random = new SeededRandom(seed);
  const { weekdayShare, weekendShare, hours } = WEARING[key];
  const worn = random.next() < (new Date(date).getUTCDay() % SATURDAY === 0 ? weekendShare : weekdayShare);
  const fromMin = Math.round(random.between(7.75, 9.25) * MIN_PER_H);
  const toMin = Math.round(fromMin + random.between(...hours) * MIN_PER_H);
  return { key, date, day, seed, fromMin, toMin, battery: batteryOn(key, day), worn };
}

/** Charged every week; the hybrid wearer forgets it once, and it dies at noon. */
const LOSS_PER_DAY = 9;
const FORGOTTEN = { day: 66, battery: 5 };

function batteryOn(key: WearerKey, day: number): number {
  if (key === 'hybrid' && day === FORGOTTEN.day) return FORGOTTEN.battery;
  return 100 - (day % DAYS_A_WEEK) * LOSS_PER_DAY;
}

/** Today, and the least valid days of a week. */
const NEWEST_DAYS = 1 + CALENDAR_PARAMS.minValidDays;

/**
 * What is stored first can be looked at first: the newest day of everybody, so many more of everybody that a week can be
 * told, then one day of each week for the shape of twelve, every second week first, then the rest, the newest first.
 */
export function inOrder(days: readonly DemoDay[]): DemoDay[] {
  const newestFirst = [...days].sort((a, b) => b.date.localeCompare(a.date) || a.seed - b.seed);
  const newer = new Map<WearerKey, number>();
  const weeks = new Set<string>();
  const urgencyOf = ({ key, day }: DemoDay): number => {
    const before = newer.get(key) ?? 0;
    newer.set(key, before + 1);
    const week = Math.floor(day / DAYS_A_WEEK);
    const first = !weeks.has(`${key} ${week}`);
    weeks.add(`${key} ${week}`);
    if (before < NEWEST_DAYS) return before;
    return NEWEST_DAYS + (first ? week % 2 : LAST);
  };
  const urgencies = new Map(newestFirst.map((day) => [day, urgencyOf(day)]));
  return newestFirst.sort((a, b) => urgencies.get(a)! - urgencies.get(b)!);
}

/** After the even and the odd weeks. */
const LAST = 2;
