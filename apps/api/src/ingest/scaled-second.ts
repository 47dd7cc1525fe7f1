import type { PostureSecond } from '@plumbline/core';
import { POSTURE_CODES } from '../database/posture-codes.ts';

/** posture_1s: hundredths of a degree, hundredths of m/s^2, thousandths of a share. */
const PER_DEGREE = 100;
const PER_MPS2 = 100;
const PER_SHARE = 1000;
const MAX_SMALLINT = 32_767;

export interface ScaledSecond {
  readonly us: number;
  readonly state: number;
  readonly probability: number;
  readonly flexion: number | null;
  readonly sideBend: number | null;
  readonly rotation: number | null;
  readonly tilt: number | null;
  readonly activity: number;
  readonly coverage: number;
}

export function scaleSecond(second: PostureSecond): ScaledSecond {
  return {
    us: second.tUs,
    state: POSTURE_CODES[second.state],
    probability: Math.round(second.probability * PER_SHARE),
    flexion: angle(second.flexionDeg),
    sideBend: angle(second.sideBendDeg),
    rotation: angle(second.rotationDeg),
    tilt: angle(second.tiltDeg),
    activity: Math.min(MAX_SMALLINT, Math.round(second.activityMps2 * PER_MPS2)),
    coverage: Math.round(second.coverage * PER_SHARE),
  };
}

function angle(degrees: number | null): number | null {
  return degrees === null ? null : scaleAngle(degrees);
}

export function scaleAngle(degrees: number): number {
  return Math.round(degrees * PER_DEGREE);
}
