import type { Comparison } from './compare.ts';

export const MARK = { width: 140, height: 24 } as const;
const MIDDLE = MARK.width / 2;
/** Room for arrows at both ends. */
const HALF = MIDDLE - 10;
/** The noise takes this share of half the width: every row has its own scale, and the noise is the unit. */
const NOISE_SHARE = 0.3;

export interface Mark {
  /** Of the noise. */
  readonly noise: readonly [number, number];
  /** Of the difference; null: it lies beyond the scale. */
  readonly point: number | null;
  /** What the scale holds of the interval; null: nothing. */
  readonly line: readonly [number, number] | null;
  /** At which ends something lies beyond it, and whether the difference itself does. */
  readonly arrows: readonly { readonly side: 'left' | 'right'; readonly of: 'difference' | 'interval' }[];
}

type Drawn = Pick<Comparison, 'difference' | 'interval' | 'mdc95'>;

/** Where a comparison is drawn, in units of the mark; null: there is nothing to draw, or no scale for it. */
export function markOf({ difference, interval, mdc95 }: Drawn): Mark | null {
  if (difference === null || mdc95 === null || mdc95 === 0) return null;
  const most = mdc95 / NOISE_SHARE;
  const x = (value: number) => MIDDLE + (value / most) * HALF;
  const [low, high] = interval ?? [difference, difference];
  const seen = [Math.max(low, -most), Math.min(high, most)] as const;
  const arrow = (side: 'left' | 'right', ofDifference: boolean, ofInterval: boolean) =>
    ofDifference || ofInterval ? [{ side, of: ofDifference ? 'difference' : 'interval' } as const] : [];
  return {
    noise: [x(-mdc95), x(mdc95)],
    point: Math.abs(difference) > most ? null : x(difference),
    line: interval === null || seen[0] >= seen[1] ? null : [x(seen[0]), x(seen[1])],
    arrows: [
      ...arrow('left', difference < -most, low < -most),
      ...arrow('right', difference > most, high > most),
    ],
  };
}

/** Whether any of them goes on beyond its scale, which the reader is told. */
export function anyBeyond(comparisons: readonly Drawn[]): boolean {
  return comparisons.some((comparison) => (markOf(comparison)?.arrows.length ?? 0) > 0);
}
