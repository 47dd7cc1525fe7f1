import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  angleBetweenDeg,
  bodyFrame,
  carried,
  flexionDeg,
  sideBendDeg,
  tiltDeg,
  unit,
  type Vec3,
} from './body-frame.ts';

const RAD = Math.PI / 180;
const FRAME = bodyFrame([0, 0, 3], [2, 0, 0.5]);
const sin = (deg: number): number => Math.sin(deg * RAD);
const cos = (deg: number): number => Math.cos(deg * RAD);
/** "Up" seen from a body that leans forward, or to its left: it tips to the other side. */
const forward = (deg: number): Vec3 => [-sin(deg), 0, cos(deg)];
const left = (deg: number): Vec3 => [0, -sin(deg), cos(deg)];

describe('angles of the trunk', () => {
  test('are positive forward and to the left', () => {
    for (const deg of [-120, -35, 0, 20, 89, 150]) {
      expect(flexionDeg(FRAME, ...forward(deg))).toBeCloseTo(deg, 9);
      expect(sideBendDeg(FRAME, ...forward(deg))).toBeCloseTo(0, 9);
      expect(tiltDeg(FRAME, ...forward(deg))).toBeCloseTo(Math.abs(deg), 9);
    }
    for (const deg of [-80, -10, 30, 90]) {
      expect(sideBendDeg(FRAME, ...left(deg))).toBeCloseTo(deg, 9);
      expect(tiltDeg(FRAME, ...left(deg))).toBeCloseTo(Math.abs(deg), 9);
    }
    expect(flexionDeg(FRAME, ...left(60))).toBeCloseTo(0, 9);
  });

  test('do not depend on the length of what is felt', () => {
    const [x, y, z] = [-0.3, -0.2, 0.8];
    for (const angle of [flexionDeg, sideBendDeg, tiltDeg]) {
      expect(angle(FRAME, 9 * x, 9 * y, 9 * z)).toBeCloseTo(angle(FRAME, x, y, z), 9);
    }
  });

  test('are signed only where forward is known', () => {
    const frame = bodyFrame([0, 0, 1], null);
    expect([frame.forward, frame.left]).toEqual([null, null]);
    expect([flexionDeg(frame, ...forward(20)), sideBendDeg(frame, ...left(20))]).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
    expect(tiltDeg(frame, ...forward(20))).toBeCloseTo(20, 9);
  });
});

test('a frame is square, right-handed and of unit length, with forward as near as can be to what is said', () => {
  expect(FRAME).toEqual({ up: [0, 0, 1], forward: [1, 0, 0], left: [0, 1, 0] });
  // Of a forward that is hardly across up nothing is left: the sine of 11.5 degrees is 0.2.
  const hint = (deg: number) => bodyFrame([0, 0, 1], [sin(deg), 0, cos(deg)]).forward;
  expect([hint(11), hint(12)]).toEqual([null, [expect.closeTo(1, 12), 0, 0]]);
});

const part = fc.double({ min: -1, max: 1, noNaN: true });
const direction = fc.tuple(part, part, part).filter((v) => Math.hypot(...v) > 0.1);

test('what is carried along turns by the smallest rotation from one direction to the other', () => {
  fc.assert(
    fc.property(direction, direction, direction, (a, b, v) => {
      const [from, to] = [unit(a), unit(b)];
      fc.pre(angleBetweenDeg(from, to) < 175);
      const moved = carried(v, from, to);
      expect(Math.hypot(...moved)).toBeCloseTo(Math.hypot(...v), 9);
      expect(angleBetweenDeg(carried(from, from, to), to)).toBeCloseTo(0, 5);
      expect(angleBetweenDeg(moved, to)).toBeCloseTo(angleBetweenDeg(v, from), 5);
      expect(angleBetweenDeg(moved, v)).toBeLessThanOrEqual(angleBetweenDeg(from, to) + 1e-6);
    }),
  );
  expect(carried([0, 1, 0], [0, 0, 1], [1, 0, 0]).map((v) => v + 0)).toEqual([0, 1, 0]);
  expect(carried([1, 0, 0], [0, 0, 1], [1, 0, 0]).map((v) => v + 0)).toEqual([0, 0, -1]);
});

test('angles between directions are exact for small ones, and reach 180 degrees', () => {
  expect(angleBetweenDeg([1, 0, 0], [1, 1e-9, 0])).toBeCloseTo(1e-9 / RAD, 15);
  expect(angleBetweenDeg([2, 0, 0], [-3, 0, 0])).toBe(180);
  expect(angleBetweenDeg([1, 1, 0], [0, 0, 5])).toBeCloseTo(90, 12);
});
