import { describe, expect, it } from 'vitest';
import { level } from './level.ts';
import { rotate } from './quaternion.ts';

describe('level', () => {
  it.each([
    ['a little off', 0.02, -0.01, 9.8],
    ['lying', 9.8, 0, 0],
    ['upside down but for a hair', 1e-3, 0, -9.8],
    ['exactly upside down', 0, 0, -9.8],
  ])('takes up to z: %s', (_, x, y, z) => {
    const q = Float64Array.of(1, 0, 0, 0);
    const up = Float64Array.of(x, y, z);
    level(q, up, new Float64Array(2));
    rotate(q, up, up);
    expect(up[2]).toBeCloseTo(Math.hypot(x, y, z), 6);
    expect(Math.hypot(...q)).toBeCloseTo(1, 12);
  });

  it('tells how far it had run ahead, and leaves the heading alone', () => {
    const q = Float64Array.of(Math.cos(0.4), 0, 0, Math.sin(0.4));
    const turned = new Float64Array(2);
    level(q, Float64Array.of(0, 0, 9.8), turned);
    expect([...turned]).toEqual([-0, 0]);
    expect(2 * Math.atan2(q[3]!, q[0]!)).toBeCloseTo(0.8, 12);
    level(Float64Array.of(1, 0, 0, 0), Float64Array.of(0, -0.1, Math.sqrt(0.99)), turned);
    expect(turned[0]).toBeCloseTo(0.1, 12);
  });

  it('does nothing without a direction', () => {
    const q = Float64Array.of(1, 0, 0, 0);
    level(q, new Float64Array(3), new Float64Array(2));
    expect([...q]).toEqual([1, 0, 0, 0]);
  });
});
