import type { Trends } from '@plumbline/contract';
import { detectableChangeBetween, meanOfDays, possibleRange, student975 } from '@plumbline/core';
import { dateAfter } from '../../locales/dates.ts';
import { type FigureId, meanOf, measureOf } from './figures.ts';

/** Dates, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface PeriodMean {
  readonly mean: number | null;
  readonly interval: readonly [number, number] | null;
  /** Valid days with the number. */
  readonly days: number;
}

/**
 * more, less: beyond what this person's days differ by anyway, and the interval of the difference leaves out zero.
 * same: within it. unknown: too few days in one of the periods.
 */
export type Verdict = 'more' | 'less' | 'same' | 'unknown';

/** A measure before and after, with what of the difference is noise. */
export interface Comparison {
  readonly id: FigureId;
  readonly before: PeriodMean;
  readonly after: PeriodMean;
  /** After less before. */
  readonly difference: number | null;
  /** Of the difference, 95 % (Welch: the periods may spread differently). */
  readonly interval: readonly [number, number] | null;
  readonly mdc95: number | null;
  readonly verdict: Verdict;
}

const LEAST_DAYS = 3;

export function comparePeriods(trends: Trends, id: FigureId, before: Period, after: Period): Comparison {
  const [earlier, later] = [valuesIn(trends, id, before), valuesIn(trends, id, after)];
  const told = { id, before: meanWithInterval(id, earlier), after: meanWithInterval(id, later) };
  const difference =
    told.before.mean === null || told.after.mean === null ? null : told.after.mean - told.before.mean;
  const { mdc95 } = detectableChangeBetween(earlier, later);
  const interval = difference === null ? null : welchInterval(earlier, later, difference);
  return { ...told, difference, interval, mdc95, verdict: verdictOf(difference, interval, mdc95) };
}

function verdictOf(
  difference: number | null,
  interval: Comparison['interval'],
  mdc95: number | null,
): Verdict {
  if (difference === null || interval === null || mdc95 === null) return 'unknown';
  const clear = interval[0] > 0 || interval[1] < 0;
  if (!clear || Math.abs(difference) <= mdc95) return 'same';
  return difference > 0 ? 'more' : 'less';
}

/** Of the days that count, both dates of the period included. */
export function valuesIn(trends: Trends, id: FigureId, { from, to }: Period): number[] {
  const { value } = measureOf(trends, id);
  return trends.dates.flatMap((date, i) =>
    date >= from && date <= to && trends.valid[i] ? (value[i] ?? []) : [],
  );
}

/** Over the days of a period that count. */
export function meanIn(trends: Trends, id: FigureId, period: Period): PeriodMean {
  return meanWithInterval(id, valuesIn(trends, id, period));
}

function meanWithInterval(id: FigureId, values: readonly number[]): PeriodMean {
  const n = values.length;
  const { mean, interval } = meanOfDays(values, possibleRange(id)) ?? { mean: null, interval: null };
  return { mean, interval: n < LEAST_DAYS ? null : interval, days: n };
}

function welchInterval(
  a: readonly number[],
  b: readonly number[],
  difference: number,
): readonly [number, number] | null {
  if (a.length < LEAST_DAYS || b.length < LEAST_DAYS) return null;
  const [va, vb] = [variance(a) / a.length, variance(b) / b.length];
  if (va + vb === 0) return [difference, difference];
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1));
  const half = student975(freedom) * Math.sqrt(va + vb);
  return [difference - half, difference + half];
}

function variance(values: readonly number[]): number {
  const mean = meanOf(values)!;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** So many days before a date, and as many from it on. */
export function periodsAround(
  date: string,
  days: number,
): { readonly before: Period; readonly after: Period } {
  return {
    before: { from: dateAfter(date, -days), to: dateAfter(date, -1) },
    after: { from: date, to: dateAfter(date, days - 1) },
  };
}

/** The first and the second half of what was asked for; the middle day of an odd number belongs to the second. */
export function halvesOf({ dates, fromDate, toDate }: Pick<Trends, 'dates' | 'fromDate' | 'toDate'>): {
  readonly before: Period;
  readonly after: Period;
} {
  const middle = dateAfter(fromDate, Math.floor(dates.length / 2));
  return { before: { from: fromDate, to: dateAfter(middle, -1) }, after: { from: middle, to: toDate } };
}
