import { drawActivities, type Habits, OFFICE_HABITS } from './habits.ts';
import { clipOnBelt } from './mounting.ts';
import type { Activity, Person, WorkdayPlan } from './plan.ts';
import { SeededRandom } from './random.ts';

const S_PER_HOUR = 3600;
const MIN_S = 60;
const SHORTEST_END_S = 30;

/**
 * The first minutes show something of everything: bends, which tell the forward direction of the clip, walking,
 * sitting down, typing and turning.
 */
const OPENING: readonly Activity[] = [
  { kind: 'stand', durationS: 28, bends: { count: 3, sizeDeg: [40, 65] }, shiftsPer15Min: 0 },
  { kind: 'walk', durationS: 40, turns: { left: 1, right: 1 } },
  {
    kind: 'sit',
    durationS: 4 * MIN_S,
    creepDeg: -2,
    twists: { left: 9, right: 6, sizeDeg: [7, 18] },
    shiftsPer15Min: 15,
    fidgetsPer15Min: 20,
  },
  { kind: 'walk', durationS: 30, turns: { left: 1, right: 1 } },
];

/**
 * An office day of the given length, different for every seed: three quarters sitting, in bouts from a few minutes
 * to an hour, with walks, standing and a lunch in between; more turning to one side than to the other.
 */
export function defaultWorkday(seed: number, hours: number): WorkdayPlan {
  const random = new SeededRandom(seed);
  const person = drawPerson(random);
  return drawDay(seed, random, person, OFFICE_HABITS, Math.round(hours * S_PER_HOUR));
}

/** A day of a person with their habits, different for every seed. */
export function habitualDay(seed: number, person: Person, habits: Habits, durationS: number): WorkdayPlan {
  return drawDay(seed, new SeededRandom(seed), person, habits, Math.round(durationS));
}

function drawDay(
  seed: number,
  random: SeededRandom,
  person: Person,
  habits: Habits,
  totalS: number,
): WorkdayPlan {
  return {
    seed,
    person,
    mounting: clipOnBelt({
      forward: random.between(-12, 12),
      left: random.between(-6, 6),
      turned: random.between(-10, 10),
    }),
    activities: trim(OPENING.concat(drawActivities(random, habits, totalS)), totalS),
    mirrored: false,
  };
}

/**
 * Tilts as in HARTH and HAR70+: sitting 8 degrees forward to 62 backward (median 34) against walking, standing 2
 * forward to 13 backward.
 */
export function drawPerson(random: SeededRandom): Person {
  return {
    stepHz: random.between(1.7, 1.95),
    speedMps: random.between(1.1, 1.4),
    bounceM: random.between(0.012, 0.018),
    seatDropM: random.between(0.36, 0.44),
    sittingDeg: within(-26 + 12 * random.normal(), -52, 2),
    standingDeg: within(-3 + 2.5 * random.normal(), -9, 2),
  };
}

const within = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** The last activity ends with the day. */
function trim(activities: readonly Activity[], totalS: number): Activity[] {
  const kept: Activity[] = [];
  let restS = totalS;
  for (const activity of activities) {
    if (restS < activity.durationS + SHORTEST_END_S) break;
    kept.push(activity);
    restS -= activity.durationS;
  }
  return restS > 0 ? [...kept, { kind: 'stand', durationS: restS, shiftsPer15Min: 0 }] : kept;
}
