import { formats, type MessageKey, t } from '../locales/t.ts';
import { reasonWords } from './reason-words.ts';

/** What this needs of a measure of the contract. */
export interface SaidMeasure {
  readonly id: string;
  readonly value: number | null;
  readonly unit: string;
  readonly coverage: number;
  readonly interval: readonly [number, number] | null;
  readonly reason: string | null;
}

export interface MeasureWords {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** `3 h to 4 h`, the 95 % interval; null without one. */
  readonly interval: string | null;
  readonly coverage: string;
  /** Why there is no value, or a caution about it; else null. */
  readonly reason: string | null;
}

const S_PER_MIN = 60;
/** An index closer to zero than half a percent is said to be even. */
const EVEN = 0.005;
/** Of these, 1 stands for a whole and not for a count. */
const SHARES = /share|creep|recovered|asymmetry|probability/;

const NOTHING_KNOWN = 'no second of the span has a known posture';

/** None counted in a time of which nothing is known is no number. */
export function onlyKnown<M extends Pick<SaidMeasure, 'value' | 'coverage' | 'reason'>>(measure: M): M {
  if (measure.value === null || measure.coverage > 0) return measure;
  return { ...measure, value: null, reason: NOTHING_KNOWN };
}

export function measureWords(measure: SaidMeasure): MeasureWords {
  const { id, value, interval, coverage, reason } = onlyKnown(measure);
  const say = (number: number) => valueWords(id, measure.unit, number);
  return {
    id,
    name: measureName(id),
    value: value === null ? t('measures.none') : say(value),
    interval: interval && t('measures.interval', { low: say(interval[0]), high: say(interval[1]) }),
    coverage: t('measures.coverage', { percent: formats.percent(coverage) }),
    reason: reason === null ? null : reasonWords(reason),
  };
}

/** Of a measure of a day, or of its mean over days. */
export function measureName(id: string): string {
  return t(`measures.name.${id.replace(/_per_day$/, '')}` as MessageKey);
}

/** With its unit, as a person would say it. */
export function valueWords(id: string, unit: string, value: number): string {
  if (unit === 'min') return formats.duration(value * S_PER_MIN);
  if (unit === 's') return formats.duration(value);
  if (unit === '1/h') return t('measures.perHour', { value: formats.number(value) });
  if (id.includes('asymmetry')) return asymmetryWords(value);
  return SHARES.test(id) ? formats.percent(value) : formats.number(value);
}

const PERCENT = 100;

/**
 * How far two values are apart, without a side. Of shares in points: `8 points`, since 8% more of 50% would be 54%, and
 * an asymmetry that moves has no side.
 */
export function amountWords(id: string, unit: string, amount: number): string {
  const size = Math.abs(amount);
  if (!isShare(id) && !id.includes('asymmetry')) return valueWords(id, unit, size);
  return pointsWords(size);
}

/** How far two shares are apart: `1 point`, `8 points`. */
export function pointsWords(difference: number): string {
  const value = formats.number(Math.abs(difference) * PERCENT);
  return t('measures.points', { value, count: value === formats.number(1) ? 1 : 2 });
}

/** Short, for an axis: no words. */
export function axisWords(id: string, unit: string, value: number): string {
  if (id.includes('asymmetry')) return formats.percent(Math.abs(value));
  if (unit === '1/h') return formats.number(value);
  return unit === 'min' || unit === 's'
    ? formats.durationNarrow(value * (unit === 's' ? 1 : S_PER_MIN))
    : valueWords(id, unit, value);
}

/** Index of left and right: -1 all left, 1 all right. */
export function asymmetryWords(index: number): string {
  if (Math.abs(index) < EVEN) return t('measures.asymmetry.even');
  const percent = formats.percent(Math.abs(index));
  return t(index < 0 ? 'measures.asymmetry.left' : 'measures.asymmetry.right', { percent });
}

export function isShare(id: string): boolean {
  return SHARES.test(id) && !id.includes('asymmetry');
}

const TIME_STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240];

/** Steps of an axis that a person would choose for the unit; null: any round number. */
export function axisSteps(unit: string): readonly number[] | null {
  if (unit === 'min') return TIME_STEPS_MIN;
  return unit === 's' ? TIME_STEPS_MIN.map((min) => min * S_PER_MIN) : null;
}
