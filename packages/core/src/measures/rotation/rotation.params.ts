/** Parameters of the rotation measure, as data. What each was taken from stands in `README.md`. */
export interface RotationParams {
  readonly excursion: ExcursionParams;
  readonly steps: StepParams;
  readonly indices: RotationIndexParams;
}

export interface ExcursionParams {
  /** Heading from neutral that opens an excursion while sitting or while posture is not known, deg. */
  readonly seatedThresholdDeg: number;
  /** The same while upright, deg. */
  readonly standingThresholdDeg: number;
  /** Time constant with which the neutral heading follows, s. */
  readonly neutralTauS: number;
  /** The same within gait, s. */
  readonly gaitNeutralTauS: number;
  /** Below this share of the threshold, or slower than this, deg/s, an excursion has not begun yet. */
  readonly onsetShare: number;
  readonly onsetRateDps: number;
  /** An excursion is over below this heading, deg ... */
  readonly closeDeg: number;
  /** ... or below this share of its peak, whichever is more. */
  readonly closeShare: number;
  /** No pelvis turns further than this on planted feet or on a seat: out and back beyond it is a turn, deg. */
  readonly maxRotationDeg: number;
  /** Out for longer than this: the body has turned and this is the new neutral, s. */
  readonly turnAfterS: number;
  /** The same for someone who has come to rest there, s. */
  readonly quietTurnAfterS: number;
  /** "There": at least this share of the peak. */
  readonly quietTurnShare: number;
  /** "At rest": mean absolute rate about the vertical below this, deg/s. */
  readonly quietRateDps: number;
  /** Time constant of that mean, s. */
  readonly quietTauS: number;
  /** After resting out of neutral for this long the body may have turned: its place is tried as neutral, s. */
  readonly restS: number;
  /** A turn made in steps is over when the body has been at rest for this long, s. */
  readonly gaitSettleS: number;
  readonly bias: ResidualBiasParams;
  /** A longer silence than this is not bridged: what was open is dropped, s. As long as posture keeps its state. */
  readonly maxBridgedGapS: number;
  /** For this long after gait posture is taken to be not known yet, s. */
  readonly postureDelayS: number;
  /** Below this share of the heading, turning about the body's own axis does not explain it: a side bend. */
  readonly axialShare: number;
  /** While upright is not known: tilt at the peak over heading at the peak that means a side bend. */
  readonly tiltRatio: number;
  /** Time constant of the gravity direction that the tilt is measured from, s. */
  readonly tiltTauS: number;
}

export interface ResidualBiasParams {
  /** Time constant that smooths the rate first, s. */
  readonly smoothS: number;
  /** A smoothed rate further off than this is a movement and says nothing, deg/s. */
  readonly movingDps: number;
  /** No moment counts for more than this, deg/s: a movement out and back leaves next to nothing. */
  readonly cutDps: number;
  /** The coarse value takes over when the fine one is further off than this, deg/s. */
  readonly coarseDps: number;
  /** Time constant once it has settled, s, and how long it is quicker at first, s. */
  readonly tauS: number;
  readonly startS: number;
  /** Most that is believed, deg/s. */
  readonly clipDps: number;
}

export interface StepParams {
  /** Time constant of the high-pass on vertical acceleration, s. */
  readonly highPassTauS: number;
  /** Corner of each of the two low-passes, Hz. */
  readonly lowPassHz: number;
  /** Vertical acceleration that makes a firm step, m/s^2: two of them are gait. */
  readonly thresholdMps2: number;
  /** The same for a soft step, and how many it takes in a row. */
  readonly softMps2: number;
  readonly softSteps: number;
  /** Two steps belong together when they are this far apart, s. */
  readonly minIntervalS: number;
  readonly maxIntervalS: number;
  /** Firm ones as well when they are this far apart, s: someone walks slowly, or turns round on the spot. */
  readonly slowIntervalS: number;
  /** Gait reaches this far around firm steps, s; the second around soft and slow ones. */
  readonly reachS: number;
  readonly softReachS: number;
  /** A step is known at most this long after it happened, s. */
  readonly latencyS: number;
}

export interface RotationIndexParams {
  /** Fewer counted rotations than this on a side say nothing about asymmetry. */
  readonly minPerSide: number;
  /** From fewer than this on both sides together the asymmetry is told with a caution. */
  readonly minToTell: number;
  /** Length of a bootstrap block, s. */
  readonly blockS: number;
  /** Fewer blocks, with or without a rotation, give no interval. */
  readonly minBlocks: number;
  readonly bootstrapRounds: number;
  readonly bootstrapSeed: number;
  /** Fewest valid days for a person's own detectable change. */
  readonly minValidDays: number;
}

export const ROTATION_PARAMS = {
  excursion: {
    seatedThresholdDeg: 5,
    standingThresholdDeg: 10,
    neutralTauS: 20,
    gaitNeutralTauS: 2.5,
    onsetShare: 0.2,
    onsetRateDps: 1,
    closeDeg: 4,
    closeShare: 0.35,
    maxRotationDeg: 90,
    turnAfterS: 12,
    quietTurnAfterS: 9,
    quietTurnShare: 0.6,
    quietRateDps: 3,
    quietTauS: 0.4,
    restS: 0.5,
    gaitSettleS: 2,
    bias: { smoothS: 1, movingDps: 3, cutDps: 0.5, coarseDps: 0.2, tauS: 120, startS: 5, clipDps: 2 },
    maxBridgedGapS: 2,
    postureDelayS: 15,
    axialShare: 0.35,
    tiltRatio: 2,
    tiltTauS: 2,
  },
  steps: {
    highPassTauS: 1,
    lowPassHz: 3,
    thresholdMps2: 0.7,
    softMps2: 0.4,
    softSteps: 4,
    minIntervalS: 0.25,
    maxIntervalS: 1.3,
    slowIntervalS: 2.5,
    reachS: 1.5,
    softReachS: 0.5,
    latencyS: 1.5,
  },
  indices: {
    minPerSide: 10,
    minToTell: 30,
    blockS: 600,
    minBlocks: 6,
    bootstrapRounds: 1000,
    bootstrapSeed: 20260,
    minValidDays: 5,
  },
} as const satisfies RotationParams;

export const ROTATION_ALGORITHM = 'rotation@1.5.0';
