import type { RotationEvent } from '../../pipeline/outputs.ts';
import { seededRandom } from './random.ts';
import type { RotationIndexParams } from './rotation.params.ts';

const US_PER_S = 1e6;
const MEDIAN = 0.5;
const P90 = 0.9;

/** One value per round; NaN in a round that drew nothing on this side. */
export interface ResampledSide {
  readonly count: Float64Array;
  readonly summedDeg: Float64Array;
  readonly medianDeg: Float64Array;
  readonly p90Deg: Float64Array;
  readonly beyond10S: Float64Array;
  readonly beyond20S: Float64Array;
  readonly peakSpeedDps: Float64Array;
}

export interface Resampled {
  /** How many blocks a round draws. */
  readonly blocks: number;
  readonly left: ResampledSide;
  readonly right: ResampledSide;
}

/** What the blocks hold of one side: sums per block, and all peaks in order of size with the block of each. */
interface SideBlocks {
  readonly count: Float64Array;
  readonly summedDeg: Float64Array;
  readonly beyond10S: Float64Array;
  readonly beyond20S: Float64Array;
  /** NaN where no event told its speed. */
  readonly peakSpeedDps: Float64Array;
  readonly peaksDeg: Float64Array;
  readonly blockOf: Uint32Array;
}

/**
 * Block bootstrap (Künsch 1989): whole blocks of time are drawn with replacement, because rotations within minutes
 * of each other are not independent. Blocks without a rotation are drawn as well (`seenBlocks` of them and the others
 * together), or counts would seem surer than they are. Works on sums per block and on ranks, so a round costs one pass
 * over blocks and peaks. Null below `minBlocks`. The same events give the same draws everywhere.
 */
export function resampleBlocks(
  events: readonly RotationEvent[],
  { blockS, bootstrapRounds, bootstrapSeed, minBlocks }: RotationIndexParams,
  seenBlocks = 0,
): Resampled | null {
  const blockOf = new Map<number, number>();
  for (const { peakUs } of events) {
    const block = Math.floor(peakUs / (blockS * US_PER_S));
    if (!blockOf.has(block)) blockOf.set(block, blockOf.size);
  }
  const blocks = Math.max(blockOf.size, seenBlocks);
  if (blocks < minBlocks) return null;
  const index = ({ peakUs }: RotationEvent): number => blockOf.get(Math.floor(peakUs / (blockS * US_PER_S)))!;
  const sides = [1, -1].map((sign) => sideBlocks(events, sign, blocks, index)) as [SideBlocks, SideBlocks];
  const left = emptySide(bootstrapRounds);
  const right = emptySide(bootstrapRounds);
  const random = seededRandom(bootstrapSeed);
  const drawn = new Uint32Array(blocks);
  for (let round = 0; round < bootstrapRounds; round++) {
    drawn.fill(0);
    for (let i = 0; i < blocks; i++) drawn[Math.floor(random() * blocks)]!++;
    addRound(left, round, sides[0], drawn);
    addRound(right, round, sides[1], drawn);
  }
  return { blocks, left, right };
}

function emptySide(rounds: number): ResampledSide {
  const column = (): Float64Array => new Float64Array(rounds);
  return {
    count: column(),
    summedDeg: column(),
    medianDeg: column().fill(Number.NaN),
    p90Deg: column().fill(Number.NaN),
    beyond10S: column(),
    beyond20S: column(),
    peakSpeedDps: column().fill(Number.NaN),
  };
}

function sideBlocks(
  events: readonly RotationEvent[],
  sign: number,
  blocks: number,
  index: (event: RotationEvent) => number,
): SideBlocks {
  const mine = events.filter((e) => e.peakDeg * sign > 0);
  mine.sort((a, b) => Math.abs(a.peakDeg) - Math.abs(b.peakDeg));
  const sums = emptySide(blocks);
  for (const event of mine) {
    const block = index(event);
    sums.count[block]!++;
    sums.summedDeg[block]! += Math.abs(event.peakDeg);
    sums.beyond10S[block]! += event.beyond10S ?? 0;
    sums.beyond20S[block]! += event.beyond20S ?? 0;
    sums.peakSpeedDps[block] = larger(sums.peakSpeedDps[block]!, event.peakSpeedDps ?? Number.NaN);
  }
  const peaksDeg = Float64Array.from(mine, (e) => Math.abs(e.peakDeg));
  return { ...sums, peaksDeg, blockOf: Uint32Array.from(mine, index) };
}

/** The larger of two; what is not a number gives way. */
function larger(a: number, b: number): number {
  return a >= b || Number.isNaN(b) ? a : b;
}

function addRound(into: ResampledSide, round: number, side: SideBlocks, drawn: Uint32Array): void {
  for (let block = 0; block < drawn.length; block++) {
    const times = drawn[block]!;
    if (times === 0 || side.count[block] === 0) continue;
    into.count[round]! += times * side.count[block]!;
    into.summedDeg[round]! += times * side.summedDeg[block]!;
    into.beyond10S[round]! += times * side.beyond10S[block]!;
    into.beyond20S[round]! += times * side.beyond20S[block]!;
    into.peakSpeedDps[round] = larger(into.peakSpeedDps[round]!, side.peakSpeedDps[block]!);
  }
  if (into.count[round]! > 0) drawnQuantiles(into, round, side, drawn);
}

/** Median and 90th percentile of the drawn peaks, linear between order statistics, in one pass. */
function drawnQuantiles(
  into: ResampledSide,
  round: number,
  { peaksDeg, blockOf }: SideBlocks,
  drawn: Uint32Array,
): void {
  const last = into.count[round]! - 1;
  let column = into.medianDeg;
  let at = MEDIAN * last;
  let seen = 0;
  let before = 0;
  for (let i = 0; i < peaksDeg.length; i++) {
    const times = drawn[blockOf[i]!]!;
    if (times === 0) continue;
    const peak = peaksDeg[i]!;
    // `before` has the ranks up to `seen - 1`, this peak those from `seen` to `seen + times - 1`.
    while (at <= seen + times - 1) {
      column[round] = at < seen ? before + (peak - before) * (at - seen + 1) : peak;
      if (column === into.p90Deg) return;
      column = into.p90Deg;
      at = P90 * last;
    }
    seen += times;
    before = peak;
  }
}
