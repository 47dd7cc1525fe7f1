/** Parameters of the forward axis while walking, as data. */
export const GAIT_FORWARD_PARAMS = {
  /** Standard deviation of the acceleration's magnitude of plain walking, g: less is standing, more may be running. */
  spreadG: [0.06, 0.4],
  /** Steps per second of plain walking; running is faster. */
  stepHz: [1.2, 2.3],
  /** Where the rhythm is looked for: also faster, so that running shows. */
  fastestHz: 3.6,
  /** How much the magnitude repeats itself from step to step, at least. */
  periodicity: 0.5,
  /** How far "up" of a window may lie from the upright reference, degrees. */
  tiltMaxDeg: 20,
  /** Windows before their direction is believed, and in the running mean. One a second, 5 s each. */
  windowsNeeded: 8,
  windowsKept: 300,
  /** From so many on a window that points backward waits for a judgement instead of turning the mean. */
  windowsSettled: 20,
  /** Length of the mean of their directions, weighted: 0.90 to 0.99 over the recordings of the labelled set. */
  agreement: 0.8,
  /** A weaker pull says nothing about a clip that was turned. Walking: 0.02 to 0.12, cycling 0.004 to 0.02. */
  clearPull: 0.015,
  /** Direction by phase and axis by symmetry lie at most so far apart, degrees: people have up to 20. */
  axisApartDeg: 35,
} as const;
