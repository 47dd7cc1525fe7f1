/** Parameters of the running walking reference, as data. */
export interface ReferenceParams {
  /** Seconds of walking in the running reference (60 windows of 5 s). */
  readonly referenceWindowS: number;
  /** Seconds of walking before there is a reference. */
  readonly referenceMinS: number;
  /** Walking this far from the reference does not change it, degrees. */
  readonly referenceGateDeg: number;
}

/** A clip whose direction stays within so many degrees for so many seconds is not worn: either pair is enough. */
export interface WearParams {
  readonly notWornDeg: number;
  readonly notWornS: number;
  /** Half of what anybody wanders meanwhile, and as much as a commodity sensor on a table seems to, by its noise. */
  readonly tableDeg: number;
  readonly tableS: number;
  /** Still for longer than this, what is decided waits for what it turns out to be, s: shorter than any break. */
  readonly heldFromS: number;
}

/** What mounting starts from; a posture's parameters may say otherwise. */
export const MOUNTING_PARAMS: ReferenceParams & WearParams = {
  referenceWindowS: 300,
  referenceMinS: 10,
  referenceGateDeg: 50,
  notWornDeg: 0.4,
  notWornS: 600,
  tableDeg: 0.15,
  tableS: 180,
  heldFromS: 15,
};

/** When a clip is said to have moved, as data; chosen on the labelled lower-back set, see README. */
export const MONITOR_PARAMS = {
  /** Windows of plain walking, one a second, that raise a suspicion, and that settle it. */
  warnWindows: 8,
  judgeWindows: 20,
  /** Mean direction of those windows against the upright reference, degrees: stairs and slopes reach 13. */
  slipDeg: 14,
  /** The same after the clip was off: it is hardly ever put back as it was. */
  slipAfterOffDeg: 8,
  /** Of the limit; below it a suspicion is withdrawn. */
  withdrawShare: 0.7,
  /** Length of the mean of unit directions: steadier than this or it is no new mounting. */
  steady: 0.97,
  /** From here on the clip did not slip but was put on another way up. */
  upsideDownDeg: 60,
  /** The way of the steps against the forward axis, degrees: turned about the vertical, and by half a turn. */
  turnDeg: 60,
  insideOutDeg: 120,
  turnWarnWindows: 20,
  turnJudgeWindows: 40,
  /** Steps scatter more than "up" does; going downstairs is not steady for so long. */
  turnSteady: 0.8,
  /** Nobody hangs head down: a tilt of so much for so long warns at once, without a walk. */
  headDownDeg: 125,
  headDownS: 10,
  headUpDeg: 90,
} as const;

/** How much a calibration is worth, 0 to 1: a ranking with reasons, no probability. */
export const QUALITY_PARAMS = {
  /** Walking seconds after which the upright reference is as good as it gets. */
  fullReferenceS: 60,
  /** An upright reference that no walking has confirmed yet. */
  seeded: 0.6,
  /** Forward axes by where they come from. Sitting: within 24 degrees for 20 of 22 people, once reversed. */
  forward: { bends: 0.95, walking: 0.9, axes: 0.8, seed: 0.9, sitting: 0.5 },
  /** Factors: a suspicion is open; off since the last walk; nothing confirmed it for so long. */
  suspected: 0.5,
  afterOff: 0.7,
  stale: 0.8,
  staleS: 4 * 3600,
} as const;
