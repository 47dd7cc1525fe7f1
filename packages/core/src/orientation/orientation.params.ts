/**
 * Parameters of the orientation filter, as data. Symbols are those of the VQF paper: D. Laidig, T. Seel,
 * "VQF: Highly accurate IMU orientation estimation with bias estimation and magnetic disturbance rejection",
 * Information Fusion 91 (2023) 187-204.
 */
export interface OrientationParams {
  /** Time constant of the acceleration low-pass in the almost-inertial frame, s (tau_acc). */
  readonly accTauS: number;
  /** A longer silence than this is not bridged: inclination starts afresh, heading is held, s. */
  readonly maxBridgedGapS: number;
  /** Full scale of the gyroscope; a sample at or beyond it is saturated, deg/s. */
  readonly gyroRangeDps: number;
  /** Full scale of the accelerometer; a sample at or beyond it is clipped, m/s^2. */
  readonly accRangeMps2: number;
  readonly bias: BiasParams;
  readonly rest: RestParams;
  readonly mag: MagParams;
}

export interface BiasParams {
  /** Standard deviation of the bias before anything is known, deg/s. */
  readonly sigmaInitDps: number;
  /** Random walk of the bias: deg/s gained in 100 s (standard deviation). */
  readonly walkDpsPer100S: number;
  /** Stationary uncertainty that estimation in motion alone may reach, deg/s (sigma_motion). */
  readonly sigmaMotionDps: number;
  /** Largest bias that is believed, and largest innovation, deg/s. */
  readonly clipDps: number;
  /** Noise of the rate of a wearer at rest, deg/s; with `restCorrelationS` it weighs the rest estimate. */
  readonly restNoiseDps: number;
  /** Correlation time of that noise, s: a seated body sways slowly. */
  readonly restCorrelationS: number;
  /** False for devices that zero gyro z at rest themselves (WitMotion firmware). */
  readonly estimateZAtRest: boolean;
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
  accTauS: 3,
  maxBridgedGapS: 1,
  gyroRangeDps: 2000,
  accRangeMps2: 16 * 9.80665,
  bias: {
    sigmaInitDps: 1,
    walkDpsPer100S: 0.05,
    sigmaMotionDps: 0.1,
    clipDps: 3,
    restNoiseDps: 0.2,
    restCorrelationS: 4,
    estimateZAtRest: true,
  },
  rest: { minS: 1.5, tauS: 0.5, gyroLimitDps: 2, accLimitMps2: 0.5 },
  mag: {
    tauS: 9,
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
