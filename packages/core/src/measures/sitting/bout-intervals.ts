import { seededRandom } from '../rotation/random.ts';
import { student975 } from '../student.ts';
import { gini, median, transitionRate, usualBoutEmpirical } from './bout-statistics.ts';

export type Interval = readonly [low: number, high: number];

/**
 * 95 % intervals of the statistics of bout lengths; null where too few draws have the statistic. There is none of the
 * fitted W50, because two hundred fits would take longer than the rest of a day's summary, and none of the hazard,
 * because it lives on which lengths are equal, and draws repeat lengths.
 */
export interface BoutIntervals {
  readonly median: Interval | null;
  readonly usual: Interval | null;
  readonly gini: Interval | null;
  readonly transition: Interval | null;
}

const SEED = 1;
/** Of the draws that must have the statistic. */
const LEAST_SHARE = 0.9;

/** A statistic, and the scale on which its draws scatter evenly: lengths and rates by ratios, shares by arcs. */
interface Statistic {
  readonly of: (lengths: readonly number[]) => number | null;
  readonly toScale: (value: number) => number;
  readonly fromScale: (value: number) => number;
}

const RATIO = { toScale: Math.log, fromScale: Math.exp } as const;
const ARC = {
  toScale: (share: number) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, share)))),
  fromScale: (arc: number) => Math.sin(Math.min(Math.PI / 2, Math.max(0, arc))) ** 2,
} as const;

const STATISTICS: Readonly<Record<keyof BoutIntervals, Statistic>> = {
  median: { of: median, ...RATIO },
  usual: { of: usualBoutEmpirical, ...RATIO },
  gini: { of: (lengths) => gini(lengths, true), ...ARC },
  transition: { of: transitionRate, ...RATIO },
};
const NAMES = Object.keys(STATISTICS) as (keyof BoutIntervals)[];

/**
 * By drawing the bouts anew, each as likely as the others: what another day with bouts of this kind could have said. The
 * scatter of the draws counts and not their order: draws of ten bouts hardly ever hold a longer one than was seen, and
 * the middle 95 % of them held the truth in 55 to 85 % of simulated days only (`README.md`).
 */
export function boutIntervals(lengths: readonly number[], resamples: number): BoutIntervals {
  const random = seededRandom(SEED);
  const draws = Array.from({ length: resamples }, () =>
    lengths.map(() => lengths[Math.floor(random() * lengths.length)]!),
  );
  const entries = NAMES.map((name) => [name, around(STATISTICS[name], lengths, draws)]);
  return Object.fromEntries(entries) as unknown as BoutIntervals;
}

function around(
  { of, toScale, fromScale }: Statistic,
  lengths: readonly number[],
  draws: readonly (readonly number[])[],
): Interval | null {
  const seen = of(lengths);
  const n = lengths.length;
  const drawn = draws.flatMap((draw) => of(draw) ?? []).map(toScale);
  if (seen === null || n < 2 || drawn.length < LEAST_SHARE * draws.length) return null;
  const reach = student975(n - 1) * Math.sqrt((spread2(drawn) * n) / (n - 1));
  if (!Number.isFinite(reach)) return null;
  return reach === 0 ? [seen, seen] : [fromScale(toScale(seen) - reach), fromScale(toScale(seen) + reach)];
}

/** Mean square from the mean; exactly 0 where all are alike. */
function spread2(values: readonly number[]): number {
  const origin = values[0]!;
  const mean = values.reduce((sum, value) => sum + (value - origin), 0) / values.length;
  return values.reduce((sum, value) => sum + (value - origin - mean) ** 2, 0) / values.length;
}
