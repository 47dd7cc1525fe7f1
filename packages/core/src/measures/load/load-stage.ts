import type { BreakCredit, LoadRow, PostureSecond, PostureState } from '../../pipeline/outputs.ts';
import type { Snapshot, Stage } from '../../pipeline/stage.ts';
import { type BreakSoFar, closeBreak, creditShare } from './break-credit.ts';
import { Creep, flexionShare } from './creep.ts';
import { type Exposure, ExposureCollector } from './exposure.ts';
import { bandOf, Holding, type LoadBand } from './holding.ts';
import { Leaning, leaningLoad } from './leaning.ts';
import { LOAD_PARAMS, type LoadParams } from './load.params.ts';
import { type Movement, MovementCounter, MovementDetector } from './stillness.ts';

const US_PER_S = 1e6;
const RAD = Math.PI / 180;
const SECOND_S = 1;
/** Leaning further than this is lying on a side. */
const ON_A_SIDE_DEG = 45;

/** What the stage needs of each second. `up` makes shifts independent of the axes; without it angles serve. */
export interface LoadSecond extends PostureSecond {
  /** Mean direction of up over the second, sensor frame, any length. */
  readonly up?: Direction;
}

/** A row with everything the stage knows. */
export type LoadDetail = Required<LoadRow>;

export interface LoadOutput {
  readonly rows: readonly LoadDetail[];
  readonly breaks: readonly BreakCredit[];
}

/** What the wearer contributes. */
export interface LoadWearer {
  /** Forward flexion range from the wearer's own bend test, deg; null while it has not been measured. */
  readonly flexionRangeDeg: number | null;
}

/** Totals over everything seen. */
export interface LoadTotals {
  readonly exposure: Exposure;
  readonly seatedS: number;
  readonly shifts: number;
  readonly fidgets: number;
  /** Seconds with a known creep, their sum, and the peak. */
  readonly creepS: number;
  readonly creepSum: number;
  readonly creepPeak: number;
  readonly breaks: number;
  readonly seconds: number;
}

interface Counters {
  lastUs: number | null;
  unbrokenS: number;
  unvariedS: number;
  unknownS: number;
  /** Since posture was last seen, s. */
  unseenS: number;
  creepS: number;
  creepSum: number;
  creepPeak: number;
  breaks: number;
  seconds: number;
  basis: Basis;
}
type Basis = 'up' | 'angles' | 'tilt' | 'none';

/**
 * Sustained-posture load from seconds of posture, oldest first: holding, creep, stillness, and what breaks
 * gave back. One row at every multiple of `rowS`, saying what holds at that time; none within a gap.
 */
export class LoadStage implements Stage<readonly LoadSecond[], LoadOutput> {
  readonly #params: LoadParams;
  readonly #rangeDeg: number;
  readonly #creep: Creep;
  readonly #leaning: Leaning;
  readonly #holding: Holding;
  readonly #movement: MovementDetector;
  readonly #counter: MovementCounter;
  readonly #exposure = new ExposureCollector();
  #break: BreakSoFar | null = null;
  #creepKnown = false;
  #c: Counters = {
    lastUs: null,
    unbrokenS: 0,
    unvariedS: 0,
    unknownS: 0,
    unseenS: 0,
    creepS: 0,
    creepSum: 0,
    creepPeak: 0,
    breaks: 0,
    seconds: 0,
    basis: 'none',
  };

  constructor(wearer: LoadWearer = { flexionRangeDeg: null }, params: LoadParams = LOAD_PARAMS) {
    this.#params = params;
    this.#rangeDeg = wearer.flexionRangeDeg ?? params.creep.nominalRangeDeg;
    this.#creep = new Creep(params.creep);
    this.#leaning = new Leaning(params.leaning);
    this.#holding = new Holding(params.holding);
    this.#movement = new MovementDetector(params.stillness);
    this.#counter = new MovementCounter(params.stillness);
  }

  push(seconds: readonly LoadSecond[]): LoadOutput {
    const rows: LoadDetail[] = [];
    const breaks: BreakCredit[] = [];
    for (const second of seconds) {
      const last = this.#c.lastUs;
      if (!Number.isFinite(second.tUs) || (last !== null && second.tUs <= last)) continue;
      if (last !== null && second.tUs - last > this.#params.maxGapS * US_PER_S)
        this.#gap(second.tUs - last, breaks);
      this.#second(second, breaks);
      const endUs = second.tUs + SECOND_S * US_PER_S;
      if (endUs % (this.#params.rowS * US_PER_S) < SECOND_S * US_PER_S) rows.push(this.#row(endUs, second));
    }
    return { rows, breaks };
  }

  /** An interruption that is still open has no end to be credited for. */
  flush(): LoadOutput {
    this.#exposure.close();
    return { rows: [], breaks: [] };
  }

  totals(): LoadTotals {
    const { creepS, creepSum, creepPeak, breaks, seconds } = this.#c;
    const { exposure } = this.#exposure;
    return { exposure, ...this.#counter.totals, creepS, creepSum, creepPeak, breaks, seconds };
  }

  snapshot(): Snapshot {
    return {
      counters: { ...this.#c },
      break: this.#break && { ...this.#break },
      creepKnown: this.#creepKnown,
      creep: this.#creep.snapshot(),
      leaning: this.#leaning.snapshot(),
      holding: this.#holding.snapshot(),
      movement: this.#movement.snapshot(),
      counter: this.#counter.snapshot(),
      exposure: this.#exposure.snapshot(),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#c = { ...(snapshot.counters as Counters) };
    this.#break = snapshot.break ? { ...(snapshot.break as BreakSoFar) } : null;
    this.#creepKnown = snapshot.creepKnown === true;
    this.#creep.restore(snapshot.creep);
    this.#leaning.restore(snapshot.leaning);
    this.#holding.restore(snapshot.holding);
    this.#movement.restore(snapshot.movement);
    this.#counter.restore(snapshot.counter);
    this.#exposure.restore(snapshot.exposure);
  }

  #second(second: LoadSecond, breaks: BreakCredit[]): void {
    const angles = finiteAngles(second);
    const band = bandOf(second.state, angles, this.#params.holding);
    const creepBefore = this.#creepKnown ? this.#creep.value : null;
    const before = this.#holding.band;
    this.#c.lastUs = second.tUs;
    this.#c.seconds++;
    this.#holding.push(SECOND_S, second.state, band, angles.flexionDeg);
    if (isSeen(second.state)) this.#c.unseenS = 0;
    else this.#unseen(SECOND_S, breaks);
    this.#followCreep(second.state, angles);
    this.#followExposure(second.state, angles);
    const movement = this.#followMovement(second, angles);
    this.#followSitting(second, band, before, creepBefore, movement, breaks);
  }

  #followCreep(state: PostureState, angles: Angles): void {
    const c = this.#c;
    const u = this.#flexion(state, angles);
    this.#creepKnown = u !== null;
    if (u === null) {
      this.#forget(SECOND_S);
      return;
    }
    c.unknownS = 0;
    this.#creep.push(SECOND_S, u);
    this.#leaning.push(SECOND_S, this.#leaningLoad(state, angles));
    c.creepS += SECOND_S;
    c.creepSum += this.#creep.value;
    c.creepPeak = Math.max(c.creepPeak, this.#creep.value);
  }

  /** Share of the wearer's range; null while nothing is known. */
  #flexion(state: PostureState, angles: Angles): number | null {
    if (state === 'not_worn') return null;
    const deg = angles.flexionDeg ?? (state === 'unknown' ? null : angles.tiltDeg);
    if (state === 'lying' && !facesDown(angles)) return 0;
    if (deg === null) return null;
    // A seated pelvis that tips back under an upright trunk bends the lumbar spine forward all the same.
    return flexionShare(state === 'sitting' ? Math.abs(deg) : deg, this.#rangeDeg);
  }

  /** Leaning is forward of upright, beyond the neutral band, sitting or standing. */
  #leaningLoad(state: PostureState, { flexionDeg }: Angles): number {
    const { holding, leaning } = this.#params;
    const upright = state === 'sitting' || state === 'standing';
    if (!upright || flexionDeg === null || flexionDeg < holding.forwardDeg[0]) return 0;
    return leaningLoad(flexionDeg, leaning);
  }

  #forget(unknownS: number): void {
    this.#c.unknownS += unknownS;
    if (this.#c.unknownS < this.#params.creep.forgetS) return;
    this.#creep.reset();
    this.#leaning.reset();
  }

  #followExposure(state: PostureState, { flexionDeg, tiltDeg }: Angles): void {
    const known = isSeen(state) && state !== 'lying';
    const deg = known ? (flexionDeg ?? tiltDeg) : null;
    if (deg === null) this.#exposure.close();
    else this.#exposure.push(SECOND_S, deg);
  }

  /** Shifts and fidgets are those of someone who sits. */
  #followMovement(second: LoadSecond, angles: Angles): Movement {
    const [basis, up] = upOf(second, angles);
    if (second.state !== 'sitting' || basis !== this.#c.basis) this.#movement.interrupt();
    this.#c.basis = basis;
    if (second.state !== 'sitting' || !up) return 'none';
    const movement = this.#movement.push(SECOND_S, up[0], up[1], up[2]);
    this.#counter.push(movement);
    return movement;
  }

  #followSitting(
    second: LoadSecond,
    band: LoadBand,
    bandBefore: LoadBand,
    creepBefore: number | null,
    movement: Movement,
    breaks: BreakCredit[],
  ): void {
    const c = this.#c;
    if (second.state === 'sitting') {
      if (this.#break) this.#endBreak(creepBefore, breaks);
      c.unbrokenS += SECOND_S;
      c.unvariedS = movement === 'shift' ? 0 : c.unvariedS + SECOND_S;
    } else if (this.#break || c.unbrokenS > 0) {
      this.#break ??= {
        startUs: second.tUs,
        endUs: second.tUs,
        bandBefore,
        creepBefore,
        unbrokenBeforeS: c.unbrokenS,
        awayS: 0,
        movingS: 0,
        bandLeft: false,
      };
      if (isSeen(second.state)) this.#away(this.#break, second.tUs, band);
    }
  }

  /** A break lasts from where the body is first to where it is last seen elsewhere; that needs no trunk angle. */
  #away(open: BreakSoFar, tUs: number, band: LoadBand): void {
    const startUs = open.awayS === 0 ? tUs : open.startUs;
    const endUs = tUs + SECOND_S * US_PER_S;
    const awayS = open.awayS + SECOND_S;
    const movingS = open.movingS + (band === 'moving' ? SECOND_S : 0);
    const bandLeft = open.bandLeft || (band !== 'unknown' && band !== open.bandBefore);
    this.#break = { ...open, startUs, endUs, awayS, movingS, bandLeft };
    this.#c.unbrokenS = open.unbrokenBeforeS * (1 - creditShare(awayS, this.#params.breaks));
    if (awayS >= this.#params.breaks.minS) this.#c.unvariedS = 0;
  }

  #endBreak(creepAfter: number | null, breaks: BreakCredit[]): void {
    const open = this.#break!;
    this.#break = null;
    if (open.awayS < this.#params.breaks.minS) return;
    breaks.push(closeBreak(open, creepAfter, this.#params.breaks));
    this.#c.breaks++;
  }

  /** What nobody saw is neither sitting nor a break; after an absence everything starts anew. */
  #unseen(lengthS: number, breaks: BreakCredit[]): void {
    const { lostS, absenceS } = this.#params.breaks;
    const c = this.#c;
    c.unseenS += lengthS;
    if (this.#break && c.unseenS > lostS) {
      this.#endBreak(this.#creepKnown ? this.#creep.value : null, breaks);
    }
    if (c.unseenS < absenceS) return;
    c.unbrokenS = 0;
    c.unvariedS = 0;
  }

  #gap(lengthUs: number, breaks: BreakCredit[]): void {
    this.#unseen(lengthUs / US_PER_S - SECOND_S, breaks);
    this.#holding.reset();
    this.#movement.interrupt();
    this.#exposure.close();
    this.#forget(lengthUs / US_PER_S);
  }

  #row(tUs: number, second: LoadSecond): LoadDetail {
    return {
      tUs: Math.floor(tUs / (this.#params.rowS * US_PER_S)) * this.#params.rowS * US_PER_S,
      holdingS: this.#holding.holdingS,
      band: this.#holding.band,
      creep: this.#creepKnown ? this.#creep.value : null,
      leaning: this.#creepKnown ? this.#leaning.value : null,
      shifts15min: this.#counter.shifts,
      fidgets15min: this.#counter.fidgets,
      posture: second.state,
      budgetShare: this.#holding.budgetShare,
      unbrokenS: this.#c.unbrokenS,
      unvariedS: this.#c.unvariedS,
    };
  }
}

function isSeen(state: PostureState): boolean {
  return state !== 'unknown' && state !== 'not_worn';
}

/** A level trunk that faces down is more often a deep stoop at work than someone lying on the belly. */
function facesDown({ flexionDeg, sideBendDeg }: Angles): boolean {
  return (
    flexionDeg !== null && sideBendDeg !== null && flexionDeg > 0 && Math.abs(sideBendDeg) < ON_A_SIDE_DEG
  );
}

interface Angles {
  readonly flexionDeg: number | null;
  readonly sideBendDeg: number | null;
  readonly tiltDeg: number | null;
}

function finiteAngles({ flexionDeg, sideBendDeg, tiltDeg }: LoadSecond): Angles {
  const finite = (deg: number | null): number | null => (deg !== null && Number.isFinite(deg) ? deg : null);
  return { flexionDeg: finite(flexionDeg), sideBendDeg: finite(sideBendDeg), tiltDeg: finite(tiltDeg) };
}

function upOf({ up }: LoadSecond, { flexionDeg, sideBendDeg, tiltDeg }: Angles): [Basis, Direction | null] {
  if (up) return ['up', up];
  if (flexionDeg !== null && sideBendDeg !== null) return ['angles', direction(flexionDeg, sideBendDeg)];
  return tiltDeg === null ? ['none', null] : ['tilt', direction(tiltDeg, 0)];
}

type Direction = readonly [number, number, number];

function direction(flexionDeg: number, sideBendDeg: number): Direction {
  const flexion = flexionDeg * RAD;
  const side = sideBendDeg * RAD;
  return [Math.sin(flexion) * Math.cos(side), Math.sin(side), Math.cos(flexion) * Math.cos(side)];
}

export function createLoadStage(
  wearer: LoadWearer = { flexionRangeDeg: null },
  params: LoadParams = LOAD_PARAMS,
): LoadStage {
  return new LoadStage(wearer, params);
}
