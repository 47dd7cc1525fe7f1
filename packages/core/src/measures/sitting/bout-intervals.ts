import { seededRandom } from '../rotation/random.ts';
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
const LOW = 0.025;
const HIGH = 0.975;
/** Of the draws that must have the statistic. */
const LEAST_SHARE = 0.9;

const STATISTICS: Readonly<Record<keyof BoutIntervals, (lengths: readonly number[]) => number | null>> = {
  median,
  usual: usualBoutEmpirical,
  gini: (lengths) => gini(lengths, true),
  transition: transitionRate,
};
const NAMES = Object.keys(STATISTICS) as (keyof BoutIntervals)[];

/** By drawing the bouts anew, each as likely as the others: what another day with bouts of this kind could have said. */
export function boutIntervals(lengths: readonly number[], resamples: number): BoutIntervals {
  const random = seededRandom(SEED);
  const found = new Map<keyof BoutIntervals, number[]>(NAMES.map((name) => [name, []]));
  for (let i = 0; i < resamples; i++) {
    const drawn = lengths.map(() => lengths[Math.floor(random() * lengths.length)]!);
    for (const name of NAMES) {
      const value = STATISTICS[name](drawn);
      if (value !== null) found.get(name)!.push(value);
    }
  }
  const entries = NAMES.map((name) => [name, between(found.get(name)!, resamples)]);
  return Object.fromEntries(entries) as unknown as BoutIntervals;
}

function between(values: number[], resamples: number): Interval | null {
  if (values.length === 0 || values.length < LEAST_SHARE * resamples) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  return [at(LOW), at(HIGH)];
}
