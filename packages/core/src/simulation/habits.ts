import type { Activity, Sit } from './plan.ts';
import type { SeededRandom } from './random.ts';

type Range = readonly [min: number, max: number];

/** How somebody spends their days, as ranges from which each day and each bout is drawn. */
export interface Habits {
  /** Lengths of sitting bouts are log-normal: mostly short, with a long tail. */
  readonly sitMedianMin: number;
  readonly sitSpread: number;
  readonly sitLongestMin: number;
  readonly creepDeg: Range;
  /** Of all twists while sitting those to the left. */
  readonly leftShare: Range;
  readonly twistsPerMin: Range;
  /** Of the largest twists of a bout. */
  readonly twistDeg: Range;
  /** Breaks that are a walk and nothing else; the others are standing, with a walk before and after. */
  readonly walkOnlyShare: number;
  readonly walkS: Range;
  readonly standMin: Range;
}

/** Three quarters sitting, in bouts from a few minutes to an hour, with walks and standing in between. */
export const OFFICE_HABITS: Habits = {
  sitMedianMin: 16,
  sitSpread: 0.75,
  sitLongestMin: 75,
  creepDeg: [2, 8],
  leftShare: [0.35, 0.65],
  twistsPerMin: [0.4, 1],
  twistDeg: [14, 24],
  walkOnlyShare: 0.4,
  walkS: [15, 120],
  standMin: [0.5, 8],
};

const MIN_S = 60;
const SHORTEST_SIT_MIN = 3;

/** Sitting and breaks in turn, for at least so long. */
export function drawActivities(random: SeededRandom, habits: Habits, totalS: number): Activity[] {
  const leftShare = random.between(...habits.leftShare);
  const activities: Activity[] = [];
  let restS = totalS;
  while (restS > 0) {
    const block = [drawSitting(random, habits, leftShare), ...drawBreak(random, habits)];
    activities.push(...block);
    restS -= block.reduce((sum, { durationS }) => sum + durationS, 0);
  }
  return activities;
}

function drawSitting(random: SeededRandom, habits: Habits, leftShare: number): Sit {
  const wantedMin = habits.sitMedianMin * Math.exp(habits.sitSpread * random.normal());
  const durationS = Math.min(habits.sitLongestMin, Math.max(SHORTEST_SIT_MIN, wantedMin)) * MIN_S;
  const twists = random.count((durationS / MIN_S) * random.between(...habits.twistsPerMin));
  const left = Math.round(twists * leftShare);
  return {
    kind: 'sit',
    durationS: Math.round(durationS),
    creepDeg: -random.between(...habits.creepDeg),
    twists: { left, right: twists - left, sizeDeg: [6, random.between(...habits.twistDeg)] },
    bends: { count: random.count(durationS / (20 * MIN_S)), sizeDeg: [15, 40] },
    sideBends: random.count(durationS / (25 * MIN_S)),
    swivels: random.count(durationS / (15 * MIN_S)),
    lookAways: random.count(durationS / (25 * MIN_S)),
    shiftsPer15Min: random.between(3, 9),
    fidgetsPer15Min: random.between(5, 13),
  };
}

function drawBreak(random: SeededRandom, habits: Habits): Activity[] {
  const walkS = Math.round(random.between(...habits.walkS));
  const there: Activity = { kind: 'walk', durationS: walkS };
  if (random.next() < habits.walkOnlyShare) return [there];
  const standS = Math.round(MIN_S * random.between(...habits.standMin));
  const each = random.count(standS / (2 * MIN_S));
  const stand: Activity = {
    kind: 'stand',
    durationS: standS,
    twists: { left: each, right: each, sizeDeg: [12, 35] },
    bends: { count: random.count(standS / (4 * MIN_S)), sizeDeg: [30, 70] },
  };
  return [there, stand, { kind: 'walk', durationS: walkS }];
}
