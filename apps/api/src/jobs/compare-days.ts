import type { DayComparison } from '@plumbline/contract';
import type { Bout, Measure } from '@plumbline/core';

type Difference = DayComparison['measures'][number];
type Counts = DayComparison['bouts'];

/** What is equal but for the last digits of a sum. */
const NEGLIGIBLE = 1e-9;

/** Every measure of either, in the order of `after`. */
export function compareMeasures(before: readonly Measure[], after: readonly Measure[]): Difference[] {
  const old = new Map(before.map((measure) => [measure.id, measure]));
  const told = new Set(after.map(({ id }) => id));
  return [
    ...after.map((measure) => differenceOf(old.get(measure.id) ?? null, measure)),
    ...before.filter(({ id }) => !told.has(id)).map((measure) => differenceOf(measure, null)),
  ];
}

/** Bouts that both tell alike. */
export function compareBouts(before: readonly Bout[], after: readonly Bout[]): Counts {
  const key = ({ startUs, endUs, state }: Bout): string => `${startUs} ${endUs} ${state}`;
  const known = new Set(before.map(key));
  const same = after.filter((bout) => known.has(key(bout))).length;
  return { before: before.length, after: after.length, same };
}

function differenceOf(before: Measure | null, after: Measure | null): Difference {
  const { id, unit } = (after ?? before)!;
  const [from, to] = [before?.value ?? null, after?.value ?? null];
  const interval = before?.interval ?? null;
  return {
    ...{ id, unit, before: from, after: to },
    difference: from === null || to === null ? null : to - from,
    withinInterval: interval && to !== null ? to >= interval[0] && to <= interval[1] : null,
    why: isSame(from, to) ? null : reasonFor(before, after),
  };
}

function isSame(from: number | null, to: number | null): boolean {
  if (from === null || to === null) return from === to;
  return Math.abs(to - from) <= NEGLIGIBLE * Math.max(1, Math.abs(from));
}

function reasonFor(before: Measure | null, after: Measure | null): string {
  if (before === null) return 'It was not told before.';
  if (after === null) return 'It is not told any more.';
  const reasons: string[] = [];
  if (before.algorithm !== after.algorithm) reasons.push(`${before.algorithm} became ${after.algorithm}`);
  if (before.parameterHash !== after.parameterHash) reasons.push('other parameters');
  const missing = before.value === null ? before.reason : after.value === null ? after.reason : null;
  if (missing !== null) reasons.push(`not available: ${missing}`);
  return reasons.length > 0 ? `${reasons.join('; ')}.` : 'What it rests on is told differently.';
}
