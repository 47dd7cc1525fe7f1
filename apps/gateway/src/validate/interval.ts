import { SeededRandom } from '@plumbline/core/simulation';
import type { Figure } from './figure.ts';

const ROUNDS = 400;
const SEED = 1;
/** Fewer recordings than this say nothing about others. */
const FEWEST = 5;
/** A figure that too few draws can tell (nobody in them who lies) has no interval. */
const LEAST_TOLD_SHARE = 0.9;
const TAIL = 0.025;

/**
 * Figures with the interval in which 95 of 100 lie when whole recordings, people or turns are drawn anew with
 * replacement (percentile bootstrap, Efron & Tibshirani 1993, chapter 13). The same units give the same intervals.
 */
export function withIntervals<Unit>(
  units: readonly Unit[],
  figuresOf: (units: readonly Unit[]) => readonly Figure[],
): Figure[] {
  const figures = figuresOf(units);
  if (units.length < FEWEST) return [...figures];
  const drawn = drawFigures(units, figuresOf);
  return figures.map((figure) => ({ ...figure, interval: middle(drawn.get(figure.id) ?? []) }));
}

function drawFigures<Unit>(
  units: readonly Unit[],
  figuresOf: (units: readonly Unit[]) => readonly Figure[],
): Map<string, number[]> {
  const random = new SeededRandom(SEED);
  const drawn = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { id, value } of figuresOf(
      units.map(() => units[Math.floor(random.next() * units.length)]!),
    )) {
      if (Number.isFinite(value)) drawn.set(id, [...(drawn.get(id) ?? []), value]);
    }
  }
  return drawn;
}

function middle(values: readonly number[]): readonly [number, number] | null {
  if (values.length < LEAST_TOLD_SHARE * ROUNDS) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(TAIL), at(1 - TAIL)];
}
