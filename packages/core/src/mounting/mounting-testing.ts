import type { Vec3 } from './body-frame.ts';

/** For tests: a clip turned some other way. */
export type Turn = (v: Vec3) => Vec3;

/** Quaternion wxyz, any length. */
export function rotation(q: readonly [number, number, number, number]): Turn {
  const length = Math.hypot(...q);
  const [w, x, y, z] = q.map((part) => part / length) as [number, number, number, number];
  return ([a, b, c]) => {
    const tx = 2 * (y * c - z * b);
    const ty = 2 * (z * a - x * c);
    const tz = 2 * (x * b - y * a);
    return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
  };
}
