import type { PostureState } from '@plumbline/core';

/** posture_state in the database. Numbers never change their meaning; add new ones at the end. */
export const POSTURE_CODES: Readonly<Record<PostureState, number>> = {
  unknown: 0,
  sitting: 1,
  standing: 2,
  walking: 3,
  lying: 4,
  running: 5,
  cycling: 6,
  not_worn: 7,
};

const STATES = Object.fromEntries(Object.entries(POSTURE_CODES).map(([state, code]) => [code, state]));

export function postureOf(code: number): PostureState {
  return (STATES[code] ?? 'unknown') as PostureState;
}

/**
 * Of several sessions that tell of the same moment: the one that knows the posture, then the one that is worn, then the
 * later one, as with bouts (`bouts/merge-bouts.ts`).
 */
export const believedFirst = (state: string): string =>
  `case ${state} when ${POSTURE_CODES.unknown} then 1 when ${POSTURE_CODES.not_worn} then 2 else 0 end, session_id desc`;
