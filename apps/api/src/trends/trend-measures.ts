import type { Trends } from '@plumbline/contract';
import { againstUsual, detectableChange, meanOfDays, possibleRange } from '@plumbline/core';
import type { TREND_MEASURES } from '../summaries/summary-algorithm.ts';
import type { TrendDay } from './trends.repository.ts';

type TrendMeasure = Trends['measures'][number];
export type TrendId = (typeof TREND_MEASURES)[number];

export const TREND_UNITS: Readonly<Record<TrendId, string>> = {
  sitting_time: 'min',
  standing_time: 'min',
  walking_time: 'min',
  lying_time: 'min',
  known_time: 'min',
  sitting_share: '1',
  sitting_breaks: '1',
  breaks_per_sitting_hour: '1/h',
  sitting_bouts_30min: '1',
  sitting_bout_longest: 'min',
  sitting_bout_median: 'min',
  sitting_bout_usual: 'min',
  sitting_alpha: '1',
  rotation_asymmetry_all: '1',
  rotation_asymmetry_sitting: '1',
  rotation_asymmetry_standing: '1',
  load_holding: 's',
  load_holding_over_budget: 's',
  load_creep: '1',
  load_creep_peak: '1',
  load_shifts_15min: '1',
  load_fidgets_15min: '1',
  load_breaks: '1',
  load_break_creep_recovered: '1',
};

/** Fewer days have no spread to speak of. */
const LEAST_DAYS = 3;

/** One measure over the given days, null where there is no such day; means are over those that count. */
export function trendOf(id: TrendId, days: readonly (TrendDay | null)[]): TrendMeasure {
  const points = days.map((day) => day?.trend[id] ?? null);
  const at = (i: number): (number | null)[] => points.map((point) => point?.[i] ?? null);
  const counted = days.flatMap((day) => (day?.valid ? (day.trend[id]?.[0] ?? []) : []));
  const { mdc95, reason } = detectableChange(counted);
  return {
    id,
    unit: TREND_UNITS[id],
    ...{ value: at(0), coverage: at(1), low: at(2), high: at(3) },
    ...meanOf(id, counted),
    ...{ mdc95, reason },
    usual: usualOf(counted),
  };
}

/** With the 95 % interval of the mean, from the spread of the days. */
export function meanOf(id: TrendId, values: readonly number[]): Pick<TrendMeasure, 'mean' | 'interval'> {
  const told = meanOfDays(values, possibleRange(id));
  if (told === null) return { mean: null, interval: null };
  const { mean, interval } = told;
  return { mean, interval: interval !== null && values.length >= LEAST_DAYS ? [...interval] : null };
}

function usualOf(values: readonly number[]): TrendMeasure['usual'] {
  const { median, middleHalf } = againstUsual(values.at(-1) ?? 0, values);
  return median === null || middleHalf === null ? null : { median, low: middleHalf[0], high: middleHalf[1] };
}
