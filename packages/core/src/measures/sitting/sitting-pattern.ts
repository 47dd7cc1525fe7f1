import type { Bout } from '../../pipeline/outputs.ts';
import {
  countAtLeast,
  gini,
  meanHazard,
  median,
  powerLaw,
  transitionRate,
  usualBoutEmpirical,
  usualBoutFitted,
} from './bout-statistics.ts';
import type { SittingParams } from './sitting.params.ts';

const US_PER_MIN = 60e6;
const MIN_PER_H = 60;

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
  /** Since the last break ended, while sitting at the end of the span; null otherwise. */
  readonly sinceBreakMin: number | null;
}

/** `bouts` in order, already cut to the span. Breaks need a known posture: a loss of data is none. */
export function sittingPattern(bouts: readonly Bout[], params: SittingParams): SittingPattern {
  const lengths = bouts.filter(isSitting).map(lengthMin);
  const enough = lengths.length >= params.fragmentationMinBouts;
  const shortest = Math.min(...lengths) - params.powerLawOffsetS / MIN_PER_H;
  const law = enough ? powerLaw(lengths, shortest) : null;
  const rate = enough ? transitionRate(lengths) : null;
  return {
    bouts: lengths.length,
    breaks: countBreaks(bouts),
    longestMin: lengths.length > 0 ? Math.max(...lengths) : null,
    medianMin: median(lengths),
    prolonged: params.prolongedMin.map((limit) => countAtLeast(lengths, limit)),
    usualBoutMin: enough ? usualBoutEmpirical(lengths) : null,
    usualBoutFittedMin: enough ? usualBoutFitted(lengths) : null,
    gini: enough ? gini(lengths, true) : null,
    alpha: law?.alpha ?? null,
    alphaStandardError: law?.standardError ?? null,
    transitionPerH: rate === null ? null : rate * MIN_PER_H,
    hazard: enough ? meanHazard(lengths) : null,
    sinceBreakMin: sinceBreak(bouts),
  };
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

function countBreaks(bouts: readonly Bout[]): number {
  let breaks = 0;
  let sat = false;
  let active = false;
  for (const bout of bouts) {
    if (isSitting(bout)) {
      if (sat && active) breaks++;
      sat = true;
      active = false;
    } else if (isActive(bout)) active = true;
  }
  return breaks;
}

function sinceBreak(bouts: readonly Bout[]): number | null {
  const last = bouts.at(-1);
  if (!last || !isSitting(last)) return null;
  const rest = bouts.findLast((bout) => !isSitting(bout));
  const startUs = rest && isActive(rest) ? rest.endUs : last.startUs;
  return (last.endUs - startUs) / US_PER_MIN;
}
