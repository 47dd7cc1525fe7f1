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
  const random = new SeededRandom(SEED);
  const draw = (): Unit[] => units.map(() => units[Math.floor(random.next() * units.length)]!);
  const drawn = Array.from({ length: ROUNDS }, () => figuresOf(draw())).flat();
  const byId = Map.groupBy(drawn, ({ id }) => id);
  return figures.map((figure) => ({ ...figure, interval: middle(byId.get(figure.id) ?? []) }));
}

function middle(drawn: readonly Figure[]): readonly [number, number] | null {
  const values = drawn.map(({ value }) => value).filter(Number.isFinite);
  if (values.length < LEAST_TOLD_SHARE * ROUNDS) return null;
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))]!;
  return [at(TAIL), at(1 - TAIL)];
}
