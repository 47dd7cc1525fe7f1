import type { PostureState, RotationEvent } from '../../pipeline/outputs.ts';
import { seededRandom } from './random.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';

const US_PER_S = 1e6;
/** Two-sided 95 %: this share is cut from either end. */
const TAIL = 0.025;

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
  /** Chance that the asymmetry leans right, from resampled blocks; null with it. */
  readonly probabilityRight: number | null;
  /** 95 % block-bootstrap intervals; absent where a number is null or only one block was seen. */
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

/** The indices of a set of events; `all` takes sitting, standing and unknown posture together. */
export function rotationIndices(
  events: Iterable<RotationEvent>,
  context: RotationContext = 'all',
  params: RotationParams = ROTATION_PARAMS,
): RotationIndices {
  const counted = [...events].filter(
    (e) => isCounted(e, params) && (context === 'all' || e.context === context),
  );
  const left = sideIndices(counted.filter((e) => e.peakDeg > 0));
  const right = sideIndices(counted.filter((e) => e.peakDeg < 0));
  const reason = tooFew(left.count, right.count, params.indices.minPerSide);
  const resampled = resample(counted, params);
  return {
    context,
    left,
    right,
    asymmetry: reason ? null : asymmetryOf(left.summedDeg, right.summedDeg),
    reason,
    probabilityRight: reason || resampled.length === 0 ? null : shareRight(resampled),
    intervals: intervals(resampled, left, right, reason === null),
  };
}

/** (R - L) / (R + L); null when nothing turned. */
export function asymmetryOf(leftDeg: number, rightDeg: number): number | null {
  const sum = rightDeg + leftDeg;
  return sum > 0 ? (rightDeg - leftDeg) / sum : null;
}

function sideIndices(events: readonly RotationEvent[]): SideIndices {
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
  return `${left} rotations to the left and ${right} to the right: asymmetry needs ${least} on each side`;
}

interface Resampled {
  readonly left: SideIndices;
  readonly right: SideIndices;
}

/** Whole blocks are drawn with replacement: rotations within minutes of each other are not independent. */
function resample(events: readonly RotationEvent[], params: RotationParams): Resampled[] {
  const { blockS, bootstrapRounds, bootstrapSeed } = params.indices;
  const blocks = [...Map.groupBy(events, (e) => Math.floor(e.peakUs / (blockS * US_PER_S))).values()];
  if (blocks.length < 2) return [];
  const random = seededRandom(bootstrapSeed);
  return Array.from({ length: bootstrapRounds }, () => {
    const drawn = blocks.flatMap(() => blocks[Math.floor(random() * blocks.length)]!);
    return {
      left: sideIndices(drawn.filter((e) => e.peakDeg > 0)),
      right: sideIndices(drawn.filter((e) => e.peakDeg < 0)),
    };
  });
}

function asymmetries(resampled: readonly Resampled[]): number[] {
  return resampled
    .map(({ left, right }) => asymmetryOf(left.summedDeg, right.summedDeg))
    .filter((value) => value !== null);
}

/** Draws that come out even count half to either side. */
function shareRight(resampled: readonly Resampled[]): number {
  const values = asymmetries(resampled);
  return values.reduce((sum, value) => sum + (Math.sign(value) + 1) / 2, 0) / values.length;
}

function intervals(
  resampled: readonly Resampled[],
  left: SideIndices,
  right: SideIndices,
  withAsymmetry: boolean,
): RotationIndices['intervals'] {
  if (resampled.length === 0) return {};
  const out: Partial<Record<IndexName, readonly [number, number]>> = {};
  if (withAsymmetry) out.asymmetry = interval(asymmetries(resampled));
  for (const side of ['left', 'right'] as const) {
    const seen = side === 'left' ? left : right;
    for (const key of Object.keys(seen) as (keyof SideIndices)[]) {
      const values = resampled.map((r) => r[side][key]).filter((value) => value !== null);
      if (seen[key] !== null && values.length > 0) out[`${side}.${key}`] = interval(values);
    }
  }
  return out;
}

/** Order statistics at equal distance from both ends, so that negated values give exactly the negated interval. */
function interval(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(TAIL * sorted.length);
  return [sorted[cut]!, sorted[sorted.length - 1 - cut]!];
}
