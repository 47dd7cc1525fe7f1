import { expect, test } from 'vitest';
import { multiply, type Quaternion } from '../orientation/quaternion.ts';
import { HeadingDeviation } from './heading-deviation.ts';

const RAD = Math.PI / 180;
const STEP_US = 20_000;

const about = (axis: 1 | 2 | 3, deg: number): Quaternion => {
  const q = Float64Array.of(Math.cos((deg * RAD) / 2), 0, 0, 0);
  q[axis] = Math.sin((deg * RAD) / 2);
  return q;
};

/** Largest deviation while the world turns by 20 deg and back under a sensor that is pitched so. */
function seen(pitchDeg: number): number {
  const heading = new HeadingDeviation();
  const tUs = Float64Array.from({ length: 101 }, (_, i) => i * STEP_US);
  let most = 0;
  for (let i = 0; i <= 100; i++) {
    const q = new Float64Array(4);
    multiply(about(3, 20 * Math.sin((Math.PI * i) / 100)), about(2, pitchDeg), q);
    heading.push(tUs, i, q);
    most = Math.max(most, heading.deg);
  }
  return most;
}

test.each([90, -90, 89.9, 90.1, 60, 180])(
  'heading is the same at a pitch of %d degrees as at none',
  (pitchDeg) => {
    expect(seen(pitchDeg)).toBeCloseTo(seen(0), 9);
    expect(seen(0)).toBeGreaterThan(19);
  },
);
