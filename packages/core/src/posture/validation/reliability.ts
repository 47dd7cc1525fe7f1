import type { ScoredPerson } from './posture-score.ts';

/** Bins of stated probability: half of the seconds are told with more than 0.99. */
const EDGES = [0, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99] as const;

/** Seconds told with a probability from `from` up to that of the next bin. */
export interface ReliabilityBin {
  readonly from: number;
  readonly seconds: number;
  /** Mean probability with which they were told. */
  readonly stated: number;
  /** Share of them that are right. */
  readonly right: number;
}

/** How often what is told with a probability is right; bins without seconds are left out, unknown is not told. */
export function reliability(people: readonly ScoredPerson[]): ReliabilityBin[] {
  const bins = EDGES.map((from) => ({ from, seconds: 0, stated: 0, right: 0 }));
  for (const { truth, said, probability } of people) {
    truth.forEach((posture, i) => {
      if (posture === null || said[i] === 'unknown') return;
      const bin = bins.findLast(({ from }) => probability[i]! >= from)!;
      bin.seconds++;
      bin.stated += probability[i]!;
      if (posture === said[i]) bin.right++;
    });
  }
  return bins
    .filter(({ seconds }) => seconds > 0)
    .map(({ from, seconds, stated, right }) => ({
      from,
      seconds,
      stated: stated / seconds,
      right: right / seconds,
    }));
}

/** Expected calibration error (Naeini et al. 2015): how far stated probability and share of right lie apart, by seconds. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const seconds = bins.reduce((sum, bin) => sum + bin.seconds, 0);
  return bins.reduce((sum, bin) => sum + bin.seconds * Math.abs(bin.stated - bin.right), 0) / seconds;
}
