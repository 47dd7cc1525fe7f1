import type { Mounting, Slip } from './mounting.ts';

/** A seeded script of a day as data. Lengths of activities include the movement that leads into them. */
export interface WorkdayPlan {
  readonly seed: number;
  readonly person: Person;
  readonly mounting: Mounting;
  readonly slips?: readonly Slip[];
  readonly activities: readonly Activity[];
  /** Left and right swapped in everything that happens, the clip stays as it is. */
  readonly mirrored: boolean;
}

/** Constant over a day. */
export interface Person {
  /** Steps per second. */
  readonly stepHz: number;
  readonly speedMps: number;
  /** Half the rise and fall of the belt when walking. */
  readonly bounceM: number;
  /** How far the belt comes down to sit. */
  readonly seatDropM: number;
  /** Usual tilt of the pelvis when sitting, backward negative. */
  readonly sittingDeg: number;
  /** Usual tilt when standing; walking leans a little further forward and is 0. */
  readonly standingDeg: number;
}

/** Turning out and back to each side, as many times as said, of sizes spread evenly over a range. */
export interface Twists {
  readonly left: number;
  readonly right: number;
  readonly sizeDeg: readonly [min: number, max: number];
}

/** Bending forward and back. */
export interface Bends {
  readonly count: number;
  readonly sizeDeg: readonly [min: number, max: number];
}

export type Activity = Sit | Stand | Walk | Lie;

export interface Sit {
  readonly kind: 'sit';
  readonly durationS: number;
  /** Tilt of the pelvis, backward negative; the person's own without it. */
  readonly pitchDeg?: number;
  /** Slow yielding over the first 20 minutes or so, backward negative. */
  readonly creepDeg?: number;
  readonly twists?: Twists;
  readonly bends?: Bends;
  /** Leaning to a side and back; seen from above it looks like a small twist when the pelvis is tipped. */
  readonly sideBends?: number;
  /** The chair turns and stays. */
  readonly swivels?: number;
  /** Turning to a side for longer than a quarter of a minute, and back: two turns, no rotation. */
  readonly lookAways?: number;
  readonly shiftsPer15Min?: number;
  readonly fidgetsPer15Min?: number;
}

export interface Stand {
  readonly kind: 'stand';
  readonly durationS: number;
  readonly twists?: Twists;
  readonly bends?: Bends;
  readonly shiftsPer15Min?: number;
}

export interface Walk {
  readonly kind: 'walk';
  readonly durationS: number;
  /** Steps per second; the person's own without it. */
  readonly stepHz?: number;
  /** On the way, of 90 degrees; about one every 12 s without it. */
  readonly turns?: { readonly left: number; readonly right: number };
}

export interface Lie {
  readonly kind: 'lie';
  readonly durationS: number;
  readonly side?: 'back' | 'left' | 'right';
}

/** The same day with left and right swapped. */
export function mirrorPlan(plan: WorkdayPlan): WorkdayPlan {
  return { ...plan, mirrored: !plan.mirrored };
}

export function planDurationS(plan: WorkdayPlan): number {
  return plan.activities.reduce((sum, activity) => sum + activity.durationS, 0);
}
