/** Parameters of the forward axis, as data. */
export const FORWARD_PARAMS = {
  /** Below this tilt a wearer stands upright, degrees: between two bends, and before the first. */
  uprightDeg: 15,
  /** How deep a bend goes at least, degrees (a guided bend: 30). */
  bendDeg: 30,
  /** A bend is back upright within this time; longer is a posture. Seconds. */
  bendMaxS: 8,
  /** Bends asked for are five; three that agree are enough. */
  bendsNeeded: 3,
  bendsKept: 8,
  /** Length of the mean of their unit directions: 0.98 is a circular spread of about 11 degrees. */
  bendAgreement: 0.98,
  /** Tilt of resting seconds that tell something: less is upright, more is lying. Degrees. */
  restTiltDeg: [10, 60],
  /** Resting seconds before their direction is believed. */
  restNeededS: 30,
  /** Length of the mean of their directions, weighted by tilt. */
  restAgreement: 0.8,
} as const;
