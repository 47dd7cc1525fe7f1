import type { Note, Plan, Trends } from '@plumbline/contract';
import type { Rolling } from '../../charts/rolling.ts';
import { rollingWeek } from '../../charts/rolling.ts';
import type { TrendMark } from '../../charts/trend-option.ts';
import { plannedIndices } from '../person/plan-done.ts';

export type TrendMeasure = Trends['measures'][number];

/** In the order of the list; the first is what one begins with. */
export const TREND_IDS = [
  'sitting_time',
  'sitting_share',
  'breaks_per_sitting_hour',
  'sitting_bout_longest',
  'sitting_bouts_30min',
  'sitting_bout_usual',
  'standing_time',
  'walking_time',
  'rotation_asymmetry_all',
  'rotation_asymmetry_sitting',
  'rotation_asymmetry_standing',
  'load_creep_peak',
  'load_holding_over_budget',
  'load_shifts_15min',
  'load_breaks',
] as const;
export type TrendId = (typeof TREND_IDS)[number];

export function measureIn(trends: Trends, id: string): TrendMeasure | null {
  return trends.measures.find((measure) => measure.id === id) ?? null;
}

export function rollingOf(trends: Trends, measure: TrendMeasure): Rolling {
  return rollingWeek(measure.value, trends.valid);
}

/** Days that count and have the measure. */
export function countedDays(trends: Trends, { value }: TrendMeasure): number {
  return value.filter((each, i) => each !== null && trends.valid[i]).length;
}

const NOTHING: readonly null[] = [];

/** What was agreed on for each day, on the scale of the measure; empty where there is nothing of it. */
export function plannedOf(
  id: TrendId,
  plan: Plan | undefined,
  { dates }: Trends,
): readonly (number | null)[] {
  if (id !== 'rotation_asymmetry_all' || !plan || plan.changedUs === null) return NOTHING;
  const planned = plannedIndices(plan, dates);
  return planned.some((index) => index !== null) ? planned : NOTHING;
}

export interface NumberedMark extends TrendMark {
  readonly date: string;
  readonly note: Note | null;
  readonly algorithm: string | null;
}

/** Notes numbered in order of time, and changes of the algorithm by letter. `dateOf` is the reader's calendar. */
export function marksOf(
  { dates, algorithmChanges }: Trends,
  notes: readonly Note[],
  dateOf: (tUs: number) => string,
): NumberedMark[] {
  const written = notes
    .filter(({ kind, text }) => (kind === 'note' || kind === 'marker') && text !== '')
    .map((note) => ({ note, date: dateOf(note.atUs) }))
    .filter(({ date }) => dates.includes(date));
  return [
    ...written.map(({ note, date }, i) => ({
      ...{ index: dates.indexOf(date), kind: 'note' as const, label: String(i + 1) },
      ...{ date, note, algorithm: null },
    })),
    ...algorithmChanges.map(({ date, algorithm }, i) => ({
      ...{
        index: dates.indexOf(date),
        kind: 'algorithm' as const,
        label: String.fromCodePoint(CODE_OF_A + i),
      },
      ...{ date, note: null, algorithm },
    })),
  ];
}

const CODE_OF_A = 65;

/** Names and versions without the hash of parameters, which nobody reads. */
export function algorithmNames(algorithm: string): readonly string[] {
  return algorithm.split(' ').filter((part) => !part.startsWith('#'));
}

export type Verdict = 'empty' | 'unsure' | 'same' | 'more' | 'less' | 'left' | 'right';

/** Whether two spans differ by more than the wearer's own noise; the larger noise of the two counts. */
export function verdictOf(
  now: TrendMeasure,
  then: TrendMeasure | null,
): { readonly kind: Verdict; readonly mdc: number | null } {
  if (now.mean === null || then?.mean === null || then === null) return { kind: 'empty', mdc: null };
  if (now.mdc95 === null || then.mdc95 === null) return { kind: 'unsure', mdc: null };
  const mdc = Math.max(now.mdc95, then.mdc95);
  const difference = now.mean - then.mean;
  if (Math.abs(difference) <= mdc) return { kind: 'same', mdc };
  const sided = now.id.includes('asymmetry');
  return { kind: difference > 0 ? (sided ? 'right' : 'more') : sided ? 'left' : 'less', mdc };
}
