import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';
import { asymmetryOf, type RotationIndices, type Side } from './rotation-indices.ts';

/** 1.96 times the square root of 2: what chance alone exceeds once in twenty, more often while the SD is of few days. */
const MDC95 = 2.77;

export interface DetectableChange {
  /** Smallest change between two periods of this many days that is more than this person's own noise. */
  readonly mdc95: number | null;
  readonly days: number;
  readonly reason: string | null;
}

/** A person's own minimal detectable change, 2.77 SD / sqrt(k), from one value per valid day. */
export function detectableChange(
  dailyValues: readonly number[],
  params: RotationParams = ROTATION_PARAMS,
): DetectableChange {
  const days = dailyValues.length;
  const least = params.indices.minValidDays;
  if (days < least)
    return {
      mdc95: null,
      days,
      reason: `${days} valid ${days === 1 ? 'day' : 'days'}: a detectable change needs ${least}`,
    };
  const mean = dailyValues.reduce((sum, value) => sum + value, 0) / days;
  const variance = dailyValues.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (days - 1);
  return { mdc95: (MDC95 * Math.sqrt(variance)) / Math.sqrt(days), days, reason: null };
}

/**
 * Two periods have two noises: a change has to be more than the larger, or chance alone exceeds it more than once in
 * twenty. `days`: of the period whose noise it is; without any, of the one that has too few.
 */
export function detectableChangeBetween(
  before: readonly number[],
  after: readonly number[],
  params: RotationParams = ROTATION_PARAMS,
): DetectableChange {
  const [first, second] = [detectableChange(before, params), detectableChange(after, params)];
  if (first.mdc95 === null) return first;
  if (second.mdc95 === null) return second;
  return first.mdc95 > second.mdc95 ? first : second;
}

/** Strategic asymmetry: a side to be favoured on purpose. `ratio` 2 means twice as much as the other side. */
export interface Prescription {
  readonly side: Side;
  readonly ratio: number;
}

export interface PrescriptionResult {
  /** Share of all turning to the prescribed side, planned and done, 0..1. */
  readonly plannedShare: number;
  readonly doneShare: number | null;
  /** 95 % interval of the share done; null without one. */
  readonly doneShareInterval: readonly [number, number] | null;
  /** The same as the asymmetry index, right positive. */
  readonly plannedAsymmetry: number;
  readonly doneAsymmetry: number | null;
  /** Prescribed side over the other, by summed degrees; null while the other side is empty. */
  readonly doneRatio: number | null;
  readonly reason: string | null;
}

/** Planned against done. */
export function comparePrescription(plan: Prescription, indices: RotationIndices): PrescriptionResult {
  if (!(plan.ratio > 0 && plan.ratio < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`ratio is ${plan.ratio}: give prescribed over other side, e.g. 2 for twice as much`);
  }
  const side = indices[plan.side].summedDeg;
  const other = indices[plan.side === 'left' ? 'right' : 'left'].summedDeg;
  const enough = indices.asymmetry !== null;
  const sign = plan.side === 'right' ? 1 : -1;
  // The share to the right is (1 + AI) / 2.
  const ends = indices.intervals.asymmetry?.map((end) => (1 + sign * end) / 2).sort((a, b) => a - b);
  return {
    plannedShare: plan.ratio / (1 + plan.ratio),
    doneShare: enough ? side / (side + other) : null,
    doneShareInterval: enough && ends ? [ends[0]!, ends[1]!] : null,
    plannedAsymmetry: (sign * (plan.ratio - 1)) / (plan.ratio + 1),
    doneAsymmetry: enough ? asymmetryOf(indices.left.summedDeg, indices.right.summedDeg) : null,
    doneRatio: enough && other > 0 ? side / other : null,
    reason: indices.reason,
  };
}
