import type { Trends } from '@plumbline/contract';

export const SITTING_FIGURES = [
  'sitting_time',
  'sitting_share',
  'breaks_per_sitting_hour',
  'sitting_bouts_30min',
  'sitting_bout_longest',
  'sitting_bout_median',
] as const;
export const TURNING_FIGURES = [
  'rotation_asymmetry_all',
  'rotation_asymmetry_sitting',
  'rotation_asymmetry_standing',
] as const;
export const LOAD_FIGURES = [
  'load_holding_over_budget',
  'load_creep_peak',
  'load_shifts_15min',
  'load_fidgets_15min',
  'load_break_creep_recovered',
] as const;
/** Of these the hours of a day are made. */
export const TIME_MEASURES = ['sitting_time', 'standing_time', 'walking_time', 'lying_time'] as const;
export const FIGURES = [...SITTING_FIGURES, ...TURNING_FIGURES, ...LOAD_FIGURES] as const;
export type FigureId = (typeof FIGURES)[number];

type Range = readonly [number, number];

/** One number of a visit, with everything it has to be read with. */
export interface Figure {
  readonly id: FigureId;
  readonly unit: string;
  /** Mean over the days that count; null: see `reason`. */
  readonly value: number | null;
  /** Of the mean, 95 %. */
  readonly interval: Range | null;
  /** Less than this between two such periods is noise. */
  readonly mdc95: number | null;
  /** The middle half of the wearer's own days. */
  readonly usual: Range | null;
  /** Days that count and have the number. */
  readonly days: number;
  /** Mean share of these days that the number rests on. */
  readonly coverage: number | null;
  readonly reason: 'no_valid_days' | 'not_known' | null;
}

/** Throws if the trends were asked for without this measure. */
export function figureOf(trends: Trends, id: FigureId): Figure {
  const measure = measureOf(trends, id);
  const counted = countedDays(trends, id);
  const coverages = counted.flatMap((i) => measure.coverage[i] ?? []);
  const { usual } = measure;
  const none = trends.valid.some(Boolean) ? 'not_known' : 'no_valid_days';
  return {
    ...{ id, unit: measure.unit, value: measure.mean, interval: measure.interval, mdc95: measure.mdc95 },
    usual: usual && [usual.low, usual.high],
    days: counted.length,
    coverage: meanOf(coverages),
    reason: measure.mean === null ? none : null,
  };
}

export function measureOf(trends: Trends, id: string): Trends['measures'][number] {
  const found = trends.measures.find((measure) => measure.id === id);
  if (found === undefined) throw new Error(`the trends hold no ${id}: ask for it`);
  return found;
}

/** Places of the days that count and have this number. */
export function countedDays(trends: Trends, id: string): number[] {
  const { value } = measureOf(trends, id);
  return value.flatMap((v, i) => (v !== null && trends.valid[i] ? [i] : []));
}

/** How much the rest may be trusted: it comes first everywhere. */
export interface Validity {
  readonly days: number;
  readonly withData: number;
  readonly valid: number;
  /** A day, over the days with data. */
  readonly wornMin: number | null;
  /** Most days in a row without data. */
  readonly longestGap: number;
  readonly lastDate: string | null;
  /** Fewer than 3 valid days give no mean; 6 and more tell people apart reliably by their share of sitting (ICC .80). */
  readonly grade: 'too_few' | 'some' | 'enough';
  readonly algorithmChanges: Trends['algorithmChanges'];
}

const LEAST_DAYS = 3;
const RELIABLE_DAYS = 6;

export function validityOf({ dates, wornMin, valid, algorithmChanges }: Trends): Validity {
  const count = valid.filter(Boolean).length;
  return {
    days: dates.length,
    withData: wornMin.filter((minutes) => minutes !== null).length,
    valid: count,
    wornMin: meanOf(wornMin.flatMap((minutes) => minutes ?? [])),
    longestGap: longestRun(wornMin.map((minutes) => minutes === null)),
    lastDate: dates[wornMin.findLastIndex((minutes) => minutes !== null)] ?? null,
    grade: count < LEAST_DAYS ? 'too_few' : count < RELIABLE_DAYS ? 'some' : 'enough',
    algorithmChanges,
  };
}

function longestRun(flags: readonly boolean[]): number {
  let run = 0;
  return flags.reduce((most, flag) => {
    run = flag ? run + 1 : 0;
    return Math.max(most, run);
  }, 0);
}

export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
