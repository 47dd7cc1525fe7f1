import { describe, expect, test } from 'vitest';
import { Gait } from './gait.ts';
import { CHANNEL, type Channel, MotionState } from './motion-state.ts';
import { Bump, Creep, type Motion, Oscillation, Step } from './motions.ts';
import { restingValues } from './script.ts';

const H_S = 1e-4;
const SHAPE = { stepHz: 1.8, bounceM: 0.015, swayM: 0.02, pelvisRad: 0.06, phase: 0.3, rhythmPhase: 1 };

const MOTIONS: readonly (readonly [string, Motion, readonly Channel[]])[] = [
  ['a step', new Step(CHANNEL.heading, 1, 2, 0.4), [CHANNEL.heading]],
  ['a bump', new Bump(CHANNEL.up, 1, 2, 0.02), [CHANNEL.up]],
  [
    'an oscillation',
    new Oscillation(CHANNEL.flexion, 1, 3, { amplitude: 0.1, hz: 1.3, phase: 0.4, rampS: 0.6 }),
    [CHANNEL.flexion],
  ],
  ['creep', new Creep(CHANNEL.flexion, 1, 3, -0.1, 0.8), [CHANNEL.flexion]],
  [
    'gait',
    new Gait(1, 3, SHAPE),
    [CHANNEL.up, CHANNEL.forward, CHANNEL.left, CHANNEL.pelvis, CHANNEL.flexion, CHANNEL.sideBend],
  ],
];

function at(
  motion: Motion,
  channel: Channel,
  tS: number,
): { value: number; rate: number; acceleration: number } {
  const state = new MotionState();
  motion.add(tS, state);
  return {
    value: state.value(channel),
    rate: state.rate(channel),
    acceleration: state.acceleration(channel),
  };
}

describe.each(MOTIONS)('%s', (_, motion, channels) => {
  const times = Array.from({ length: 37 }, (_value, i) => motion.startS + 0.03 + i * 0.052);

  test.each(channels)(
    'has a rate and an acceleration that are the derivatives of its value (channel %i)',
    (channel) => {
      for (const tS of times) {
        const [before, now, after] = [-H_S, 0, H_S].map((h) => at(motion, channel, tS + h));
        const scale = 1e-5 * Math.max(1, Math.abs(now!.acceleration));
        expect(Math.abs((after!.value - before!.value) / (2 * H_S) - now!.rate)).toBeLessThan(scale);
        expect(Math.abs((after!.rate - before!.rate) / (2 * H_S) - now!.acceleration)).toBeLessThan(scale);
      }
    },
  );

  test.each(channels)('begins without a jerk and leaves what it ends with (channel %i)', (channel) => {
    const first = at(motion, channel, motion.startS);
    expect(first.value).toBeCloseTo(0, 9);
    expect(first.rate).toBeCloseTo(0, 9);
    const resting = restingValues();
    motion.leave(resting);
    expect(at(motion, channel, motion.endS - 1e-9).value).toBeCloseTo(resting[channel]!, 6);
  });
});
