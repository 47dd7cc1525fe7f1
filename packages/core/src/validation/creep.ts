import { Creep, LOAD_PARAMS } from '../measures/load/index.ts';

const S_PER_MIN = 60;

/** Minutes with a share of the wearer's flexion range, 0..1. */
export type FlexionPeriod = readonly [minutes: number, flexion: number];

/** What the creep model does where measurements of people exist (McGill & Brown 1992, Kang & Mirka 2024). */
export interface CreepFigures {
  readonly loadingTauMin: number;
  /** Share of a 20 min hold's creep that is left 2 and 30 min after it. */
  readonly leftAfter2Min: number;
  readonly leftAfter30Min: number;
  /** Creep of 12 min of flexion in blocks of 3 min with 12 min between, over that of 1 min with 4 min between. */
  readonly longOverShortBlocks: number;
}

export function creepFigures(): CreepFigures {
  const hold: FlexionPeriod = [20, 1];
  const held = creepAfter([hold]);
  return {
    loadingTauMin: -5 / Math.log(1 - creepAfter([[5, 1]])),
    leftAfter2Min: creepAfter([hold, [2, 0]]) / held,
    leftAfter30Min: creepAfter([hold, [30, 0]]) / held,
    longOverShortBlocks: creepAfter(blocks(3, 12, 4)) / creepAfter(blocks(1, 4, 12)),
  };
}

function creepAfter(periods: readonly FlexionPeriod[]): number {
  const creep = new Creep(LOAD_PARAMS.creep);
  for (const [minutes, flexion] of periods) {
    for (let s = 0; s < minutes * S_PER_MIN; s++) creep.push(1, flexion);
  }
  return creep.value;
}

function blocks(onMin: number, offMin: number, times: number): FlexionPeriod[] {
  const block: FlexionPeriod = [onMin, 1];
  return Array.from({ length: times }, (_, i): FlexionPeriod[] =>
    i === 0 ? [block] : [[offMin, 0], block],
  ).flat();
}
