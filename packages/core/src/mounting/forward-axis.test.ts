import { describe, expect, test } from 'vitest';
import type { Vec3 } from './body-frame.ts';
import { ForwardAxis } from './forward-axis.ts';

const UP: Vec3 = [0, 0, 1];
const rad = (deg: number): number => (deg * Math.PI) / 180;

/** "Up" in a sensor whose axes are the body's, tipped by flexion (forward +) towards a direction (0 is forward). */
function tipped(flexionDeg: number, towardsDeg = 0): Vec3 {
  const s = -Math.sin(rad(flexionDeg));
  return [s * Math.cos(rad(towardsDeg)), s * Math.sin(rad(towardsDeg)), Math.cos(rad(flexionDeg))];
}

function bend(axis: ForwardAxis, towardsDeg = 0): void {
  for (const deg of [2, 20, 45, 60, 40, 12, 3]) axis.add(tipped(deg, towardsDeg), UP, false);
}

function sit(axis: ForwardAxis, seconds: number, towardsDeg = 0): void {
  for (let i = 0; i < seconds; i++) axis.add(tipped(-20, towardsDeg), UP, true);
}

const headingDeg = (axis: ForwardAxis): number => {
  const [x, y] = axis.estimate!.forward;
  return (Math.atan2(y, x) * 180) / Math.PI;
};

describe('the forward axis', () => {
  test('is unknown at first, and after two bends', () => {
    const axis = new ForwardAxis();
    expect(axis.estimate).toBeNull();
    bend(axis);
    bend(axis);
    expect(axis.estimate).toBeNull();
  });

  test('is where three bends went', () => {
    const axis = new ForwardAxis();
    for (const towards of [-5, 0, 5]) bend(axis, towards);
    expect(axis.estimate?.source).toBe('bends');
    expect(headingDeg(axis)).toBeCloseTo(0, 1);
  });

  test('stays unknown when the bends disagree', () => {
    const axis = new ForwardAxis();
    for (const towards of [-60, 0, 60]) bend(axis, towards);
    expect(axis.estimate).toBeNull();
  });

  test('comes from half a minute of sitting, where the pelvis rolls back', () => {
    const axis = new ForwardAxis();
    sit(axis, 29);
    expect(axis.estimate).toBeNull();
    sit(axis, 1);
    expect(axis.estimate?.source).toBe('sitting');
    expect(headingDeg(axis)).toBeCloseTo(0, 6);
  });

  test('of bends wins over that of sitting', () => {
    const axis = new ForwardAxis();
    sit(axis, 60, 15);
    for (let i = 0; i < 3; i++) bend(axis);
    expect(axis.estimate?.source).toBe('bends');
    expect(headingDeg(axis)).toBeCloseTo(0, 6);
  });

  test('does not take a long lean for a bend', () => {
    const axis = new ForwardAxis();
    for (let i = 0; i < 3; i++) {
      for (let s = 0; s < 20; s++) axis.add(tipped(45), UP, false);
      axis.add(tipped(0), UP, false);
    }
    expect(axis.estimate).toBeNull();
  });

  test('comes from bends of thirty degrees and more that begin and end below fifteen', () => {
    const after = (deepest: number, upright: number): boolean => {
      const axis = new ForwardAxis();
      for (let i = 0; i < 3; i++) {
        for (const deg of [upright, 20, deepest, 20, upright]) axis.add(tipped(deg), UP, false);
      }
      return axis.estimate !== null;
    };
    expect([after(30.1, 14.9), after(29.9, 14.9), after(30.1, 15.1)]).toEqual([true, false, false]);
  });

  test('comes from bends that are back within eight seconds', () => {
    const after = (seconds: number): boolean => {
      const axis = new ForwardAxis();
      for (let i = 0; i < 3; i++) {
        for (let s = 0; s < seconds; s++) axis.add(tipped(40), UP, false);
        axis.add(tipped(0), UP, false);
      }
      return axis.estimate !== null;
    };
    expect([after(8), after(9)]).toEqual([true, false]);
  });

  test('follows the last eight bends, which agree to 0.98', () => {
    const axis = new ForwardAxis();
    for (let i = 0; i < 8; i++) bend(axis, 0);
    for (let i = 0; i < 7; i++) bend(axis, 10);
    expect(headingDeg(axis)).toBeCloseTo(8.75, 1);
    bend(axis, 10);
    expect(headingDeg(axis)).toBeCloseTo(10, 6);
    const apart = (deg: number) => {
      const torn = new ForwardAxis();
      for (const side of [-deg, deg, -deg, deg]) bend(torn, side);
      return torn.estimate !== null;
    };
    // The cosine of 11.48 degrees.
    expect([apart(11.3), apart(11.7)]).toEqual([true, false]);
  });

  test('comes from resting at ten to sixty degrees, in directions that agree to 0.8', () => {
    const rested = (deg: number, resting = true): boolean => {
      const axis = new ForwardAxis();
      for (let i = 0; i < 30; i++) axis.add(tipped(-deg), UP, resting);
      return axis.estimate !== null;
    };
    expect([9.9, 10.1, 59.9, 60.1].map((deg) => rested(deg))).toEqual([false, true, true, false]);
    expect(rested(20, false)).toBe(false);
    const apart = (deg: number) => {
      const axis = new ForwardAxis();
      sit(axis, 20, deg);
      sit(axis, 20, -deg);
      return axis.estimate !== null;
    };
    expect([apart(36), apart(38)]).toEqual([true, false]);
  });

  test('turns with the sensor', () => {
    const upright = new ForwardAxis();
    const turned = new ForwardAxis();
    const turn = ([x, y, z]: Vec3): Vec3 => [-z, x, -y];
    for (let i = 0; i < 3; i++) {
      for (const deg of [2, 20, 45, 60, 40, 12, 3]) {
        upright.add(tipped(deg), UP, false);
        turned.add(turn(tipped(deg)), turn(UP), false);
      }
    }
    const expected = turn(upright.estimate!.forward);
    turned.estimate!.forward.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12);
    });
  });

  test('goes on from a snapshot exactly', () => {
    const whole = new ForwardAxis();
    const resumed = new ForwardAxis();
    bend(whole);
    whole.add(tipped(50), UP, false);
    resumed.restore(JSON.parse(JSON.stringify(whole.snapshot())));
    for (const axis of [whole, resumed]) {
      axis.add(tipped(0), UP, false);
      bend(axis, 3);
    }
    expect(resumed.estimate).toEqual(whole.estimate);
    expect(resumed.snapshot()).toEqual(whole.snapshot());
    const [rested, again] = [new ForwardAxis(), new ForwardAxis()];
    sit(rested, 25, 40);
    again.restore(JSON.parse(JSON.stringify(rested.snapshot())));
    sit(again, 5, 30);
    // Twenty-five seconds at 40 degrees and five at 30.
    expect(headingDeg(again)).toBeCloseTo(38.3, 1);
  });
});
