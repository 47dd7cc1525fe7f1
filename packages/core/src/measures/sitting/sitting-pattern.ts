import type { Bout } from '../../pipeline/outputs.ts';
import { type BoutIntervals, boutIntervals } from './bout-intervals.ts';
import {
  countAtLeast,
  gini,
  meanHazard,
  median,
  type PowerLaw,
  powerLaw,
  transitionRate,
  usualBoutEmpirical,
  usualBoutFitted,
} from './bout-statistics.ts';
import type { SittingParams } from './sitting.params.ts';

const US_PER_MIN = 60e6;
const S_PER_MIN = 60;
const MIN_PER_H = 60;
/** Whoever was last seen sitting no longer ago than this still sits: a shorter loss of data ends no bout either. */
const STILL_SITTING_US = 60e6;

/** How sitting is divided over a span. Lengths in minutes; null where it cannot be said. */
export interface SittingPattern {
  readonly bouts: number;
  /** Known, non-sitting bouts between two sitting bouts. */
  readonly breaks: number;
  readonly longestMin: number | null;
  readonly medianMin: number | null;
  /** Bouts of at least so many minutes, in the order of `prolongedMin`. */
  readonly prolonged: readonly number[];
  readonly usualBoutMin: number | null;
  readonly usualBoutFittedMin: number | null;
  readonly gini: number | null;
  readonly alpha: number | null;
  readonly alphaStandardError: number | null;
  readonly transitionPerH: number | null;
  readonly hazard: number | null;
  /** Of what the bouts say; null where there are too few of them. */
  readonly intervals: BoutIntervals | null;
  /** Since the last break ended, while sitting at the end of the span; null otherwise. */
  readonly sinceBreakMin: number | null;
}

/** Half-open, microseconds UTC. */
export interface PatternSpan {
  readonly startUs: number;
  readonly endUs: number;
}

/**
 * The pattern of a span from bouts in order of time: those that touch the span, whole, and for a break that goes on as it
 * begins those since the sitting before. A bout counts where it begins, a break where sitting resumes: only then it is
 * one. Breaks need a known posture: a loss of data is none, and a night that nobody saw lies in no break. A last bout
 * that is still open counts with its length so far and adds no break.
 */
export function sittingPattern(
  bouts: readonly Bout[],
  span: PatternSpan,
  params: SittingParams,
): SittingPattern {
  const seen = params.boutEdges === 'cut' ? cut(bouts, span) : bouts;
  const lengths = seen.filter((bout) => isSitting(bout) && within(bout.startUs, span)).map(lengthMin);
  return {
    bouts: lengths.length,
    breaks: countBreaks(sinceSeen(bouts, span), span),
    longestMin: lengths.length > 0 ? Math.max(...lengths) : null,
    medianMin: median(lengths),
    prolonged: params.prolongedMin.map((limit) => countAtLeast(lengths, limit)),
    ...fragmentation(lengths, params),
    sinceBreakMin: sinceBreak(bouts, span),
  };
}

type Fragmentation = Pick<
  SittingPattern,
  | 'usualBoutMin'
  | 'usualBoutFittedMin'
  | 'gini'
  | 'alpha'
  | 'alphaStandardError'
  | 'transitionPerH'
  | 'hazard'
  | 'intervals'
>;

const NO_FRAGMENTATION: Fragmentation = {
  usualBoutMin: null,
  usualBoutFittedMin: null,
  gini: null,
  alpha: null,
  alphaStandardError: null,
  transitionPerH: null,
  hazard: null,
  intervals: null,
};

function fragmentation(lengths: readonly number[], params: SittingParams): Fragmentation {
  if (lengths.length < params.fragmentationMinBouts) return NO_FRAGMENTATION;
  const law = lawOf(lengths, params);
  const rate = transitionRate(lengths);
  return {
    usualBoutMin: usualBoutEmpirical(lengths),
    usualBoutFittedMin: usualBoutFitted(lengths),
    gini: gini(lengths, true),
    alpha: law?.alpha ?? null,
    alphaStandardError: law?.standardError ?? null,
    transitionPerH: rate === null ? null : rate * MIN_PER_H,
    hazard: meanHazard(lengths),
    intervals: boutIntervals(lengths, params.resamples),
  };
}

/** The bouts that a stated shortest one leaves have to be as many as any other statistic needs. */
function lawOf(
  lengths: readonly number[],
  { fragmentationMinBouts, powerLawOffsetS, powerLawShortestMin }: SittingParams,
): PowerLaw | null {
  const shortest = powerLawShortestMin ?? Math.min(...lengths) - powerLawOffsetS / S_PER_MIN;
  return countAtLeast(lengths, shortest) < fragmentationMinBouts ? null : powerLaw(lengths, shortest);
}

function cut(bouts: readonly Bout[], span: PatternSpan): Bout[] {
  return bouts
    .filter((bout) => bout.endUs > span.startUs && bout.startUs < span.endUs)
    .map((bout) => ({
      ...bout,
      startUs: Math.max(bout.startUs, span.startUs),
      endUs: Math.min(bout.endUs, span.endUs),
    }));
}

function within(tUs: number, { startUs, endUs }: PatternSpan): boolean {
  return tUs >= startUs && tUs < endUs;
}

function isSitting(bout: Bout): boolean {
  return bout.state === 'sitting';
}

function isActive(bout: Bout): boolean {
  return !isSitting(bout) && bout.state !== 'unknown' && bout.state !== 'not_worn';
}

function lengthMin(bout: Bout): number {
  return (bout.endUs - bout.startUs) / US_PER_MIN;
}

/** What came before the span says something about its breaks only if its first moment was seen. */
function sinceSeen(bouts: readonly Bout[], { startUs }: PatternSpan): readonly Bout[] {
  const first = bouts.find((bout) => bout.startUs <= startUs && bout.endUs > startUs);
  const isSeen = first !== undefined && (isSitting(first) || isActive(first));
  return isSeen ? bouts : bouts.filter((bout) => bout.startUs >= startUs);
}

function countBreaks(bouts: readonly Bout[], span: PatternSpan): number {
  let breaks = 0;
  let sat = false;
  let active = false;
  for (const bout of bouts) {
    if (isSitting(bout)) {
      if (sat && active && within(bout.startUs, span)) breaks++;
      sat = true;
      active = false;
    } else if (isActive(bout)) active = true;
  }
  return breaks;
}

function sinceBreak(bouts: readonly Bout[], { startUs, endUs }: PatternSpan): number | null {
  const seen = bouts.filter((bout) => bout.startUs < endUs);
  const last = seen.at(-1);
  if (!last || !isSitting(last) || last.endUs <= startUs) return null;
  if (!last.open && endUs - last.endUs > STILL_SITTING_US) return null;
  return (Math.min(last.endUs, endUs) - satDownUs(seen)) / US_PER_MIN;
}

/** Since when the last bout has been sat without a break: not through time of which no bout tells, as between two sessions. */
function satDownUs(bouts: readonly Bout[]): number {
  let fromUs = bouts.at(-1)!.startUs;
  for (const bout of bouts.slice(0, -1).reverse()) {
    const isLost = fromUs - bout.endUs > STILL_SITTING_US;
    if (isLost || !(isSitting(bout) || isActive(bout))) return fromUs;
    if (isActive(bout)) return bout.endUs;
    fromUs = bout.startUs;
  }
  return fromUs;
}
