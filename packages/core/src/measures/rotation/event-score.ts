import type { RotationEvent } from '../../pipeline/outputs.ts';
import { asymmetryOf } from './rotation-indices.ts';

const US_PER_S = 1e6;

/** A rotation that really happened; seconds since `startUs` of the score, signed peak, left positive. */
export interface TrueExcursion {
  readonly startS: number;
  readonly endS: number;
  readonly peakDeg: number;
}

export interface EventScore {
  readonly happened: number;
  readonly found: number;
  readonly matched: number;
  readonly recall: number;
  readonly precision: number;
  /** Share of the matched ones told to the wrong side. */
  readonly directionError: number;
  readonly trueAsymmetry: number;
  readonly foundAsymmetry: number;
  /** Difference of the two in points, a hundredth of the index. */
  readonly asymmetryErrorPoints: number;
  readonly missed: readonly TrueExcursion[];
  readonly extra: readonly RotationEvent[];
}

/**
 * Found rotations against those that happened. Each pair is matched once: the peak found lies within what
 * happened, `slackS` more on either side.
 */
export function scoreEvents(
  found: readonly RotationEvent[],
  happened: readonly TrueExcursion[],
  startUs: number,
  slackS = 0.5,
): EventScore {
  const free = new Set(found);
  const pairs: [TrueExcursion, RotationEvent][] = [];
  for (const truth of happened) {
    const match = [...free].find(({ peakUs }) => within(truth, (peakUs - startUs) / US_PER_S, slackS));
    if (!match) continue;
    free.delete(match);
    pairs.push([truth, match]);
  }
  const matched = new Set(pairs.map(([truth]) => truth));
  const wrong = pairs.filter(([truth, event]) => truth.peakDeg * event.peakDeg < 0).length;
  const trueAsymmetry = indexOf(happened);
  const foundAsymmetry = indexOf(found);
  return {
    happened: happened.length,
    found: found.length,
    matched: pairs.length,
    recall: pairs.length / happened.length,
    precision: pairs.length / found.length,
    directionError: wrong / pairs.length,
    trueAsymmetry,
    foundAsymmetry,
    asymmetryErrorPoints: Math.abs(foundAsymmetry - trueAsymmetry) * 100,
    missed: happened.filter((truth) => !matched.has(truth)),
    extra: [...free],
  };
}

function within({ startS, endS }: TrueExcursion, peakS: number, slackS: number): boolean {
  return peakS >= startS - slackS && peakS <= endS + slackS;
}

function indexOf(events: readonly { readonly peakDeg: number }[]): number {
  const sum = (side: number): number =>
    events.reduce((total, { peakDeg }) => total + Math.max(0, side * peakDeg), 0);
  return asymmetryOf(sum(1), sum(-1)) ?? Number.NaN;
}
