import type { PostureState } from '../../pipeline/outputs.ts';
import type { HoldingParams } from './load.params.ts';

/**
 * Posture bands. Forward, back and side need the forward axis; `tilted` is what can be said without it.
 * `moving` is walking, running and cycling: nothing is held there.
 */
export const LOAD_BANDS = [
  'neutral',
  'forward_moderate',
  'forward_far',
  'back',
  'side_moderate',
  'side_far',
  'tilted_moderate',
  'tilted_far',
  'moving',
  'lying',
  'unknown',
] as const;
export type LoadBand = (typeof LOAD_BANDS)[number];

/** Trunk angles in degrees, null while not available; flexion and left side bend positive, tilt unsigned. */
export interface TrunkAngles {
  readonly flexionDeg: number | null;
  readonly sideBendDeg: number | null;
  readonly tiltDeg: number | null;
}

const RAD = Math.PI / 180;

/** The band of one second: ISO 11226 / EN 1005-4 limits, the wider departure first. */
export function bandOf(state: PostureState, angles: TrunkAngles, params: HoldingParams): LoadBand {
  if (state === 'walking' || state === 'running' || state === 'cycling') return 'moving';
  if (state === 'lying') return 'lying';
  if (state === 'unknown' || state === 'not_worn') return 'unknown';
  const { flexionDeg, sideBendDeg, tiltDeg } = angles;
  // Seated, the pelvis tips back by itself and a backrest cannot be seen: only forward tells anything.
  if (flexionDeg === null || sideBendDeg === null) return tiltBand(state, tiltDeg, params);
  const [forward, far] = params.forwardDeg;
  const side = leastSideBendDeg(flexionDeg, sideBendDeg, params.forwardErrDeg);
  if (flexionDeg >= far) return 'forward_far';
  if (side >= params.sideDeg[1]) return 'side_far';
  if (flexionDeg >= forward) return 'forward_moderate';
  if (side >= params.sideDeg[0]) return 'side_moderate';
  return state === 'standing' && flexionDeg < -params.backDeg ? 'back' : 'neutral';
}

/**
 * The side bend that is there however far the forward axis is off within `errDeg`: of a pelvis that is tipped back by 50
 * deg, as on a low seat, an axis that is off by 15 deg makes one of 11 deg. Upright nothing is taken off.
 */
function leastSideBendDeg(flexionDeg: number, sideBendDeg: number, errDeg: number): number {
  const seen = Math.abs(Math.sin(sideBendDeg * RAD));
  const made = Math.abs(Math.sin(flexionDeg * RAD)) * Math.sin(errDeg * RAD);
  return Math.asin(Math.max(0, seen - made)) / RAD;
}

function tiltBand(state: PostureState, tiltDeg: number | null, params: HoldingParams): LoadBand {
  if (tiltDeg === null) return 'unknown';
  if (state === 'sitting' || tiltDeg < params.forwardDeg[0]) return 'neutral';
  return tiltDeg >= params.forwardDeg[1] ? 'tilted_far' : 'tilted_moderate';
}

/** How long a band may be held, s; null where no limit is known. Linear between the two forward limits. */
export function holdingBudgetS(
  band: LoadBand,
  flexionDeg: number | null,
  params: HoldingParams,
): number | null {
  const [longest, shortest] = params.budgetS;
  switch (band) {
    case 'forward_moderate': {
      const [from, to] = params.forwardDeg;
      const share = ((flexionDeg ?? from) - from) / (to - from);
      return longest + Math.min(1, Math.max(0, share)) * (shortest - longest);
    }
    case 'side_moderate':
    case 'tilted_moderate':
      return longest;
    case 'forward_far':
    case 'side_far':
    case 'tilted_far':
    case 'back':
      return shortest;
    default:
      return null;
  }
}

interface HoldingState {
  band: LoadBand;
  posture: PostureState;
  holdingS: number;
  /** Sum of dt / budget: 1 means the budget is used up. */
  budgetShare: number;
  /** How long the body has been elsewhere, s. */
  awayS: number;
}

const START: HoldingState = { band: 'unknown', posture: 'unknown', holdingS: 0, budgetShare: 0, awayS: 0 };

/** Time in the current band. A short visit elsewhere does not end it; another posture always does. */
export class Holding {
  readonly #params: HoldingParams;
  #s: HoldingState = { ...START };

  constructor(params: HoldingParams) {
    this.#params = params;
  }

  get band(): LoadBand {
    return this.#s.band;
  }

  get holdingS(): number {
    return this.#s.holdingS;
  }

  /** Share of the holding budget used up; null where there is no limit. */
  get budgetShare(): number | null {
    return holdingBudgetS(this.#s.band, null, this.#params) === null ? null : this.#s.budgetShare;
  }

  push(dtS: number, posture: PostureState, band: LoadBand, flexionDeg: number | null): void {
    const s = this.#s;
    if (posture !== s.posture) this.#enter(posture, band);
    else if (band !== s.band) {
      s.awayS += dtS;
      if (s.awayS > this.#params.leaveS) this.#enter(posture, band);
    } else s.awayS = 0;
    const held = this.#s;
    held.holdingS += dtS;
    const budgetS = holdingBudgetS(held.band, flexionDeg, this.#params);
    if (budgetS !== null) held.budgetShare += dtS / budgetS;
  }

  reset(): void {
    this.#s = { ...START };
  }

  snapshot(): unknown {
    return { ...this.#s };
  }

  restore(snapshot: unknown): void {
    this.#s = { ...(snapshot as HoldingState) };
  }

  /** The time spent elsewhere before it counted as left belongs to the new band. */
  #enter(posture: PostureState, band: LoadBand): void {
    const holdingS = posture === this.#s.posture ? this.#params.leaveS : 0;
    this.#s = { band, posture, holdingS, budgetShare: 0, awayS: 0 };
  }
}
