/**
 * Parameters of guided bends, as data. Acceptance: eigenvalue ratio, depth and agreement from the project's study
 * of forward axes (five bends give a direction with a standard deviation of 2.9 degrees).
 */
export const GUIDED_BENDS_PARAMS = {
  bends: 5,
  /** Fewer are enough when the wearer stops early. */
  bendsNeeded: 3,
  /** First over second eigenvalue of the rates of a bend: a bend about one axis. */
  eigenvalueRatio: 8,
  flexionDeg: 30,
  /** The axis of a bend lies at most so far off the horizontal; else the wearer turned along. */
  offLevelDeg: 25,
  /** Standard deviation of the bends' axes about their mean, degrees. */
  axesSdDeg: 8,
  /** Standing still before the first bend, s, and what may move meanwhile. */
  stillS: 1.5,
  stillAccMps2: 0.8,
  stillGyrDps: 5,
  /** A bend begins and ends here, degrees from upright. */
  bentDeg: 15,
  /** Longer is no bend but a posture. */
  bendMaxS: 8,
  /** Waiting for stillness or for the next bend. */
  waitMaxS: 30,
  /** Bends in a row that may fail before the test is given up. */
  failuresMax: 3,
  /** A longer silence in the data breaks the test, and the bend: it is asked for again after standing still. */
  gapMaxS: 0.5,
  lostMaxS: 0.3,
  /** Without a gyroscope: smoothing of the direction of gravity, s. */
  smoothingS: 0.15,
} as const;
