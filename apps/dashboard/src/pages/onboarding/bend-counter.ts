import type { TraceColumns } from '../../live/trace-ring.ts';

/** A bend is this far from upright, as in the guided bends of the core, and ends this near to it; degrees. */
const BENT_DEG = 30;
const UPRIGHT_DEG = 15;

export interface BendCount {
  readonly bends: number;
  /** In the middle of one. */
  readonly bent: boolean;
  /** Up to here the traces were looked at. */
  readonly untilUs: number;
}

/** Counts from now on. */
export function beginCount(nowUs: number): BendCount {
  return { bends: 0, bent: false, untilUs: nowUs };
}

/** Goes on through the points that are newer. A bend counts once the wearer is back upright. */
export function countBends(count: BendCount, { n, tUs, tiltDeg }: TraceColumns): BendCount {
  let { bends, bent, untilUs } = count;
  for (let i = 0; i < n; i += 1) {
    if (tUs[i]! <= untilUs) continue;
    untilUs = tUs[i]!;
    const tilt = Math.abs(tiltDeg[i]!);
    if (tilt >= BENT_DEG) bent = true;
    if (bent && tilt <= UPRIGHT_DEG) {
      bent = false;
      bends += 1;
    }
  }
  return untilUs === count.untilUs ? count : { bends, bent, untilUs };
}
