import { Gait } from './gait.ts';
import {
  bends,
  fidgets,
  type Happening,
  lookAways,
  place,
  shifts,
  sideBends,
  swivels,
  turn,
  twists,
} from './happenings.ts';
import { CHANNEL } from './motion-state.ts';
import type { Activity, Lie, Sit, Stand, Walk } from './plan.ts';
import { RAD_PER_DEG, type Script } from './script.ts';
import { lieDown, sitDown, sitUp, standUp } from './transitions.ts';

const QUARTER_HOUR_S = 900;
const SETTLE_S = 1;
/** Of one sitting bout to the next, and of one shift to the next. */
const SITTING_SPREAD_DEG = 5;
const SHIFT_SPREAD_DEG = 4;
const BREATH_HZ = 0.25;
const BREATH_DEG = 0.15;
const CREEP_TAU_S = 564;
const SWAY_M = 0.02;
const PELVIS_DEG = 3.2;

/** Where the last activity left the person. */
export type Place = 'seat' | 'feet' | 'bed';

/** Writes one activity from `startS` on; returns where it leaves the person. */
export function writeActivity(script: Script, activity: Activity, startS: number, from: Place): Place {
  switch (activity.kind) {
    case 'sit':
      return writeSit(script, activity, startS, from);
    case 'stand':
      return writeStand(script, activity, startS, from);
    case 'walk':
      return writeWalk(script, activity, startS, from);
    case 'lie':
      return writeLie(script, activity, startS, from);
  }
}

function writeSit(script: Script, sit: Sit, startS: number, from: Place): Place {
  const { random, person } = script;
  const endS = startS + sit.durationS;
  const pitchDeg = sit.pitchDeg ?? person.sittingDeg + SITTING_SPREAD_DEG * random.normal();
  const settledS = takeSeat(script, startS, endS, pitchDeg, from) + SETTLE_S;
  const minutes15 = sit.durationS / QUARTER_HOUR_S;
  const usual = { flexionDeg: pitchDeg + (sit.creepDeg ?? 0) / 2, spreadDeg: SHIFT_SPREAD_DEG };
  place(script, settledS, endS - SETTLE_S, [
    ...twists(script, sit.twists, 'sitting'),
    ...bends(script, sit.bends),
    ...sideBends(script, sit.sideBends ?? 0, 'sitting'),
    ...swivels(script, sit.swivels ?? 0, 'sitting'),
    ...lookAways(script, sit.lookAways ?? 0, 'sitting'),
    ...shifts(script, random.count((sit.shiftsPer15Min ?? 5) * minutes15), usual),
    ...fidgets(script, random.count((sit.fidgetsPer15Min ?? 8) * minutes15)),
  ]);
  if (sit.creepDeg) script.creep(settledS, endS, sit.creepDeg, CREEP_TAU_S);
  script.sway(CHANNEL.flexion, settledS, endS, BREATH_DEG, [BREATH_HZ]);
  script.sway(CHANNEL.flexion, settledS, endS, 0.8, [0.03, 0.07]);
  script.sway(CHANNEL.heading, settledS, endS, 1.2, [0.02, 0.05]);
  script.sway(CHANNEL.sideBend, settledS, endS, 0.6, [0.025, 0.06]);
  script.tremble(settledS, endS, 0.012, 0.08);
  return 'seat';
}

function takeSeat(script: Script, startS: number, endS: number, pitchDeg: number, from: Place): number {
  if (from === 'feet') {
    const down = sitDown(script, startS, pitchDeg);
    script.posture('standing', startS, down.seatedS);
    script.posture('sitting', down.seatedS, endS);
    return down.endS;
  }
  if (from === 'bed') {
    const up = sitUp(script, startS, pitchDeg);
    script.posture('lying', startS, up.seatedS);
    script.posture('sitting', up.seatedS, endS);
    return up.endS;
  }
  script.moveTo(CHANNEL.flexion, startS, SETTLE_S, pitchDeg * RAD_PER_DEG);
  script.posture('sitting', startS, endS);
  return startS + SETTLE_S;
}

/** Gets onto the feet if need be; returns when that is over. */
function getUp(script: Script, startS: number, from: Place): number {
  let atS = startS;
  if (from === 'bed') {
    const sat = sitUp(script, startS, script.person.sittingDeg);
    script.posture('lying', startS, sat.seatedS);
    script.posture('sitting', sat.seatedS, sat.endS);
    atS = sat.endS;
  }
  if (from === 'feet') return atS;
  const stood = standUp(script, atS);
  script.posture('sitting', atS, stood.upS);
  script.posture('standing', stood.upS, stood.endS);
  return stood.endS;
}

function writeStand(script: Script, stand: Stand, startS: number, from: Place): Place {
  const endS = startS + stand.durationS;
  const upS = getUp(script, startS, from);
  script.posture('standing', upS, endS);
  const { standingDeg } = script.person;
  if (from === 'feet') script.moveTo(CHANNEL.flexion, upS, SETTLE_S, standingDeg * RAD_PER_DEG);
  const count = script.random.count(((stand.shiftsPer15Min ?? 12) * stand.durationS) / QUARTER_HOUR_S);
  place(script, upS + SETTLE_S, endS - SETTLE_S, [
    ...twists(script, stand.twists, 'standing'),
    ...bends(script, stand.bends),
    ...shifts(script, count, { flexionDeg: standingDeg, spreadDeg: 2 }),
  ]);
  script.sway(CHANNEL.flexion, upS, endS, 1.1, [0.12, 0.28, 0.45]);
  script.sway(CHANNEL.sideBend, upS, endS, 0.9, [0.1, 0.24]);
  script.sway(CHANNEL.heading, upS, endS, 1.5, [0.05, 0.11]);
  script.tremble(upS, endS, 0.03, 0.3);
  return 'feet';
}

function writeWalk(script: Script, walk: Walk, startS: number, from: Place): Place {
  const { random, person } = script;
  const endS = startS + walk.durationS;
  const upS = getUp(script, startS, from);
  const gaitS = from === 'feet' ? upS : upS + random.between(0.2, 1);
  if (gaitS > upS) script.posture('standing', upS, gaitS);
  script.posture('walking', gaitS, endS);
  const stepHz = (walk.stepHz ?? person.stepHz) * random.between(0.96, 1.04);
  const [phase, rhythmPhase] = [random.between(0, 2 * Math.PI), random.between(0, 2 * Math.PI)];
  const shape = { bounceM: person.bounceM, swayM: SWAY_M, pelvisRad: PELVIS_DEG * RAD_PER_DEG };
  script.add(new Gait(gaitS, endS, { stepHz, ...shape, phase, rhythmPhase }));
  script.moveTo(CHANNEL.flexion, gaitS, SETTLE_S, 0);
  script.moveTo(CHANNEL.sideBend, gaitS, SETTLE_S, 0);
  writeWay(script, walk, gaitS, endS);
  return 'feet';
}

const START_S = 1.2;
const TURN_SPEED_SHARE = 0.45;
const SLOW_DOWN_S = 0.8;
const TURN_EVERY_S = 12;

function writeWay(script: Script, walk: Walk, gaitS: number, endS: number): void {
  const { random, person } = script;
  script.move(CHANNEL.speed, gaitS, START_S, person.speedMps);
  const about = random.count((endS - gaitS) / TURN_EVERY_S / 2);
  const { left, right } = walk.turns ?? { left: about, right: about };
  const wanted = [...Array(left).fill(1), ...Array(right).fill(-1)] as number[];
  const corners = wanted.map((side) => corner(script, side * random.between(75, 105)));
  place(script, gaitS + START_S, endS - START_S - SLOW_DOWN_S, fitting(corners, endS - gaitS));
  script.move(CHANNEL.speed, endS - START_S, START_S, -person.speedMps);
}

/** A short walk has no room for the turns that nobody asked for by number. */
function fitting(corners: readonly Happening[], walkS: number): readonly Happening[] {
  const perCornerS = 5;
  return corners.slice(0, Math.max(0, Math.floor((walkS - 2 * START_S - SLOW_DOWN_S) / perCornerS)));
}

/** Slower into it, round, and on. */
function corner(script: Script, turnDeg: number): Happening {
  const turnS = script.random.between(1.6, 2.4);
  const write = (target: Script, startS: number): void => {
    const change = target.person.speedMps * TURN_SPEED_SHARE;
    target.move(CHANNEL.speed, startS, SLOW_DOWN_S, -change);
    turn(target, startS + SLOW_DOWN_S / 2, turnS, turnDeg, 'gait', 'walking');
    target.move(CHANNEL.speed, startS + turnS, SLOW_DOWN_S, change);
  };
  return { durationS: turnS + SLOW_DOWN_S, write };
}

function writeLie(script: Script, lie: Lie, startS: number, from: Place): Place {
  const endS = startS + lie.durationS;
  const seatedS = from === 'feet' ? takeSeatToLie(script, startS) : startS;
  const down = lieDown(script, seatedS, lie.side ?? 'back');
  script.posture(from === 'bed' ? 'lying' : 'sitting', seatedS, down.lyingS);
  script.posture('lying', down.lyingS, endS);
  script.sway(CHANNEL.flexion, down.endS, endS, 2 * BREATH_DEG, [BREATH_HZ]);
  return 'bed';
}

function takeSeatToLie(script: Script, startS: number): number {
  const down = sitDown(script, startS, script.person.sittingDeg);
  script.posture('standing', startS, down.seatedS);
  script.posture('sitting', down.seatedS, down.endS);
  return down.endS;
}
