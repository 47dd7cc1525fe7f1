import { CHANNEL, type Channel } from './motion-state.ts';
import { Bump } from './motions.ts';
import type { Bends, Twists } from './plan.ts';
import type { SeededRandom } from './random.ts';
import { RAD_PER_DEG, type Script } from './script.ts';
import type { TruePosture } from './truth.ts';

/** Something short that an activity holds, placed in time later. */
export interface Happening {
  readonly durationS: number;
  readonly write: (script: Script, startS: number) => void;
}

const MIN_PAUSE_S = 1.5;

/** Spreads happenings over `[startS, endS)` in random order, one after the other with pauses. */
export function place(script: Script, startS: number, endS: number, happenings: readonly Happening[]): void {
  const { random } = script;
  const busyS = happenings.reduce((sum, { durationS }) => sum + durationS + MIN_PAUSE_S, 0);
  const freeS = endS - startS - busyS;
  if (happenings.length === 0) return;
  if (freeS < 0) {
    throw new RangeError(
      `${happenings.length} happenings need ${Math.ceil(busyS)} s, the activity leaves ${Math.floor(endS - startS)} s: give it more time or fewer of them`,
    );
  }
  const cuts = happenings.map(() => random.between(0, freeS)).sort((a, b) => a - b);
  let usedS = 0;
  random.shuffle(happenings).forEach((happening, i) => {
    happening.write(script, startS + cuts[i]! + usedS + MIN_PAUSE_S / 2);
    usedS += happening.durationS + MIN_PAUSE_S;
  });
}

/** Sizes spread evenly over the range, so that both sides get the same ones. */
function spread(count: number, [min, max]: readonly [number, number]): number[] {
  return Array.from({ length: count }, (_, i) => min + ((i + 0.5) / count) * (max - min));
}

/** Out-and-back turns of both sides, some of them right after one another. */
export function twists(script: Script, wish: Twists | undefined, context: TruePosture): Happening[] {
  if (!wish) return [];
  const left = spread(wish.left, wish.sizeDeg).map((sizeDeg) => twist(script, sizeDeg, context));
  const right = spread(wish.right, wish.sizeDeg).map((sizeDeg) => twist(script, -sizeDeg, context));
  const pairs = Math.floor(PAIRED_SHARE * Math.min(left.length, right.length));
  const paired = left.splice(0, pairs).map((first) => inARow(script, first, right.pop()!));
  return [...paired, ...left, ...right];
}

const PAIRED_SHARE = 0.15;

function inARow({ random }: Script, first: Happening, second: Happening): Happening {
  const secondS = first.durationS + random.between(0.1, 0.5);
  const write = (script: Script, startS: number): void => {
    first.write(script, startS);
    second.write(script, startS + secondS);
  };
  return { durationS: secondS + second.durationS, write };
}

/** How a turn to the side is made. */
interface TwistShape {
  readonly outS: number;
  readonly holdS: number;
  readonly backS: number;
  /** What the trunk does beside it. */
  readonly sideBendDeg: number;
  readonly flexionDeg: number;
  /** Reached in the first go; the rest follows during the hold. */
  readonly firstShare: number;
  /** Nobody comes back to exactly where he was. */
  readonly leftOverDeg: number;
}

function drawTwist(random: SeededRandom, signedDeg: number): TwistShape {
  const usual = {
    outS: random.between(0.6, 1.3),
    holdS: random.between(0.3, 2.5),
    backS: random.between(0.7, 1.4),
    sideBendDeg: signedDeg * random.between(-0.15, 0.2),
    flexionDeg: Math.abs(signedDeg) * random.between(0, 0.25),
    firstShare: 1,
    leftOverDeg: random.normal(),
  };
  const kind = random.next();
  if (kind < 0.6) return usual;
  if (kind < 0.75) return { ...usual, firstShare: random.between(0.5, 0.8), holdS: random.between(1.2, 3) };
  if (kind < 0.88) return { ...usual, flexionDeg: random.between(8, 22), sideBendDeg: 0.4 * signedDeg };
  return { ...usual, outS: random.between(1.8, 3), backS: random.between(1.5, 2.8) };
}

/** Out, a look or a reach, and back. */
function twist({ random }: Script, signedDeg: number, context: TruePosture): Happening {
  const shape = drawTwist(random, signedDeg);
  const { outS, holdS, backS, firstShare } = shape;
  const durationS = outS + holdS + backS;
  const write = (script: Script, startS: number): void => {
    const backAtS = startS + outS + holdS;
    const first = firstShare * signedDeg * RAD_PER_DEG;
    const second = signedDeg * RAD_PER_DEG - first;
    script.move(CHANNEL.heading, startS, outS, first);
    if (second !== 0) script.move(CHANNEL.heading, startS + outS, holdS / 2, second);
    script.move(CHANNEL.heading, backAtS, backS, (shape.leftOverDeg - signedDeg) * RAD_PER_DEG);
    outAndBack(script, CHANNEL.sideBend, startS, shape, shape.sideBendDeg);
    outAndBack(script, CHANNEL.flexion, startS, shape, shape.flexionDeg);
    const peakS = startS + outS + 0.75 * holdS;
    const endS = startS + durationS;
    script.rotations.push({ startS, peakS, endS, kind: 'rotation', peakDeg: signedDeg, context });
  };
  return { durationS, write };
}

function outAndBack(
  script: Script,
  channel: Channel,
  startS: number,
  { outS, holdS, backS }: Pick<TwistShape, 'outS' | 'holdS' | 'backS'>,
  sizeDeg: number,
): void {
  script.move(channel, startS, outS, sizeDeg * RAD_PER_DEG);
  script.move(channel, startS + outS + holdS, backS, -sizeDeg * RAD_PER_DEG);
}

/** Forward and back, as for picking something up. */
export function bends({ random }: Script, wish: Bends | undefined): Happening[] {
  if (!wish) return [];
  return spread(wish.count, wish.sizeDeg).map((sizeDeg) => {
    const times = {
      outS: random.between(1, 1.8),
      holdS: random.between(0.3, 3),
      backS: random.between(1, 1.8),
    };
    const durationS = times.outS + times.holdS + times.backS;
    const write = (script: Script, startS: number): void => {
      outAndBack(script, CHANNEL.flexion, startS, times, sizeDeg);
      script.events.push({ startS, endS: startS + durationS, kind: 'bend' });
    };
    return { durationS, write };
  });
}

/** Leaning to alternating sides and back. */
export function sideBends({ random }: Script, count: number, context: TruePosture): Happening[] {
  return Array.from({ length: count }, (_, i) => {
    const bendDeg = random.between(12, 22) * (i % 2 === 0 ? 1 : -1);
    const times = {
      outS: random.between(0.8, 1.4),
      holdS: random.between(0.3, 2),
      backS: random.between(0.8, 1.4),
    };
    const durationS = times.outS + times.holdS + times.backS;
    const write = (script: Script, startS: number): void => {
      const tip = script.restingAt(CHANNEL.flexion);
      outAndBack(script, CHANNEL.sideBend, startS, times, bendDeg);
      const peakDeg = Math.sin(tip) * bendDeg;
      const [peakS, endS] = [startS + times.outS + times.holdS / 2, startS + durationS];
      script.rotations.push({ startS, peakS, endS, kind: 'side_bend', peakDeg, context });
    };
    return { durationS, write };
  });
}

/** The chair turns to a new direction and stays there. */
export function swivels({ random }: Script, count: number, context: TruePosture): Happening[] {
  return Array.from({ length: count }, (_, i) => {
    const turnDeg = random.between(35, 80) * (i % 2 === 0 ? 1 : -1);
    const durationS = random.between(1.2, 2.2);
    const write = (script: Script, startS: number): void =>
      turn(script, startS, durationS, turnDeg, 'turn', context);
    return { durationS, write };
  });
}

/** Turned to a side for a while: longer than a twist, so it counts as a new direction, twice. */
export function lookAways({ random }: Script, count: number, context: TruePosture): Happening[] {
  return Array.from({ length: count }, (_, i) => {
    const turnDeg = random.between(10, 25) * (i % 2 === 0 ? 1 : -1);
    const [turnS, holdS] = [random.between(0.8, 1.6), random.between(18, 40)];
    const write = (script: Script, startS: number): void => {
      turn(script, startS, turnS, turnDeg, 'turn', context);
      turn(script, startS + turnS + holdS, turnS, -turnDeg, 'turn', context);
    };
    return { durationS: 2 * turnS + holdS, write };
  });
}

export function turn(
  script: Script,
  startS: number,
  durationS: number,
  turnDeg: number,
  kind: 'turn' | 'gait',
  context: TruePosture,
): void {
  script.move(CHANNEL.heading, startS, durationS, turnDeg * RAD_PER_DEG);
  const endS = startS + durationS;
  script.rotations.push({ startS, peakS: endS, endS, kind, peakDeg: turnDeg, context });
}

/** Settling differently: another tilt that stays, around the usual one. */
export function shifts(
  { random }: Script,
  count: number,
  usual: { flexionDeg: number; spreadDeg: number },
): Happening[] {
  return Array.from({ length: count }, () => {
    const flexion = (usual.flexionDeg + usual.spreadDeg * random.normal()) * RAD_PER_DEG;
    const sideBend = 0.6 * usual.spreadDeg * random.normal() * RAD_PER_DEG;
    const durationS = random.between(1.2, 2.6);
    const liftM = random.between(0.005, 0.02);
    const write = (script: Script, startS: number): void => {
      script.moveTo(CHANNEL.flexion, startS, durationS, flexion);
      script.moveTo(CHANNEL.sideBend, startS, durationS, sideBend);
      script.add(new Bump(CHANNEL.up, startS, durationS, liftM));
      script.events.push({ startS, endS: startS + durationS, kind: 'shift' });
    };
    return { durationS, write };
  });
}

/** Small restless movements that lead nowhere. */
export function fidgets({ random }: Script, count: number): Happening[] {
  return Array.from({ length: count }, () => {
    const durationS = random.between(0.5, 1.5);
    const [flexDeg, bendDeg, turnDeg] = [2, 1.5, 1.4].map((sizeDeg) => sizeDeg * random.normal());
    const write = (script: Script, startS: number): void => {
      script.add(new Bump(CHANNEL.flexion, startS, durationS, flexDeg! * RAD_PER_DEG));
      script.add(new Bump(CHANNEL.sideBend, startS, durationS, bendDeg! * RAD_PER_DEG));
      script.add(new Bump(CHANNEL.heading, startS, durationS, turnDeg! * RAD_PER_DEG));
      script.add(new Bump(CHANNEL.left, startS, durationS, 0.01 * random.side()));
      script.events.push({ startS, endS: startS + durationS, kind: 'fidget' });
    };
    return { durationS, write };
  });
}
