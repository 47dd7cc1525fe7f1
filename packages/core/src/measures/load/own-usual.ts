/** A number of today against the wearer's own usual, before any norm. */
export interface OwnUsual {
  /** Median and middle half of the earlier days; null while there are too few. */
  readonly median: number | null;
  readonly middleHalf: readonly [number, number] | null;
  /** Whether today lies outside the middle half; null while it is not known. */
  readonly unusual: boolean | null;
  readonly reason: string | null;
}

/** Earlier valid days that make a usual: a week of work. */
export const LEAST_USUAL_DAYS = 5;

/** `earlier` are the same measure on earlier valid days, in any order. */
export function againstUsual(today: number, earlier: readonly number[]): OwnUsual {
  if (earlier.length < LEAST_USUAL_DAYS) {
    const reason = `${earlier.length} earlier valid days, ${LEAST_USUAL_DAYS} are needed`;
    return { median: null, middleHalf: null, unusual: null, reason };
  }
  const sorted = [...earlier].sort((a, b) => a - b);
  const middleHalf = [quantile(sorted, 0.25), quantile(sorted, 0.75)] as const;
  const unusual = today < middleHalf[0] || today > middleHalf[1];
  return { median: quantile(sorted, 0.5), middleHalf, unusual, reason: null };
}

/** Linear between the two nearest. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const next = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return sorted[below]! + (at - below) * (next - sorted[below]!);
}
