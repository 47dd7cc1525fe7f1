/** Parameters of sustained-posture load, as data. What each was taken from stands in `README.md`. */
export interface LoadParams {
  readonly holding: HoldingParams;
  readonly creep: CreepParams;
  readonly stillness: StillnessParams;
  readonly leaning: LeaningParams;
  readonly breaks: BreakParams;
  /** Spacing of the rows that come out, s. */
  readonly rowS: number;
  /** A longer silence between two seconds is unknown time, s. */
  readonly maxGapS: number;
}

export interface HoldingParams {
  /** Forward from here is moderate, from there far, deg. */
  readonly forwardDeg: readonly [number, number];
  /** To a side from here is moderate, from there far, deg. */
  readonly sideDeg: readonly [number, number];
  /** How far the forward axis may be off, deg: so much of a tilt forward or back may look like a side bend. */
  readonly forwardErrDeg: number;
  /** Leaning back unsupported, while standing, deg: as far as a step of the walking reference may err. */
  readonly backDeg: number;
  /** Longest hold at the first and at the second forward limit, s; linear between, level beyond. */
  readonly budgetS: readonly [number, number];
  /** Share of the budget up to which holding is comfortable. */
  readonly comfortableShare: number;
  /** A band left for no longer than this was not left, s. */
  readonly leaveS: number;
}

export interface CreepParams {
  /** Time constant of loading, s. */
  readonly loadTauS: number;
  /** Half-times of the two recovering compartments, s. */
  readonly fastHalfS: number;
  readonly slowHalfS: number;
  /** How readily what is already loaded turns into what recovers slowly. */
  readonly slowFeed: number;
  /** Flexion range assumed while the wearer's own has not been measured, deg. */
  readonly nominalRangeDeg: number;
  /** Not worn for longer than this: nothing is left of it, s. */
  readonly forgetS: number;
}

export interface StillnessParams {
  /** Movement from the held posture that is not noise, deg. */
  readonly moveDeg: number;
  /** A new posture this far from the old one is a shift, deg. */
  readonly shiftDeg: number;
  /** A posture counts as held again when it changes by less than this between seconds, deg ... */
  readonly settledDeg: number;
  /** ... for this long, s. */
  readonly settledS: number;
  /** Time constant with which the held posture follows slow drift, s. */
  readonly followTauS: number;
  /** Counts are per this much seated time, s, and need at least the second number, s. */
  readonly windowS: number;
  readonly minWindowS: number;
  /** What office workers do per window: shifts and fidgets. */
  readonly norm: { readonly shifts: number; readonly fidgets: number };
}

export interface LeaningParams {
  /** Fatigue and recovery rate of trunk extensors, 1/s. */
  readonly fatiguePerS: number;
  readonly recoveryPerS: number;
  /** Share of the strength that holding the trunk level takes. */
  readonly loadAtLevel: number;
}

export interface BreakParams {
  /** Shorter interruptions of sitting are not breaks, s. */
  readonly minS: number;
  /** A break on the feet this long counts in full, s. */
  readonly fullS: number;
  /** Nothing seen for this long: a break that goes on ended when it was last seen, s. */
  readonly lostS: number;
  /** Nothing seen for this long: the sitting before it says nothing about the sitting after it, s. */
  readonly absenceS: number;
}

export const LOAD_PARAMS = {
  holding: {
    forwardDeg: [20, 60],
    sideDeg: [10, 20],
    forwardErrDeg: 20,
    backDeg: 5,
    budgetS: [240, 60],
    comfortableShare: 0.2,
    leaveS: 2,
  },
  creep: {
    loadTauS: 9.4 * 60,
    fastHalfS: 60,
    slowHalfS: 30 * 60,
    slowFeed: 1,
    nominalRangeDeg: 60,
    forgetS: 4 * 3600,
  },
  stillness: {
    moveDeg: 2,
    shiftDeg: 5,
    settledDeg: 1,
    settledS: 5,
    followTauS: 30,
    windowS: 900,
    minWindowS: 300,
    norm: { shifts: 9, fidgets: 13 },
  },
  leaning: { fatiguePerS: 0.00755, recoveryPerS: 0.00075, loadAtLevel: 0.4 },
  breaks: { minS: 20, fullS: 120, lostS: 60, absenceS: 15 * 60 },
  rowS: 10,
  maxGapS: 2,
} as const satisfies LoadParams;

export const LOAD_ALGORITHM = 'load@1.3.2';
