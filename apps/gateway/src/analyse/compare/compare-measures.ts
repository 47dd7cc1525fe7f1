import type { Measure } from '@plumbline/core';
import { reasonText } from '../words.ts';

/** A measure in two analyses; null where one of them does not have it. */
export interface MeasureDifference {
  readonly id: string;
  readonly unit: string;
  readonly before: number | null;
  readonly after: number | null;
  /** After less before; null unless both have a value. */
  readonly difference: number | null;
  /** Whether the later value lies within the earlier one's 95 % interval; null where it has none. */
  readonly withinInterval: boolean | null;
  /** Why they may differ, or why there is nothing to compare; null for equal ones. */
  readonly why: string | null;
}

const NEGLIGIBLE = 1e-9;

/**
 * Every measure of either, in the order of the later analysis. `sameInput` is whether recording, options and versions
 * are the same, so that nothing about the input explains a difference.
 */
export function compareMeasures(
  before: readonly Measure[],
  after: readonly Measure[],
  sameInput: boolean,
): MeasureDifference[] {
  const old = new Map(before.map((measure) => [measure.id, measure]));
  const gone = before.filter(({ id }) => !after.some((measure) => measure.id === id));
  return [
    ...after.map((measure) => compareOne(old.get(measure.id) ?? null, measure, sameInput)),
    ...gone.map((measure) => compareOne(measure, null, sameInput)),
  ];
}

function compareOne(before: Measure | null, after: Measure | null, sameInput: boolean): MeasureDifference {
  const { id, unit } = (after ?? before)!;
  const [from, to] = [before?.value ?? null, after?.value ?? null];
  const difference = from === null || to === null ? null : to - from;
  const interval = before?.interval ?? null;
  return {
    id,
    unit,
    before: from,
    after: to,
    difference,
    withinInterval: interval && to !== null ? to >= interval[0] && to <= interval[1] : null,
    why: same(from, to) ? null : reasonFor(before, after, sameInput),
  };
}

function same(from: number | null, to: number | null): boolean {
  if (from === null || to === null) return from === to;
  return Math.abs(to - from) <= NEGLIGIBLE * Math.max(1, Math.abs(from));
}

function reasonFor(before: Measure | null, after: Measure | null, sameInput: boolean): string {
  if (!before) return 'only in the second';
  if (!after) return 'only in the first';
  const reasons: string[] = [];
  if (before.algorithm !== after.algorithm) reasons.push(`${before.algorithm} became ${after.algorithm}`);
  if (before.parameterHash !== after.parameterHash) reasons.push('other parameters');
  const missing = before.value === null ? before.reason : after.value === null ? after.reason : null;
  if (missing !== null) reasons.push(`not available: ${reasonText(missing)}`);
  if (reasons.length > 0) return reasons.join('; ');
  return sameInput ? 'nothing stated explains it' : 'what it rests on was done differently, see above';
}
