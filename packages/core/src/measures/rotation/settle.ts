import type { PostureState, RotationEvent } from '../../pipeline/outputs.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';

const US_PER_S = 1e6;
const MOVING: ReadonlySet<PostureState> = new Set(['walking', 'running', 'cycling']);

/** How long after an event's peak posture must be decided for `settleRotation`, us. */
export function settleReachUs(params: RotationParams = ROTATION_PARAMS): number {
  return params.steps.reachS * US_PER_S;
}

/**
 * An event in the light of the posture decided around its peak, which is known later than the event: on the move
 * it is gait, standing below the standing threshold it is nothing (null). A clip is taken for not worn when gravity
 * has stood still in it for long; one that turns out and back does not lie on a table, so posture is then unknown.
 * Posture knows
 * the beginning and the end of walking to a second or two only, so an event within the reach of a step of someone
 * who rests belongs to that rest; the steps themselves have had their say in the stage.
 */
export function settleRotation<E extends RotationEvent>(
  event: E,
  postureAt: (tUs: number) => PostureState,
  params: RotationParams = ROTATION_PARAMS,
): E | null {
  const trunk = event.kind === 'rotation' || event.kind === 'side_bend';
  const decided = trunk
    ? restAround(event.peakUs, postureAt, settleReachUs(params))
    : postureAt(event.peakUs);
  const posture = decided === 'not_worn' ? 'unknown' : decided;
  const small = Math.abs(event.peakDeg) < params.excursion.standingThresholdDeg;
  if (trunk && posture === 'standing' && small) return null;
  return { ...event, context: posture, kind: trunk && MOVING.has(posture) ? 'gait' : event.kind };
}

function restAround(peakUs: number, postureAt: (tUs: number) => PostureState, reachUs: number): PostureState {
  const posture = postureAt(peakUs);
  if (!MOVING.has(posture)) return posture;
  const around = [postureAt(peakUs + reachUs), postureAt(peakUs - reachUs)];
  return around.find((other) => other !== 'unknown' && !MOVING.has(other)) ?? posture;
}
