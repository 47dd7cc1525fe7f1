import type { BreakParams } from './load.params.ts';

/** What interrupting sitting gave back. Times are microseconds since the epoch UTC, half-open. */
export interface BreakCredit {
  readonly startUs: number;
  readonly endUs: number;
  readonly minutes: number;
  /** Of it on foot, s. */
  readonly movingS: number;
  /** Whether the body was seen in another posture (a gap alone earns nothing). */
  readonly postureChanged: boolean;
  /** Whether the band held before was left: someone who stands up and goes on leaning has not left it. */
  readonly bandLeft: boolean;
  readonly creepBefore: number | null;
  readonly creepAfter: number | null;
  /** Share of the creep that recovered, 0..1; null where there was next to none or it is not known. */
  readonly creepRecovered: number | null;
  /** Share of the unbroken sitting before it that the break took back, 0..1. */
  readonly stillnessRecovered: number;
}

/** Less creep than this cannot be said to recover. */
const LEAST_CREEP = 0.02;

/** An interruption of sitting while it goes on. */
export interface BreakSoFar {
  readonly startUs: number;
  readonly bandBefore: string;
  readonly creepBefore: number | null;
  readonly unbrokenBeforeS: number;
  readonly awayS: number;
  readonly movingS: number;
  readonly bandLeft: boolean;
}

/** Share of the sitting before it that a break of this length takes back: by seconds seen on the feet. */
export function creditShare(awayS: number, params: BreakParams): number {
  return awayS < params.minS ? 0 : Math.min(1, awayS / params.fullS);
}

export function closeBreak(
  open: BreakSoFar,
  endUs: number,
  creepAfter: number | null,
  params: BreakParams,
): BreakCredit {
  const { startUs, movingS, bandLeft, creepBefore, awayS } = open;
  return {
    startUs,
    endUs,
    minutes: (endUs - startUs) / 60e6,
    movingS,
    postureChanged: awayS > 0,
    bandLeft,
    creepBefore,
    creepAfter,
    creepRecovered: recovered(creepBefore, creepAfter),
    stillnessRecovered: creditShare(awayS, params),
  };
}

function recovered(before: number | null, after: number | null): number | null {
  if (before === null || after === null || before < LEAST_CREEP) return null;
  return Math.max(0, (before - after) / before);
}
