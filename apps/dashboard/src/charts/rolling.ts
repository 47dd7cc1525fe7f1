/** One per date: a mean over the days around it, with the 95 % interval of their spread. */
export interface Rolling {
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Days that a point looks back over, itself included. */
export const ROLLING_DAYS = 7;
/** Fewer say nothing about a week. */
export const ROLLING_LEAST = 3;
/** 97.5 % quantile of Student's t for 2 to 6 degrees of freedom. */
const STUDENT_975 = [4.303, 3.182, 2.776, 2.571, 2.447] as const;

/** Over the days that count, of the week that ends with each date; null where fewer than three of them do. */
export function rollingWeek(values: readonly (number | null)[], counts: readonly boolean[]): Rolling {
  const points = values.map((_, i) => {
    const from = Math.max(0, i + 1 - ROLLING_DAYS);
    return spreadOf(values.slice(from, i + 1).filter((value, k) => value !== null && counts[from + k]));
  });
  return {
    mean: points.map((point) => point?.mean ?? null),
    low: points.map((point) => point && point.mean - point.half),
    high: points.map((point) => point && point.mean + point.half),
  };
}

function spreadOf(
  values: readonly (number | null)[],
): { readonly mean: number; readonly half: number } | null {
  const n = values.length;
  if (n < ROLLING_LEAST) return null;
  const mean = values.reduce<number>((sum, value) => sum + value!, 0) / n;
  const variance = values.reduce<number>((sum, value) => sum + (value! - mean) ** 2, 0) / (n - 1);
  return { mean, half: STUDENT_975[n - ROLLING_LEAST]! * Math.sqrt(variance / n) };
}
