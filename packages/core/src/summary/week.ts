import { ROTATION_PARAMS, type RotationParams } from '../measures/rotation/index.ts';
import { CALENDAR_ALGORITHM, CALENDAR_PARAMS, type CalendarParams } from './calendar.params.ts';
import type { DaySummary } from './days.ts';
import { meanOfDays } from './mean-of-days.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';
import { possibleRange } from './possible-range.ts';
import { summariseRotationDays } from './rotation-days.ts';

/** Means over the valid days of a week. */
export interface WeekSummary {
  /** ISO date of its first day. */
  readonly startDate: string;
  readonly daysWithData: number;
  readonly validDates: readonly string[];
  /** What one should know about so many days, in plain words. */
  readonly note: string;
  /** `<measure>_per_day`: mean over the valid days with the 95 % interval of their spread. */
  readonly measures: readonly Measure[];
}

/** A week against another one. */
export interface WeekChange {
  readonly id: string;
  /** Later less earlier; null where one of them is not available. */
  readonly difference: number | null;
  readonly unit: string;
  /** What the same week would differ by; null where it is not known for this measure. */
  readonly noise: number | null;
  /** Whether it changed by more than that, and would have if both weeks had been worn alike. */
  readonly beyondNoise: boolean | null;
}

const DAYS_A_WEEK = 7;
const MS_PER_DAY = 86_400_000;
/** Of daily sitting only; for other measures no such limits are known. */
const SITTING_TIME = 'sitting_time_per_day';
const WORN_TIME = 'known_time_per_day';
const OF_EACH_DAY = [
  'sitting_time',
  'standing_time',
  'walking_time',
  'lying_time',
  'known_time',
  'sitting_share',
  'sitting_bouts',
  'sitting_breaks',
  'breaks_per_sitting_hour',
  'sitting_bouts_30min',
  'sitting_bout_longest',
  'sitting_bout_median',
  'load_holding_over_budget',
  'load_creep_peak',
  'load_breaks',
] as const;

/**
 * The weeks that the days belong to, in order. Days that are not valid are counted and not averaged. `rotation`: with what
 * the rotations of the days were told.
 */
export function summariseWeeks(
  days: readonly DaySummary[],
  params: CalendarParams = CALENDAR_PARAMS,
  rotation: RotationParams = ROTATION_PARAMS,
): WeekSummary[] {
  const weeks = Map.groupBy(days, ({ day }) => weekOf(day.date, params.weekStartsOn));
  return [...weeks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([start, of]) => oneWeek(start, of, params, rotation));
}

/** ISO date of the first day of the week that a date belongs to. */
export function weekOf(date: string, weekStartsOn: number): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  const back = (new Date(ms).getUTCDay() - (weekStartsOn % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK;
  return new Date(ms - back * MS_PER_DAY).toISOString().slice(0, 10);
}

function oneWeek(
  startDate: string,
  days: readonly DaySummary[],
  params: CalendarParams,
  rotation: RotationParams,
): WeekSummary {
  const valid = days.filter((day) => day.valid);
  const count = { ...base('valid_days', params), value: valid.length, unit: 'd', coverage: 1 };
  return {
    startDate,
    daysWithData: days.length,
    validDates: valid.map(({ day }) => day.date),
    note: noteOn(valid.length, params),
    measures: [
      count,
      ...OF_EACH_DAY.map((id) => meanOf(id, valid, params)),
      ...summariseRotationDays(
        valid.map(({ measures }) => measures),
        params.minValidDays,
        rotation,
      ),
    ],
  };
}

function noteOn(n: number, params: CalendarParams): string {
  const { daysForIcc80, daysForIcc80Minutes, minValidDays, weeklyLimitsMin } = params;
  const [from, to] = daysForIcc80;
  if (n < minValidDays)
    return `${n} valid ${n === 1 ? 'day' : 'days'}, ${minValidDays} are needed for a mean`;
  const usual = `two usual weeks differ by up to ${weeklyLimitsMin} min of sitting a day`;
  const minutes = `${daysForIcc80Minutes.join(' to ')} by its minutes; ${usual}`;
  const reliably = 'tell people apart reliably (ICC .80) by their share of sitting';
  if (n < from) return `${n} valid days; ${from} to ${to} ${reliably}, ${minutes}`;
  return `${n} valid days, enough to ${reliably}; ${minutes}`;
}

function meanOf(id: string, valid: readonly DaySummary[], params: CalendarParams): Measure {
  const found = valid.flatMap(({ measures }) => measures.find((m) => m.id === id) ?? []);
  const values = found.flatMap(({ value }) => value ?? []);
  const n = values.length;
  const told = meanOfDays(values, possibleRange(id));
  const measure = { ...base(`${id}_per_day`, params), unit: found[0]?.unit ?? '1' };
  if (told === null || n < params.minValidDays) {
    const needed = `needs ${params.minValidDays} valid days, there are ${valid.length}`;
    const partly = `it is known on ${n} of ${valid.length} valid days, ${params.minValidDays} are needed`;
    return { ...measure, reason: valid.length < params.minValidDays ? needed : partly };
  }
  return { ...measure, value: told.mean, interval: told.interval, coverage: n / DAYS_A_WEEK };
}

function base(id: string, params: CalendarParams): Measure {
  return {
    id,
    value: null,
    unit: '1',
    coverage: 0,
    interval: null,
    algorithm: CALENDAR_ALGORITHM,
    parameterHash: parameterHash(params),
    reason: null,
  };
}

/** What changed between two weeks, and whether it is more than two usual weeks differ by. */
export function compareWeeks(
  earlier: WeekSummary,
  later: WeekSummary,
  params: CalendarParams = CALENDAR_PARAMS,
): WeekChange[] {
  return later.measures.map(({ id, value, unit }) => {
    const before = measured(earlier, id);
    const difference = value === null || before === null ? null : value - before;
    const noise = id === SITTING_TIME ? params.weeklyLimitsMin : null;
    const beyondNoise =
      difference === null || noise === null
        ? null
        : isBeyond(noise, difference, sittingWornAlike(earlier, later));
    return { id, difference, unit, noise, beyondNoise };
  });
}

/** The limits are those of sitting adjusted for wear: what comes of wearing the clip longer is no change of sitting. */
function isBeyond(noise: number, difference: number, wornAlike: number | null): boolean | null {
  if (Math.abs(difference) <= noise) return false;
  return wornAlike === null ? null : wornAlike * Math.sign(difference) > noise;
}

/** What daily sitting would have changed by had both weeks been worn as long as they were on average, min. */
function sittingWornAlike(earlier: WeekSummary, later: WeekSummary): number | null {
  const [before, wornBefore] = [measured(earlier, SITTING_TIME), measured(earlier, WORN_TIME)];
  const [after, wornAfter] = [measured(later, SITTING_TIME), measured(later, WORN_TIME)];
  if (before === null || after === null || !wornBefore || !wornAfter) return null;
  return (after / wornAfter - before / wornBefore) * ((wornBefore + wornAfter) / 2);
}

function measured({ measures }: WeekSummary, id: string): number | null {
  return measures.find((measure) => measure.id === id)?.value ?? null;
}
