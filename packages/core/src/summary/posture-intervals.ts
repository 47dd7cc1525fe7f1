import { NORMAL_95 } from '../measures/student.ts';
import type { PostureState } from '../pipeline/outputs.ts';

/**
 * Standard deviation between people of said less true share of sitting among sitting and standing, each judged
 * without having been trained on: 0.041, and up to 0.050 with other seeds (packages/core/training/README.md).
 */
const SITTING_SHARE_SD = 0.045;
/** The same of walking among standing and walking: 0.028, and up to 0.036 with people drawn anew (docs/validation/posture.md). */
const WALKING_SHARE_SD = 0.032;

export type TimedPostures = Readonly<Record<'sitting' | 'standing' | 'walking', number>>;
export type TimedPosture = keyof TimedPostures;

/** Which postures have an interval: what the others are mistaken for is too rare in the recordings to tell. */
export function isTimed(state: PostureState): state is TimedPosture {
  return state === 'sitting' || state === 'standing' || state === 'walking';
}

/**
 * 95 % interval of the time in a posture, in the unit of `times` (what was told of each): sitting is mistaken for standing
 * and standing for walking, by as much as varies between people. Null where none of the two was told.
 */
export function postureInterval(times: TimedPostures, state: TimedPosture): [number, number] | null {
  const still = times.sitting + times.standing;
  const upright = times.standing + times.walking;
  const seated = SITTING_SHARE_SD * still;
  const gait = WALKING_SHARE_SD * upright;
  const { spread, most } = {
    sitting: { spread: seated, most: still },
    standing: { spread: Math.hypot(seated, gait), most: still + times.walking },
    walking: { spread: gait, most: upright },
  }[state];
  if (most === 0) return null;
  const told = times[state];
  return [Math.max(0, told - NORMAL_95 * spread), Math.min(most, told + NORMAL_95 * spread)];
}
