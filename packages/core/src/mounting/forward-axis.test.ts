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
  });
});
