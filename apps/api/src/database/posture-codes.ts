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
