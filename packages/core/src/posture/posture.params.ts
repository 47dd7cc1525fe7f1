import { MOUNTING_PARAMS, type ReferenceParams, type WearParams } from '../mounting/mounting.params.ts';

/**
 * Parameters of posture per second, as data. The rule and its thresholds: H. Vaha-Ypya et al. 2018, "Validation
 * of the classification of sitting, standing, lying and walking from one waist accelerometer" (angle to the
 * direction of gravity while walking).
 */
export interface PostureParams extends ReferenceParams, WearParams {
  /** Standard deviation of the acceleration's magnitude over 5 s that walking exceeds, g. */
  readonly walkingSpreadG: number;
  /** Strongest frequency of that magnitude while walking, Hz. */
  readonly walkingHz: readonly [number, number];
  /** Walking of a smaller spread must repeat itself so well from step to step and from stride to stride, -1..1. */
  readonly softWalkingSpreadG: number;
  readonly softWalkingRegularity: number;
  /** Until upright stands on so many seconds of walking soft ones count too: a tapping foot may look like them. */
  readonly softReferenceS: number;
  /** Spread and frequency from which on walking is running. */
  readonly runningSpreadG: number;
  readonly runningMinHz: number;
  /** Angle to the walking reference from which on a wearer lies, by the published rule alone, degrees. */
  readonly lyingDeg: number;
  /** Backward pitch from which on a wearer sits, degrees. */
  readonly sittingPitchDeg: number;
  /** Seconds that may wait undecided for the first reference; older ones stay unknown. */
  readonly backlogMaxS: number;
  /** Shortest bouts, seconds. */
  readonly minSittingS: number;
  readonly minStandingS: number;
  readonly minWalkingS: number;
  /** A loss of data of more than this closes the bout, seconds. */
  readonly lossClosesS: number;
}

export const POSTURE_PARAMS: PostureParams = {
  ...MOUNTING_PARAMS,
  walkingSpreadG: 0.06,
  walkingHz: [0.6, 3.5],
  softWalkingSpreadG: 0.03,
  softWalkingRegularity: 0.5,
  softReferenceS: 60,
  runningSpreadG: 0.52,
  runningMinHz: 2.2,
  lyingDeg: 64.9,
  sittingPitchDeg: 11.6,
  backlogMaxS: 7200,
  minSittingS: 5,
  minStandingS: 2,
  minWalkingS: 2,
  lossClosesS: 60,
};

export const POSTURE_ALGORITHM = 'posture@1.6.0';
