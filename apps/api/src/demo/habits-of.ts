import {
  drawPerson,
  type Habits,
  OFFICE_HABITS,
  type Person,
  SeededRandom,
} from '@plumbline/core/simulation';
import { DEMO_SEED, type WearerKey } from './cast.ts';

/** Long sitting, few and short breaks. */
const SEATED: Habits = {
  ...OFFICE_HABITS,
  sitMedianMin: 36,
  sitSpread: 0.5,
  sitLongestMin: 100,
  walkOnlyShare: 0.75,
  walkS: [20, 70],
  standMin: [0.5, 2],
};
/** The same person, some weeks after they agreed on breaks. */
const SEATED_LATER: Habits = {
  ...SEATED,
  sitMedianMin: 15,
  sitLongestMin: 45,
  walkOnlyShare: 0.35,
  walkS: [40, 120],
  standMin: [2, 9],
};
/** Four of five turns go to the right. */
const TURNING: Habits = {
  ...OFFICE_HABITS,
  leftShare: [0.14, 0.26],
  twistsPerMin: [0.8, 1.6],
  twistDeg: [16, 26],
};
/** With the left side favoured on purpose. */
const TURNING_LATER: Habits = { ...TURNING, leftShare: [0.36, 0.48] };
/** A desk that goes up and down. */
const HYBRID: Habits = {
  ...OFFICE_HABITS,
  sitMedianMin: 20,
  sitSpread: 0.6,
  sitLongestMin: 50,
  walkOnlyShare: 0.2,
  walkS: [30, 180],
  standMin: [8, 35],
};

const CHANGING_DAYS = 21;

interface Story {
  readonly before: Habits;
  readonly after: Habits;
  /** Day of the twelve weeks from which on the habits change, over three weeks. */
  readonly changesOn: number;
}

/** Day on which the therapist and the seated wearer agree on breaks: six weeks in. */
export const TREATMENT_DAY = 42;
/** Day on which a side is favoured on purpose: four weeks in. */
export const PRESCRIPTION_DAY = 28;

const STORIES: Readonly<Record<WearerKey, Story>> = {
  seated: { before: SEATED, after: SEATED_LATER, changesOn: TREATMENT_DAY },
  turning: { before: TURNING, after: TURNING_LATER, changesOn: PRESCRIPTION_DAY },
  hybrid: { before: HYBRID, after: HYBRID, changesOn: 0 },
};

/** How the wearer spends the given day of the story. */
export function habitsOf(key: WearerKey, day: number): Habits {
  const { before, after, changesOn } = STORIES[key];
  const share = Math.min(1, Math.max(0, (day - changesOn) / CHANGING_DAYS));
  return between(before, after, share);
}

function between(a: Habits, b: Habits, share: number): Habits {
  const mix = (x: number, y: number): number => x + (y - x) * share;
  const entries = Object.entries(a).map(([name, from]) => {
    const to = b[name as keyof Habits];
    if (typeof from === 'number') return [name, mix(from, to as number)];
    return [name, [mix(from[0], (to as readonly number[])[0]!), mix(from[1], (to as readonly number[])[1]!)]];
  });
  return Object.fromEntries(entries) as Habits;
}

const PERSON_STREAM = 7;

/** The body does not change from day to day. */
export function bodyOf(wearerIndex: number): Person {
  return drawPerson(new SeededRandom(DEMO_SEED + wearerIndex, PERSON_STREAM));
}
