import type { PostureState } from '../pipeline/outputs.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { type BodyFrame, flexionDeg, tiltDeg } from './body-frame.ts';
import type { EvidenceRow } from './evidence.ts';
import type { PostureParams } from './posture.params.ts';

/** How far from a threshold, in degrees, the rule is as good as certain. */
const SURE_DEG = 15;
const WALKING_PROBABILITY = 0.95;

export interface Verdict {
  readonly state: PostureState;
  readonly probability: number;
}

/** Walking by the published rule: magnitude spread and dominant frequency over 5 s. Needs no reference. */
export function isWalking(row: EvidenceRow, params: PostureParams): boolean {
  const [lowest, highest] = params.walkingHz;
  return (
    row.sd5Mps2 > params.walkingSpreadG * STANDARD_GRAVITY_MPS2 &&
    row.dominantHz >= lowest &&
    row.dominantHz <= highest
  );
}

/**
 * The published rule on one second with data. While `frame.forward` is not known, only a tilt between sitting and
 * lying stays unknown: lying, walking and upright need no direction.
 */
export function applyRule(row: EvidenceRow, frame: BodyFrame, params: PostureParams): Verdict {
  if (!row.acc5) return { state: 'unknown', probability: 0 };
  const [x, y, z] = row.acc5;
  const tilt = tiltDeg(frame, x, y, z);
  if (tilt >= params.lyingDeg) return { state: 'lying', probability: certainty(tilt - params.lyingDeg) };
  if (isWalking(row, params)) return { state: 'walking', probability: WALKING_PROBABILITY };
  if (!frame.forward && tilt >= params.sittingPitchDeg) return { state: 'unknown', probability: 0 };
  const backwardDeg = frame.forward ? -flexionDeg(frame, x, y, z) : tilt;
  const beyondDeg = backwardDeg - params.sittingPitchDeg;
  return { state: beyondDeg >= 0 ? 'sitting' : 'standing', probability: certainty(Math.abs(beyondDeg)) };
}

/** 0.5 on the threshold, 1 far from it. */
function certainty(distanceDeg: number): number {
  return 0.5 + 0.5 * Math.min(1, distanceDeg / SURE_DEG);
}
