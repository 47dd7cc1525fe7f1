import type { Vec3 } from './body-frame.ts';

/** xx, xy, xz, yy, yz, zz. */
export type Symmetric3 = readonly [number, number, number, number, number, number];

export interface PrincipalAxis {
  /** Unit eigenvector of the largest eigenvalue; its sign means nothing. */
  readonly axis: Vec3;
  /** First over second eigenvalue. */
  readonly ratio: number;
}

const SWEEPS = 12;
const ROTATIONS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** Eigenvectors of a symmetric matrix by Jacobi rotations. Null when it is zero. */
export function principalAxis([xx, xy, xz, yy, yz, zz]: Symmetric3): PrincipalAxis | null {
  const a = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
  const v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < SWEEPS; sweep++) for (const [p, q] of ROTATIONS) rotate(a, v, p, q);
  const order = [0, 1, 2].sort((i, j) => a[j * 4]! - a[i * 4]!);
  const [first, second] = order as [number, number];
  if (!(a[first * 4]! > 0)) return null;
  const axis: Vec3 = [v[first]!, v[3 + first]!, v[6 + first]!];
  return { axis, ratio: a[first * 4]! / Math.max(a[second * 4]!, a[first * 4]! * Number.EPSILON) };
}

/** Makes element (p, q) of `a` zero and turns the eigenvectors along. */
function rotate(a: number[], v: number[], p: number, q: number): void {
  const apq = a[p * 3 + q]!;
  if (apq === 0) return;
  const theta = (a[q * 4]! - a[p * 4]!) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < 3; k++) mix(a, k * 3 + p, k * 3 + q, c, s);
  for (let k = 0; k < 3; k++) mix(a, p * 3 + k, q * 3 + k, c, s);
  for (let k = 0; k < 3; k++) mix(v, k * 3 + p, k * 3 + q, c, s);
}

function mix(m: number[], i: number, j: number, c: number, s: number): void {
  const x = m[i]!;
  const y = m[j]!;
  m[i] = c * x - s * y;
  m[j] = s * x + c * y;
}
