import type { PostureState, RotationEvent } from '../../pipeline/outputs.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';

const MOVING: ReadonlySet<PostureState> = new Set(['walking', 'running', 'cycling']);

/**
 * An event in the light of the posture decided for its peak, which is known later than the event: on the move
 * it is gait, standing below the standing threshold or with the clip not worn it is nothing (null).
 */
export function settleRotation<E extends RotationEvent>(
  event: E,
  posture: PostureState,
  params: RotationParams = ROTATION_PARAMS,
): E | null {
  if (posture === 'not_worn') return null;
  const trunk = event.kind === 'rotation' || event.kind === 'side_bend';
  const small = Math.abs(event.peakDeg) < params.excursion.standingThresholdDeg;
  if (trunk && posture === 'standing' && small) return null;
  return { ...event, context: posture, kind: trunk && MOVING.has(posture) ? 'gait' : event.kind };
}
