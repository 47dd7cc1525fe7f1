import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rotate } from '../orientation/quaternion.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { computeSignals, createBodySignals } from './kinematics.ts';
import { CHANNEL, type Channel, MotionState } from './motion-state.ts';

const angle = fc.double({ min: -3, max: 3, noNaN: true });

function stateOf(entries: readonly (readonly [Channel, number, number, number])[]): MotionState {
  const state = new MotionState();
  for (const [channel, value, rate, acceleration] of entries) state.add(channel, value, rate, acceleration);
  return state;
}

const up = (body: ArrayLike<number>, orientation: Float64Array): number => {
  const world = new Float64Array(3);
  rotate(orientation, Float64Array.from(body), world);
  return world[2]!;
};

describe('a belt at rest', () => {
  test('feels exactly one g, upwards, in any attitude', () => {
    const out = createBodySignals();
    fc.assert(
      fc.property(angle, angle, angle, (heading, flexion, sideBend) => {
        const state = stateOf([
          [CHANNEL.heading, heading, 0, 0],
          [CHANNEL.flexion, flexion, 0, 0],
          [CHANNEL.sideBend, sideBend, 0, 0],
        ]);
        computeSignals(state, out);
        expect(Math.hypot(...out.accMps2)).toBeCloseTo(STANDARD_GRAVITY_MPS2, 12);
        expect(up(out.accMps2, out.orientation)).toBeCloseTo(STANDARD_GRAVITY_MPS2, 12);
        expect(Math.hypot(...out.gyrRadps)).toBe(0);
      }),
    );
  });

  test('tells its sides apart: forward tips x down, left tips y down', () => {
    const out = createBodySignals();
    computeSignals(stateOf([[CHANNEL.flexion, 0.3, 0, 0]]), out);
    expect(out.accMps2[0]).toBeCloseTo(-STANDARD_GRAVITY_MPS2 * Math.sin(0.3), 12);
    computeSignals(stateOf([[CHANNEL.sideBend, 0.3, 0, 0]]), out);
    expect(out.accMps2[1]).toBeCloseTo(-STANDARD_GRAVITY_MPS2 * Math.sin(0.3), 12);
  });
});

describe('turning', () => {
  test('to the left is positive about the vertical, also when the pelvis is tipped', () => {
    const out = createBodySignals();
    computeSignals(
      stateOf([
        [CHANNEL.flexion, -0.4, 0, 0],
        [CHANNEL.heading, 1, 0.5, 0],
      ]),
      out,
    );
    expect(up(out.gyrRadps, out.orientation)).toBeCloseTo(0.5, 12);
  });

  test('a side bend of a tipped pelvis turns about the vertical', () => {
    const out = createBodySignals();
    computeSignals(
      stateOf([
        [CHANNEL.flexion, -25 * (Math.PI / 180), 0, 0],
        [CHANNEL.sideBend, 0, 1, 0],
      ]),
      out,
    );
    expect(up(out.gyrRadps, out.orientation)).toBeCloseTo(Math.sin(-25 * (Math.PI / 180)), 12);
  });

  test('on the way round a corner pushes inwards', () => {
    const out = createBodySignals();
    computeSignals(
      stateOf([
        [CHANNEL.speed, 1.2, 0, 0],
        [CHANNEL.heading, 0, 0.5, 0],
      ]),
      out,
    );
    expect(out.accMps2[1]).toBeCloseTo(0.6, 2);
  });
});
