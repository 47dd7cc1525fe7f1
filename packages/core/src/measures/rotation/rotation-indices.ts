import type { PostureState, RotationEvent } from '../../pipeline/outputs.ts';
import { bootstrapTail } from '../student.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';
import { type Resampled, resampleBlocks } from './rotation-bootstrap.ts';

export type RotationContext = 'all' | 'sitting' | 'standing';
export type Side = 'left' | 'right';

/** What one side did. Degrees are peaks from neutral, unsigned; null where there was no rotation. */
export interface SideIndices {
  readonly count: number;
  readonly summedDeg: number;
  readonly medianDeg: number | null;
  readonly p90Deg: number | null;
  readonly beyond10S: number;
  readonly beyond20S: number;
  readonly peakSpeedDps: number | null;
}

/** Numbers that get an interval. */
export type IndexName = 'asymmetry' | `${Side}.${keyof SideIndices}`;

export interface RotationIndices {
  readonly context: RotationContext;
  readonly left: SideIndices;
  readonly right: SideIndices;
  /** (R - L) / (R + L) of summed peaks, -1 only left .. 1 only right; null below the minimum count. */
  readonly asymmetry: number | null;
  /** Why there is no asymmetry. */
  readonly reason: string | null;
  /** Why the asymmetry says little; null without one or when it rests on enough. */
  readonly caution: string | null;
  /** Chance that the asymmetry leans right, from resampled blocks; null with it. */
  readonly probabilityRight: number | null;
  /** 95 % block-bootstrap intervals; absent where a number is null or rests on too little. */
  readonly intervals: Partial<Record<IndexName, readonly [number, number]>>;
}

/**
 * Whether an event counts as a rotation of the trunk: out and back, not walking, not a side bend, and beyond
 * the threshold of the posture it turned out to be in (posture may be revised after the event).
 */
export function isCounted(event: RotationEvent, params: RotationParams = ROTATION_PARAMS): boolean {
  if (event.kind !== 'rotation' || !COUNTED_IN.has(event.context)) return false;
  const { standingThresholdDeg, seatedThresholdDeg } = params.excursion;
  return (
    Math.abs(event.peakDeg) >= (event.context === 'standing' ? standingThresholdDeg : seatedThresholdDeg)
  );
}

const COUNTED_IN: ReadonlySet<PostureState> = new Set(['sitting', 'standing', 'unknown']);

/**
 * The indices of a set of events; `all` takes sitting, standing and unknown posture together. `seenS`: how long the
 * wearer was seen, s; stretches of it without a rotation say as much about the scatter as those with one.
 */
export function rotationIndices(
  events: Iterable<RotationEvent>,
  context: RotationContext = 'all',
  params: RotationParams = ROTATION_PARAMS,
  seenS = 0,
): RotationIndices {
  const counted = [...events].filter(
    (e) => isCounted(e, params) && (context === 'all' || e.context === context),
  );
  const left = sideIndices(counted.filter((e) => e.peakDeg > 0));
  const right = sideIndices(counted.filter((e) => e.peakDeg < 0));
  const reason = tooFew(left.count, right.count, params.indices.minPerSide);
  const resampled = resampleBlocks(counted, params.indices, Math.round(seenS / params.indices.blockS));
  const asymmetries = resampled && !reason ? drawnAsymmetries(resampled) : null;
  return {
    context,
    left,
    right,
    asymmetry: reason ? null : asymmetryOf(left.summedDeg, right.summedDeg),
    reason,
    caution: reason ? null : fewToTell(left.count + right.count, params.indices.minToTell),
    probabilityRight: asymmetries && shareRight(asymmetries),
    intervals: resampled ? intervals(resampled, asymmetries, { left, right }, params.indices.minPerSide) : {},
  };
}

/** (R - L) / (R + L); null when nothing turned. */
export function asymmetryOf(leftDeg: number, rightDeg: number): number | null {
  const sum = rightDeg + leftDeg;
  return sum > 0 ? (rightDeg - leftDeg) / sum : null;
}

/** What the given events, all to one side, come to. */
export function sideIndices(events: readonly RotationEvent[]): SideIndices {
  const peaks = events.map((e) => Math.abs(e.peakDeg)).sort((a, b) => a - b);
  const sum = (pick: (e: RotationEvent) => number): number => events.reduce((total, e) => total + pick(e), 0);
  const speeds = events.map((e) => e.peakSpeedDps).filter((speed) => speed !== undefined);
  return {
    count: events.length,
    summedDeg: sum((e) => Math.abs(e.peakDeg)),
    medianDeg: quantile(peaks, 0.5),
    p90Deg: quantile(peaks, 0.9),
    beyond10S: sum((e) => e.beyond10S ?? 0),
    beyond20S: sum((e) => e.beyond20S ?? 0),
    peakSpeedDps: speeds.length > 0 ? Math.max(...speeds) : null,
  };
}

/** Linear between order statistics. */
function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

function tooFew(left: number, right: number, least: number): string | null {
  if (left >= least && right >= least) return null;
  return `${rotations(left)} to the left and ${right} to the right: asymmetry needs ${least} on each side`;
}

function rotations(count: number): string {
  return `${count} ${count === 1 ? 'rotation' : 'rotations'}`;
}

/** The same test repeated differs by 8.5 points from trial to trial: from a few rotations any number can come. */
function fewToTell(count: number, least: number): string | null {
  return count >= least ? null : `${rotations(count)}: fewer than ${least} say little about asymmetry`;
}

/** Share of the draws that lean right; those that come out even, or empty, count half to either side. */
function shareRight(asymmetries: Float64Array): number {
  return asymmetries.reduce((sum, value) => sum + (Math.sign(value || 0) + 1) / 2, 0) / asymmetries.length;
}

function drawnAsymmetries({ left, right }: Resampled): Float64Array {
  return left.summedDeg.map((leftDeg, round) => asymmetryOf(leftDeg, right.summedDeg[round]!) ?? Number.NaN);
}

/** Of a few peaks, what lies in the middle or near the top of them is as good as unknown. */
const OF_MANY: ReadonlySet<keyof SideIndices> = new Set(['medianDeg', 'p90Deg', 'peakSpeedDps']);

function intervals(
  resampled: Resampled,
  asymmetries: Float64Array | null,
  seen: Record<Side, SideIndices>,
  many: number,
): RotationIndices['intervals'] {
  const out: Partial<Record<IndexName, readonly [number, number]>> = {};
  const tail = bootstrapTail(resampled.blocks);
  const index = asymmetries && interval(asymmetries, tail);
  if (index) out.asymmetry = index;
  for (const side of ['left', 'right'] as const) {
    const keys = Object.keys(seen[side]) as (keyof SideIndices)[];
    for (const key of keys.filter((name) => seen[side].count >= many || !OF_MANY.has(name))) {
      const told = seen[side][key] === null ? null : interval(resampled[side][key], tail);
      if (told) out[`${side}.${key}`] = told;
    }
  }
  return out;
}

/**
 * Order statistics at equal distance from both ends, so that negated values give exactly the negated interval. What
 * is not a number is left out.
 */
function interval(values: Float64Array, tail: number): readonly [number, number] | null {
  let n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) n++;
  if (n === 0) return null;
  const cut = Math.floor(tail * n);
  return [smallest(values, cut, 1), smallest(values, cut, -1)];
}

/** The value that `cut` others lie below (`sign` 1) or above (-1): few have to be kept to find it. */
function smallest(values: Float64Array, cut: number, sign: 1 | -1): number {
  const kept = new Float64Array(cut + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const value = sign * values[i]!;
    if (!(value < kept[cut]!)) continue;
    let at = cut;
    for (; at > 0 && kept[at - 1]! > value; at--) kept[at] = kept[at - 1]!;
    kept[at] = value;
  }
  return sign * kept[cut]!;
}
