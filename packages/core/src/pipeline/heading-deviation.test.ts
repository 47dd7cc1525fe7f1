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

/** Deviation after a turn of 30 deg at once and so many seconds, in steps of `stepS`. */
function left(seconds: number, stepS: number, freeze = false): number {
  let heading = new HeadingDeviation();
  const turned = about(3, 30);
  heading.push(Float64Array.of(0), 0, about(3, 0));
  for (let s = 0; s <= seconds; s += stepS) {
    heading.push(Float64Array.of(1000 + s * 1e6), 0, turned);
    if (!freeze) continue;
    const frozen = JSON.stringify(heading.snapshot());
    heading = new HeadingDeviation();
    heading.restore(JSON.parse(frozen));
  }
  return heading.deg;
}

test('a turn to the left is positive, and neutral follows it with a time constant of 20 s', () => {
  expect(left(0, 1)).toBeCloseTo(30, 2);
  expect(left(20, 1)).toBeCloseTo(30 / Math.E, 2);
  expect(left(20, 0.5, true)).toBeCloseTo(30 / Math.E, 2);
});

test('a silence of two seconds is bridged, after a longer one neutral is where the body is', () => {
  expect(left(4, 2)).toBeCloseTo(30 * Math.exp(-4 / 20), 2);
  expect(left(4.2, 2.1)).toBe(0);
});
