import { student975 } from '../measures/student.ts';
import type { PossibleRange } from './possible-range.ts';

export interface MeanOfDays {
  readonly mean: number;
  /** 95 % of the mean, from the spread of the days (Student's t); null of a single day. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Null of no day. The interval ends where no day can be: that of few and uneven days would tell of less than no minutes.
 */
export function meanOfDays(values: readonly number[], [low, high]: PossibleRange): MeanOfDays | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, interval: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = student975(n - 1) * Math.sqrt(variance / n);
  return { mean, interval: [Math.max(low, mean - half), Math.min(high, mean + half)] };
}
