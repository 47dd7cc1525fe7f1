import type { Week } from '@plumbline/contract';
import { toCsv } from '../../charts/csv.ts';
import { formats, t } from '../../locales/t.ts';
import { measureName, valueWords } from '../../measures/measure-words.ts';
import { reasonWords } from '../../measures/reason-words.ts';
import {
  type Change,
  type Idea,
  measureOf,
  minutesIn,
  movingDays,
  statesSeen,
  WEEK_STATES,
  type WeekDay,
} from './week-view.ts';

const S_PER_MIN = 60;
const minutes = (min: number): string => formats.duration(min * S_PER_MIN);

/** One sentence: what changed since the week before. */
export function changeWords(change: Change): string {
  if (!('noiseMin' in change)) return t(`week.changed.${change.kind}`);
  const { kind, differenceMin, noiseMin } = change;
  return t(`week.changed.${kind}`, {
    difference: minutes(Math.abs(differenceMin)),
    noise: minutes(noiseMin),
    way: t(differenceMin < 0 ? 'week.changed.wayLess' : 'week.changed.wayMore'),
  });
}

export function ideaWords(idea: Idea): string {
  switch (idea.kind) {
    case 'longest':
      return t('week.suggestion.longest', {
        day: formats.weekdayDate(idea.date),
        longest: minutes(idea.min),
      });
    case 'breaks':
      return t('week.suggestion.breaks', { rate: formats.number(idea.rate) });
    case 'movement':
      return t('week.suggestion.movement', { active: idea.count, count: idea.days });
    default:
      return t(`week.suggestion.${idea.kind}`);
  }
}

/** What the bars show, in a sentence. */
export function daysSummary({ validDates, daysWithData, measures }: Week): string {
  const counts = { valid: validDates.length, withData: daysWithData };
  const mean = (state: string) => measureOf(measures, `${state}_time_per_day`)?.value ?? null;
  const [sitting, standing, walking] = ['sitting', 'standing', 'walking'].map(mean);
  if (typeof sitting !== 'number' || typeof standing !== 'number' || typeof walking !== 'number') {
    return t('week.days.summaryFew', counts);
  }
  return t('week.days.summary', {
    ...counts,
    sitting: minutes(sitting),
    standing: minutes(standing),
    walking: minutes(walking),
  });
}

/** A day in one line, with why it does not count. */
export function dayWords({ date, day, unknown, ahead }: WeekDay): string {
  const name = formats.weekdayDate(date);
  if (day === null) return t(`week.days.${noneOf(ahead, unknown)}`, { day: name });
  const parts = WEEK_STATES.filter((state) => minutesIn(day, state) >= 1)
    .toReversed()
    .map((state) =>
      t('week.days.part', { name: t(`posture.name.${state}`), duration: minutes(minutesIn(day, state)) }),
    );
  const counts = day.valid
    ? t('week.days.counts')
    : t('week.days.countsNot', { reason: day.reasons.map(reasonWords).join(' ') });
  return t('week.days.at', { day: name, parts: formats.facts([...parts, counts]) });
}

/** Days that are there and do not count, with the reason. */
export function paleDays(days: readonly WeekDay[]): string[] {
  return days.flatMap(({ date, day }) =>
    day === null || day.valid
      ? []
      : [
          t('week.days.reason', {
            day: formats.weekday(date),
            reason: day.reasons.map(reasonWords).join(' '),
          }),
        ],
  );
}

export function weekTable(days: readonly WeekDay[]) {
  const states = statesSeen(days);
  const head = [
    t('week.days.table.day'),
    ...states.map((state) => t(`posture.name.${state}`)),
    t('week.days.table.worn'),
    t('week.days.table.counts'),
  ];
  const rows = days.map(({ date, day, unknown, ahead }) => [
    formats.weekdayDate(date),
    ...states.map((state) => (day ? minutes(minutesIn(day, state)) : noneWords(ahead, unknown))),
    day ? minutes(day.wornMin) : noneWords(ahead, unknown),
    t(day?.valid ? 'week.days.table.yes' : 'week.days.table.no'),
  ]);
  return { head, rows };
}

function noneWords(ahead: boolean, unknown: boolean): string {
  return t(`week.days.table.${noneOf(ahead, unknown)}`);
}

/** Why nothing is drawn of a day. */
function noneOf(ahead: boolean, unknown: boolean): 'ahead' | 'unknown' | 'missing' {
  return unknown ? 'unknown' : ahead ? 'ahead' : 'missing';
}

export function weekCsv(days: readonly WeekDay[]): string {
  const head = ['date', ...WEEK_STATES.map((state) => `${state}_min`), 'known_min', 'valid'];
  return toCsv(
    head,
    days.map(({ date, day }) => [
      date,
      ...WEEK_STATES.map((state) => (day ? minutesIn(day, state) : null)),
      day?.wornMin ?? null,
      String(day?.valid ?? false),
    ]),
  );
}

export interface WeekNumber {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly notes: readonly string[];
}

const SHOWN = [
  'sitting_time',
  'sitting_bout_longest',
  'breaks_per_sitting_hour',
  'sitting_bouts_30min',
  'walking_time',
] as const;

/** Means over the days that count, each with its range, how many days it rests on and what changed. */
export function weekNumbers(week: Week, days: readonly WeekDay[]): WeekNumber[] {
  const means = SHOWN.flatMap((id) => measureOf(week.measures, `${id}_per_day`) ?? []).map((measure) => {
    const { id, value, unit, interval, reason } = measure;
    const say = (number: number) => valueWords(id, unit, number);
    const notes =
      value === null
        ? [reason === null ? null : reasonWords(reason)]
        : [
            interval && t('week.numbers.interval', { interval: rangeWords(interval, say) }),
            t('week.numbers.days', { count: week.validDates.length }),
            changeOf(week, id, say),
          ];
    return {
      id,
      name: measureName(id),
      value: value === null ? t('measures.none') : say(value),
      notes: notes.filter((note) => note !== null),
    };
  });
  return [...means, movingNumber(days)];
}

function rangeWords([low, high]: readonly [number, number], say: (value: number) => string): string {
  return t('measures.interval', { low: say(low), high: say(high) });
}

/** Closer than this to zero, in the measure's own unit, nothing is said to have changed. */
const SAME = 0.05;

function changeOf({ changes }: Week, id: string, say: (value: number) => string): string | null {
  const change = changes.find((each) => each.id === id);
  if (typeof change?.difference !== 'number') return null;
  // A mean of days is not known to the second; whole minutes as everywhere, so that the sentence above says the same.
  const difference = change.unit === 'min' ? Math.trunc(change.difference) : change.difference;
  if (Math.abs(difference) < SAME) return t('week.numbers.same');
  const value = say(Math.abs(difference));
  return t('week.numbers.change', {
    difference: t(difference < 0 ? 'week.numbers.less' : 'week.numbers.more', { value }),
  });
}

function movingNumber(days: readonly WeekDay[]): WeekNumber {
  const { count, days: told } = movingDays(days);
  const none = told === 0;
  return {
    id: 'moving_days',
    name: t('week.numbers.moving'),
    value: none ? t('measures.none') : t('week.numbers.movingOf', { count, days: told }),
    notes: none ? [t('measures.reason.noPosture')] : [],
  };
}
