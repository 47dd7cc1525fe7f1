import { formats, t } from '../../locales/t.ts';
import { measureName, valueWords } from '../../measures/measure-words.ts';
import type { Comparison, Verdict } from './compare.ts';
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
  readonly noise: string | null;
}

export function figureWords(figure: Figure): FigureWords {
  const { id, unit, value, interval, usual, mdc95 } = figure;
  const say = (number: number) => valueWords(id, unit, number);
  return {
    id,
    name: measureName(id),
    value: value === null ? t('measures.none') : say(value),
    interval:
      interval && t('person.figure.interval', { interval: rangeWords(say(interval[0]), say(interval[1])) }),
    basis: basisWords(figure),
    usual: usual && t('person.figure.usual', { low: say(usual[0]), high: say(usual[1]) }),
    noise: mdc95 === null ? null : t('person.figure.noise', { amount: amountWords(id, unit, mdc95) }),
  };
}

function rangeWords(low: string, high: string): string {
  return t('measures.interval', { low, high });
}

/** What a figure rests on, or why there is none. */
function basisWords({ reason, days, coverage }: Figure): string {
  if (reason === 'no_valid_days') return t('person.figure.noValidDays');
  if (reason === 'not_known') return t('person.figure.notKnown');
  return t('person.figure.basis', { count: days, coverage: formats.percent(coverage ?? 0) });
}

/** A size without a side: `8%` of an asymmetry, not `8% more to the right`. */
export function amountWords(id: string, unit: string, amount: number): string {
  if (id.includes('asymmetry'))
    return t('person.figure.points', { percent: formats.percent(Math.abs(amount)) });
  return valueWords(id, unit, Math.abs(amount));
}

export interface ComparisonWords {
  readonly name: string;
  readonly before: string;
  readonly beforeDays: string;
  readonly after: string;
  readonly afterDays: string;
  readonly difference: string;
  readonly interval: string | null;
  readonly noise: string;
  readonly verdict: string;
}

export function comparisonWords(comparison: Comparison, unit: string): ComparisonWords {
  const { id, before, after, difference, interval, mdc95, verdict } = comparison;
  const say = (value: number | null) =>
    value === null ? t('person.compare.none') : valueWords(id, unit, value);
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${amountWords(id, unit, value)}`;
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
    noise: mdc95 === null ? t('person.compare.none') : `±${amountWords(id, unit, mdc95)}`,
    verdict: verdictWords(id, verdict),
  };
}

/** More of an asymmetry is a place further to the right. */
function verdictWords(id: string, verdict: Verdict): string {
  const sides = { more: 'right', less: 'left', same: 'same', unknown: 'unknown' } as const;
  return t(`person.compare.verdict.${id.includes('asymmetry') ? sides[verdict] : verdict}`);
}
