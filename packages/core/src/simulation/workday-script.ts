import { type Place, writeActivity } from './activities.ts';
import { checkPlan } from './check-plan.ts';
import type { Motion } from './motions.ts';
import { planDurationS, type WorkdayPlan } from './plan.ts';
import { SeededRandom } from './random.ts';
import { restingValues, Script } from './script.ts';
import { mergeBouts, type TrueBout, type TrueEvent, type TrueRotation, type WorkdayTruth } from './truth.ts';

const byStart = (a: { readonly startS: number }, b: { readonly startS: number }): number =>
  a.startS - b.startS;

/** Writes the script of a plan, one activity after the other. Left is left: mirroring comes later. */
export function* writeScripts(plan: WorkdayPlan): Generator<Script, void, void> {
  checkPlan(plan);
  let startS = 0;
  let place: Place = 'feet';
  let resting = restingValues();
  for (const [index, activity] of plan.activities.entries()) {
    const random = new SeededRandom(plan.seed, index + 1);
    const script = new Script(plan.person, random, resting);
    place = writeActivity(script, activity, startS, place);
    resting = script.resting;
    startS += activity.durationS;
    yield script;
  }
}

/** The motions of a plan in order of their start, written as they are needed. */
export function* motionsOf(plan: WorkdayPlan): Generator<Motion, void, void> {
  for (const script of writeScripts(plan)) yield* script.sortedMotions();
}

/** What a plan will really do, without computing a sample. */
export function workdayTruth(plan: WorkdayPlan): WorkdayTruth {
  const bouts: TrueBout[] = [];
  const rotations: TrueRotation[] = [];
  const events: TrueEvent[] = [];
  for (const script of writeScripts(plan)) {
    bouts.push(...script.bouts);
    rotations.push(...script.rotations.sort(byStart));
    events.push(...script.events.sort(byStart));
  }
  return {
    durationS: planDurationS(plan),
    bouts: mergeBouts(bouts),
    rotations: plan.mirrored ? rotations.map(mirrorRotation) : rotations,
    events,
  };
}

function mirrorRotation(rotation: TrueRotation): TrueRotation {
  return { ...rotation, peakDeg: -rotation.peakDeg };
}
