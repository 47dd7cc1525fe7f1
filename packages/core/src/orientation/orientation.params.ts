/**
 * Parameters of the orientation filter, as data. Symbols in brackets are those of the VQF paper: D. Laidig,
 * T. Seel, "VQF: Highly accurate IMU orientation estimation with bias estimation and magnetic disturbance
 * rejection", Information Fusion 91 (2023) 187-204.
 */
export interface OrientationParams {
  /**
   * Group delay of the sensor's own low-pass, s: the published orientation leads the samples by it. The widest
   * filter of commodity gyroscopes delays by 1 ms (MPU-6500, 250 Hz), narrow ones by 8 ms (20 Hz).
   */
  readonly sensorDelayS: number;
  /** A longer silence than this is not bridged: inclination starts afresh, heading is held, s. */
  readonly maxBridgedGapS: number;
  /** Full scale of the gyroscope, deg/s; a sample at or beyond it is saturated. A smaller one is found out. */
  readonly gyroRangeDps: number;
  readonly inclination: InclinationParams;
  readonly bias: BiasParams;
  readonly rest: RestParams;
  readonly mag: MagParams;
}

/** How much gyroscope and accelerometer are trusted; see README, "Inclination". */
export interface InclinationParams {
  /** Error of the angular rate in proportion to the rate (scale, misalignment). */
  readonly gyroErrorShare: number;
  /** For how long that error keeps its direction, s. */
  readonly gyroErrorCorrelationS: number;
  /** Random walk of the integrated angle that is always there (noise, bias left over), deg/sqrt(s). */
  readonly gyroWalkDegPerSqrtS: number;
  /** The same for sources without gyroscope: how a body turns, deg/sqrt(s). */
  readonly noGyroWalkDegPerSqrtS: number;
  /** A sensor is never taken to move slower than this, m/s (root mean square speed). */
  readonly minSpeedMps: number;
  /** Nor faster, m/s. */
  readonly maxSpeedMps: number;
  /** For how long a body keeps its velocity, s. */
  readonly speedCorrelationS: number;
  /** The window over which the speed is averaged, s. */
  readonly speedWindowS: number;
}

export interface BiasParams {
  /** Standard deviation of the bias before anything is known, deg/s (sigma_init). */
  readonly sigmaInitDps: number;
  /** Random walk of the bias: standard deviation gained in 100 s, deg/s. */
  readonly walkDpsPer100S: number;
  /** Stationary uncertainty that estimation in motion alone may reach, deg/s (sigma_motion). */
  readonly sigmaMotionDps: number;
  /** For how long the error of the bias keeps its direction in the almost-inertial frame, s: a body turns. */
  readonly errorCorrelationS: number;
  /** Largest bias that is believed, and largest innovation, deg/s. Cheap parts leave the factory with up to 10. */
  readonly clipDps: number;
  /** Noise of the rate of a wearer at rest, deg/s; with `restCorrelationS` it weighs the rest estimate. */
  readonly restNoiseDps: number;
  /** Correlation time of that noise, s: a seated body sways slowly. */
  readonly restCorrelationS: number;
}

export interface RestParams {
  /** How long both deviations must stay below their limits, s. */
  readonly minS: number;
  /** Time constant of the low-pass that the deviations are measured from, s. */
  readonly tauS: number;
  /** Limit of the angular rate's deviation, deg/s. */
  readonly gyroLimitDps: number;
  /** Limit of the acceleration's deviation, m/s^2. */
  readonly accLimitMps2: number;
}

export interface MagParams {
  /** Time constant of the heading correction, s (tau_mag). */
  readonly tauS: number;
  /** Time constant that smooths norm and dip, s. */
  readonly currentTauS: number;
  /** Time constant with which the reference follows an undisturbed field, s. */
  readonly referenceTauS: number;
  /** Relative deviation of the norm that counts as disturbed. */
  readonly normLimit: number;
  /** Deviation of the dip angle that counts as disturbed, deg. */
  readonly dipLimitDeg: number;
  /** How long the field must agree with the reference to be called undisturbed, s. */
  readonly minUndisturbedS: number;
  /** How long a new homogeneous field is watched before it becomes the reference, s. */
  readonly newFieldS: number;
  /** The same for the very first reference, s. */
  readonly firstFieldS: number;
  /** Rotation slower than this proves nothing about a new field, deg/s. */
  readonly newFieldMinRateDps: number;
  /** A disturbance longer than this is no longer rejected fully, s. */
  readonly maxRejectionS: number;
  /** By how much the correction is then slower; also how fast rejection time is earned back. */
  readonly rejectionFactor: number;
}

export const ORIENTATION_PARAMS = {
  sensorDelayS: 0.001,
  maxBridgedGapS: 1,
  gyroRangeDps: 2000,
  inclination: {
    gyroErrorShare: 0.006,
    gyroErrorCorrelationS: 0.25,
    gyroWalkDegPerSqrtS: 0.04,
    noGyroWalkDegPerSqrtS: 10,
    minSpeedMps: 0.1,
    maxSpeedMps: 1.5,
    speedCorrelationS: 0.5,
    speedWindowS: 5,
  },
  bias: {
    sigmaInitDps: 3,
    walkDpsPer100S: 0.05,
    sigmaMotionDps: 0.07,
    errorCorrelationS: 0.2,
    clipDps: 15,
    restNoiseDps: 0.2,
    restCorrelationS: 4,
  },
  rest: { minS: 1.5, tauS: 0.5, gyroLimitDps: 2, accLimitMps2: 0.5 },
  mag: {
    tauS: 20,
    currentTauS: 0.05,
    referenceTauS: 20,
    normLimit: 0.1,
    dipLimitDeg: 10,
    minUndisturbedS: 0.5,
    newFieldS: 20,
    firstFieldS: 5,
    newFieldMinRateDps: 20,
    maxRejectionS: 60,
    rejectionFactor: 2,
  },
} as const satisfies OrientationParams;
