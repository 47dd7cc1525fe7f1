import { clipOnBelt } from './mounting.ts';
import type { Activity, Person, Sit, WorkdayPlan } from './plan.ts';
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
  const totalS = Math.round(hours * S_PER_HOUR);
  return {
    seed,
    person: drawPerson(random),
    mounting: clipOnBelt({
      forward: random.between(-12, 12),
      left: random.between(-6, 6),
      turned: random.between(-10, 10),
    }),
    activities: trim(OPENING.concat(drawActivities(random, totalS)), totalS),
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

function drawActivities(random: SeededRandom, totalS: number): Activity[] {
  const leftShare = random.between(0.35, 0.65);
  const activities: Activity[] = [];
  let restS = totalS;
  while (restS > 0) {
    const block = [drawSitting(random, leftShare), ...drawBreak(random)];
    activities.push(...block);
    restS -= block.reduce((sum, { durationS }) => sum + durationS, 0);
  }
  return activities;
}

/** Sitting bouts of office workers are mostly short with a long tail. */
function drawSitting(random: SeededRandom, leftShare: number): Sit {
  const durationS = Math.min(75 * MIN_S, Math.max(3 * MIN_S, 16 * MIN_S * Math.exp(0.75 * random.normal())));
  const twists = random.count((durationS / MIN_S) * random.between(0.4, 1));
  const left = Math.round(twists * leftShare);
  return {
    kind: 'sit',
    durationS: Math.round(durationS),
    creepDeg: -random.between(2, 8),
    twists: { left, right: twists - left, sizeDeg: [6, random.between(14, 24)] },
    bends: { count: random.count(durationS / (20 * MIN_S)), sizeDeg: [15, 40] },
    sideBends: random.count(durationS / (25 * MIN_S)),
    swivels: random.count(durationS / (15 * MIN_S)),
    lookAways: random.count(durationS / (25 * MIN_S)),
    shiftsPer15Min: random.between(3, 9),
    fidgetsPer15Min: random.between(5, 13),
  };
}

function drawBreak(random: SeededRandom): Activity[] {
  const walkS = Math.round(random.between(15, 120));
  const there: Activity = { kind: 'walk', durationS: walkS };
  if (random.next() < 0.4) return [there];
  const standS = Math.round(MIN_S * random.between(0.5, 8));
  const each = random.count(standS / (2 * MIN_S));
  const stand: Activity = {
    kind: 'stand',
    durationS: standS,
    twists: { left: each, right: each, sizeDeg: [12, 35] },
    bends: { count: random.count(standS / (4 * MIN_S)), sizeDeg: [30, 70] },
  };
  return [there, stand, { kind: 'walk', durationS: walkS }];
}

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
