import { normalise, type Quaternion, rotate, tidy, type Vector } from './quaternion.ts';

/** 1 + cos(angle) below which a sensor counts as exactly upside down. */
const UPSIDE_DOWN = 1e-12;
/** cos(angle) from which on a correction leaves the length within 1e-6 of 1. */
const NEARLY_LEVEL = 1 - 1e-6;

const seen = new Float64Array(3);

/**
 * Turns `q` the shortest way so that it takes `up` (any length) to z. `turned` (2) gets the sine of how far it had
 * strayed about the new frame's x and y: positive when `q` ran ahead.
 */
export function level(q: Quaternion, up: Vector, turned: Float64Array): void {
  const v = seen;
  rotate(q, up, v);
  const norm = Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
  if (!(norm > 0)) return;
  const scale = 1 / norm;
  const x = v[0]! * scale;
  const y = v[1]! * scale;
  const z = v[2]! * scale;
  turned[0] = -y;
  turned[1] = x;
  // The rotation that takes (x, y, z) to z is (1 + z, y, -x, 0) but for its length.
  const upsideDown = 1 + z < UPSIDE_DOWN;
  const c = (1 + z) / 2;
  const cx = upsideDown ? 1 : y / 2;
  const cy = upsideDown ? 0 : -x / 2;
  const qw = q[0]!;
  const qx = q[1]!;
  const qy = q[2]!;
  const qz = q[3]!;
  q[0] = c * qw - cx * qx - cy * qy;
  q[1] = c * qx + cx * qw + cy * qz;
  q[2] = c * qy + cy * qw - cx * qz;
  q[3] = c * qz + (cx * qy - cy * qx);
  if (z > NEARLY_LEVEL) tidy(q);
  else normalise(q);
}
