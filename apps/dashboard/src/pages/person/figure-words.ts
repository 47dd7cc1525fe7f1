import { spanDates } from '../../locales/span.ts';
import { formats, t } from '../../locales/t.ts';
import { amountWords, measureName, valueWords } from '../../measures/measure-words.ts';
import type { Comparison, Period, Verdict } from './compare.ts';
import type { Figure, FigureId } from './figures.ts';

/** A figure as it stands on the page and, word for word, in the report. */
export interface FigureWords {
  readonly id: FigureId;
  readonly name: string;
  /** `–` without a value. */
  readonly value: string;
  readonly interval: string | null;
  readonly basis: string;
  readonly usual: string | null;
}

export function figureWords(figure: Figure): FigureWords {
  const { id, unit, value, interval, usual } = figure;
  return {
    id,
    name: measureName(id),
    value: value === null ? t('measures.none') : valueWords(id, unit, value),
    interval: interval && t('person.figure.interval', { interval: rangeWords(id, unit, interval) }),
    basis: basisWords(figure),
    usual: usual && usualWords(id, unit, usual),
  };
}

/** `2% left to 8% right`, `4 h to 5 h`. */
export function rangeWords(id: string, unit: string, [low, high]: readonly [number, number]): string {
  return t('measures.interval', { low: endWords(id, unit, low), high: endWords(id, unit, high) });
}

function usualWords(id: string, unit: string, [low, high]: readonly [number, number]): string {
  return t('person.figure.usual', { low: endWords(id, unit, low), high: endWords(id, unit, high) });
}

function endWords(id: string, unit: string, value: number): string {
  if (!id.includes('asymmetry')) return valueWords(id, unit, value);
  const percent = formats.percent(Math.abs(value));
  if (percent === formats.percent(0)) return percent;
  return t(value < 0 ? 'person.figure.sideLeft' : 'person.figure.sideRight', { percent });
}

/** What a figure rests on, or why there is none. */
function basisWords({ reason, days, coverage }: Figure): string {
  if (reason === 'no_valid_days') return t('person.figure.noValidDays');
  if (reason === 'not_known') return t('person.figure.notKnown');
  return t('person.figure.basis', { count: days, coverage: formats.percent(coverage ?? 0) });
}

export interface ComparisonWords {
  readonly name: string;
  readonly before: string;
  readonly beforeDays: string;
  readonly after: string;
  readonly afterDays: string;
  readonly difference: string;
  readonly interval: string | null;
  readonly noise: string | null;
  readonly verdict: string;
}

export function comparisonWords(comparison: Comparison, unit: string): ComparisonWords {
  const { id, before, after, difference, interval, mdc95, verdict } = comparison;
  const say = (value: number | null) =>
    value === null ? t('person.compare.none') : valueWords(id, unit, value);
  const signed = (value: number) => {
    const amount = amountWords(id, unit, value);
    return amount === amountWords(id, unit, 0) ? amount : `${value < 0 ? '−' : '+'}${amount}`;
  };
  return {
    name: measureName(id),
    before: say(before.mean),
    beforeDays: t('person.compare.daysCount', { count: before.days }),
    after: say(after.mean),
    afterDays: t('person.compare.daysCount', { count: after.days }),
    difference: difference === null ? t('person.compare.none') : signed(difference),
    interval:
      interval &&
      t('person.compare.differenceInterval', { low: signed(interval[0]), high: signed(interval[1]) }),
    noise: mdc95 === null ? null : t('person.figure.noise', { amount: amountWords(id, unit, mdc95) }),
    verdict: verdictWords(id, verdict),
  };
}

/** More of an asymmetry is a place further to the right. */
function verdictWords(id: string, verdict: Verdict): string {
  const sides = { more: 'right', less: 'left', same: 'same', unknown: 'unknown' } as const;
  return t(`person.compare.verdict.${id.includes('asymmetry') ? sides[verdict] : verdict}`);
}

/** How much changed, and between which days. Of nothing that can be compared, none changed would say that all is as before. */
export function comparedWords(comparisons: readonly Comparison[], before: Period, after: Period): string {
  const changed = comparisons.filter(({ verdict }) => verdict === 'more' || verdict === 'less').length;
  const summary = comparisons.every(({ verdict }) => verdict === 'unknown')
    ? t('person.compare.summaryNone')
    : t('person.compare.summary', { count: changed, all: comparisons.length });
  return `${summary} ${periodWords(before, after)}`;
}

function periodWords(before: Period, after: Period): string {
  const [earlier, later] = [spanDates(before.from, before.to), spanDates(after.from, after.to)];
  return t('person.compare.periods', {
    ...{ beforeFrom: earlier.from, beforeTo: earlier.to },
    ...{ afterFrom: later.from, afterTo: later.to },
  });
}
