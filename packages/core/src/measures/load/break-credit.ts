import type { BreakCredit } from '../../pipeline/outputs.ts';
import type { BreakParams } from './load.params.ts';

/** Less creep than this cannot be said to recover. */
const LEAST_CREEP = 0.02;

/** An interruption of sitting while it goes on. */
export interface BreakSoFar {
  readonly startUs: number;
  /** Where the body was last seen elsewhere. */
  readonly endUs: number;
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

export function closeBreak(open: BreakSoFar, creepAfter: number | null, params: BreakParams): BreakCredit {
  const { startUs, endUs, movingS, bandLeft, creepBefore, awayS } = open;
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
