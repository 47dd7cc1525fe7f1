import { describe, expect, it } from 'vitest';
import { advance, multiply, normalise, rotate, tidy } from './quaternion.ts';

const HALF = Math.SQRT1_2;
const vector = (...v: number[]): Float64Array => Float64Array.from(v);

describe('quaternions', () => {
  it('multiply as Hamilton: i j = k', () => {
    const out = vector(0, 0, 0, 0);
    multiply(vector(0, 1, 0, 0), vector(0, 0, 1, 0), out);
    expect([...out]).toEqual([0, 0, 0, 1]);
  });

  it('rotate: a quarter turn about z takes x to y', () => {
    const out = vector(0, 0, 0);
    rotate(vector(HALF, 0, 0, HALF), vector(1, 0, 0), out);
    expect(out[0]).toBeCloseTo(0, 15);
    expect(out[1]).toBeCloseTo(1, 15);
  });

  it.each([1e-9, 0.01, 0.199, 0.201, 1, 3])(
    'advance by %d rad agrees with the exact sine and cosine',
    (angle) => {
      const q = vector(1, 0, 0, 0);
      advance(q, vector(0, angle, 0));
      expect(q[0]).toBeCloseTo(Math.cos(angle / 2), 12);
      expect(q[2]).toBeCloseTo(Math.sin(angle / 2), 12);
    },
  );

  it('tidy and normalise give unit length, and a lost quaternion becomes the identity', () => {
    const near = vector(1 + 1e-8, 0, 0, 0);
    tidy(near);
    expect(near[0]).toBeCloseTo(1, 15);
    for (const bad of [vector(0, 0, 0, 0), vector(Number.NaN, 0, 0, 0), vector(1e200, 1e200, 0, 0)]) {
      normalise(bad);
      expect([...bad]).toEqual([1, 0, 0, 0]);
    }
  });
});
