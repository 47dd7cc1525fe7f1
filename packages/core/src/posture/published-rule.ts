import { type BodyFrame, flexionDeg, tiltDeg, type Vec3 } from '../mounting/body-frame.ts';
import type { PostureState } from '../pipeline/outputs.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import type { EvidenceRow } from './evidence.ts';
import type { PostureParams } from './posture.params.ts';

/**
 * The published rule (Vaha-Ypya et al. 2018). The learned model must beat it; walking by it builds the upright
 * reference, and a second that has only just ended is told by it.
 */

/** How far from a threshold, in degrees, the rule is as good as certain. */
const SURE_DEG = 15;
const WALKING_PROBABILITY = 0.95;

export interface Verdict {
  readonly state: PostureState;
  readonly probability: number;
}

/** Walking by magnitude spread and dominant frequency over 5 s. Needs no reference. */
export function isWalking(row: EvidenceRow, params: PostureParams): boolean {
  return hasStepRhythm(row, params) && row.sd5Mps2 > params.walkingSpreadG * STANDARD_GRAVITY_MPS2;
}

function hasStepRhythm({ dominantHz }: EvidenceRow, { walkingHz }: PostureParams): boolean {
  return dominantHz >= walkingHz[0] && dominantHz <= walkingHz[1];
}

/**
 * Walking too soft for the rule, as behind a walking frame, by steps and strides that repeat themselves. Of the labelled
 * seconds between the two spreads 115 are walking by this and 9 something else.
 */
export function isSoftWalking(row: EvidenceRow, params: PostureParams): boolean {
  const { stepRegularity, strideRegularity } = row.steps;
  return (
    hasStepRhythm(row, params) &&
    row.sd5Mps2 > params.softWalkingSpreadG * STANDARD_GRAVITY_MPS2 &&
    Math.min(stepRegularity, strideRegularity) > params.softWalkingRegularity
  );
}

/** Walking that bounces as only running does. */
export function isRunning(row: EvidenceRow, params: PostureParams): boolean {
  return row.sd5Mps2 > params.runningSpreadG * STANDARD_GRAVITY_MPS2 && row.dominantHz >= params.runningMinHz;
}

/**
 * The whole rule on one second with data. Lying, walking and upright need no forward axis; while it is not known,
 * a tilt between upright and lying stays unknown.
 */
export function applyRule(row: EvidenceRow, frame: BodyFrame, params: PostureParams): Verdict {
  if (!row.acc5) return { state: 'unknown', probability: 0 };
  const [x, y, z] = row.acc5;
  const tilt = tiltDeg(frame, x, y, z);
  if (tilt >= params.lyingDeg) return { state: 'lying', probability: certainty(tilt - params.lyingDeg) };
  if (isWalking(row, params)) return { state: 'walking', probability: WALKING_PROBABILITY };
  return byPitch(row.acc5, frame, params);
}

/** Sitting when the pelvis is tipped back, else standing; without a forward axis only upright can be told. */
export function byPitch(acc: Vec3, frame: BodyFrame, params: PostureParams): Verdict {
  const [x, y, z] = acc;
  const backwardDeg = frame.forward ? -flexionDeg(frame, x, y, z) : tiltDeg(frame, x, y, z);
  const beyondDeg = backwardDeg - params.sittingPitchDeg;
  if (!frame.forward && beyondDeg >= 0) return { state: 'unknown', probability: 0 };
  return { state: beyondDeg >= 0 ? 'sitting' : 'standing', probability: certainty(Math.abs(beyondDeg)) };
}

/** 0.5 on the threshold, 1 far from it. */
function certainty(distanceDeg: number): number {
  return 0.5 + 0.5 * Math.min(1, distanceDeg / SURE_DEG);
}
