import { turn } from './happenings.ts';
import { CHANNEL } from './motion-state.ts';
import { Bump } from './motions.ts';
import { RAD_PER_DEG, type Script } from './script.ts';

/** How the belt moves when somebody sits down or stands up, as shares of its duration (after S. Pham et al. 2018). */
const SIT_DOWN = { lean: 0.45, dropFrom: 0.2, dropFor: 0.7, backFrom: 0.1, backFor: 0.75, contact: 0.87 };
const STAND_UP = { lean: 0.42, riseFrom: 0.3, riseFor: 0.65, forwardFrom: 0.1, forwardFor: 0.6 };
const SEAT_DEPTH_M = 0.25;
const CONTACT_S = 0.09;
const CONTACT_M = 0.0012;
const TURN_SHARE = 0.7;

/** From the feet to a chair, mostly turning round before it. Returns when the person sits, and when it is over. */
export function sitDown(script: Script, startS: number, pitchDeg: number): { seatedS: number; endS: number } {
  const { random, person } = script;
  const downS = turnToChair(script, startS);
  const durationS = random.between(1.7, 2.4);
  const leanDeg = random.between(8, 24);
  const leanS = SIT_DOWN.lean * durationS;
  script.moveTo(CHANNEL.sideBend, downS, durationS, 0);
  script.moveTo(CHANNEL.flexion, downS, leanS, leanDeg * RAD_PER_DEG);
  script.moveTo(CHANNEL.flexion, downS + leanS, durationS - leanS, pitchDeg * RAD_PER_DEG);
  const dropAtS = downS + SIT_DOWN.dropFrom * durationS;
  const dropForS = SIT_DOWN.dropFor * durationS;
  script.move(CHANNEL.up, dropAtS, dropForS, -person.seatDropM);
  script.move(
    CHANNEL.forward,
    downS + SIT_DOWN.backFrom * durationS,
    SIT_DOWN.backFor * durationS,
    -SEAT_DEPTH_M,
  );
  script.add(new Bump(CHANNEL.up, downS + SIT_DOWN.contact * durationS, CONTACT_S, -CONTACT_M));
  const endS = downS + durationS;
  script.events.push({ startS: downS, endS, kind: 'sit_down' });
  return { seatedS: dropAtS + dropForS / 2, endS };
}

function turnToChair(script: Script, startS: number): number {
  const { random } = script;
  const turns = random.next() < TURN_SHARE;
  const turnDeg = random.between(100, 180) * random.side();
  const durationS = random.between(1.8, 2.6);
  if (!turns) return startS;
  turn(script, startS, durationS, turnDeg, 'turn', 'standing');
  return startS + durationS + random.between(0.1, 0.5);
}

/** From a chair to the feet. Returns when the person stands, and when it is over. */
export function standUp(script: Script, startS: number): { upS: number; endS: number } {
  const { random, person } = script;
  const durationS = random.between(1.5, 2.2);
  const leanDeg = random.between(10, 26);
  const leanS = STAND_UP.lean * durationS;
  script.moveTo(CHANNEL.sideBend, startS, durationS, 0);
  script.moveTo(CHANNEL.flexion, startS, leanS, leanDeg * RAD_PER_DEG);
  script.moveTo(CHANNEL.flexion, startS + leanS, durationS - leanS, person.standingDeg * RAD_PER_DEG);
  const riseAtS = startS + STAND_UP.riseFrom * durationS;
  const riseForS = STAND_UP.riseFor * durationS;
  script.move(CHANNEL.up, riseAtS, riseForS, person.seatDropM);
  script.move(
    CHANNEL.forward,
    startS + STAND_UP.forwardFrom * durationS,
    STAND_UP.forwardFor * durationS,
    SEAT_DEPTH_M,
  );
  const endS = startS + durationS;
  script.events.push({ startS, endS, kind: 'stand_up' });
  return { upS: riseAtS + riseForS / 2, endS };
}

const LIE_DOWN_S = 3.2;
const LYING_PITCH_DEG = -83;
const LYING_SIDE_DEG = 78;

/** From sitting to lying. On a side the pelvis is rolled about its own long axis: a side bend of the belt. */
export function lieDown(
  script: Script,
  startS: number,
  side: 'back' | 'left' | 'right',
): { lyingS: number; endS: number } {
  const onSide = side === 'back' ? 0 : side === 'left' ? 1 : -1;
  const pitchDeg = onSide === 0 ? LYING_PITCH_DEG : script.random.between(-8, 4);
  script.moveTo(CHANNEL.flexion, startS, LIE_DOWN_S, pitchDeg * RAD_PER_DEG);
  script.moveTo(CHANNEL.sideBend, startS, LIE_DOWN_S, onSide * LYING_SIDE_DEG * RAD_PER_DEG);
  return { lyingS: startS + LIE_DOWN_S / 2, endS: startS + LIE_DOWN_S };
}

export function sitUp(script: Script, startS: number, pitchDeg: number): { seatedS: number; endS: number } {
  script.moveTo(CHANNEL.flexion, startS, LIE_DOWN_S, pitchDeg * RAD_PER_DEG);
  script.moveTo(CHANNEL.sideBend, startS, LIE_DOWN_S, 0);
  return { seatedS: startS + LIE_DOWN_S / 2, endS: startS + LIE_DOWN_S };
}
