/**
 * Body axes seen from the sensor: z along the upright reference, x the forward axis made square to it, y left.
 * All angles come from the direction of "up" in that frame, so heading and gimbal lock play no part.
 */

export type Vec3 = readonly [number, number, number];

const RAD_TO_DEG = 180 / Math.PI;
/** A forward axis closer than this to the upright reference (sine of the angle) says nothing about forward. */
const MIN_FORWARD_SINE = 0.2;

export interface BodyFrame {
  readonly up: Vec3;
  /** Null while the forward axis is unknown. */
  readonly forward: Vec3 | null;
  readonly left: Vec3 | null;
}

/** `up` need not be of unit length; `forwardHint` null leaves the signed angles not available. */
export function bodyFrame(up: Vec3, forwardHint: Vec3 | null): BodyFrame {
  const z = unit(up);
  const forward = forwardHint && squared(unit(forwardHint), z);
  return { up: z, forward, left: forward && cross(z, forward) };
}

/** Unsigned angle between `up` (any length, sensor frame) and the reference, degrees in [0, 180]. */
export function tiltDeg(frame: BodyFrame, x: number, y: number, z: number): number {
  const { up } = frame;
  const rx = up[0];
  const ry = up[1];
  const rz = up[2];
  const cx = y * rz - z * ry;
  const cy = z * rx - x * rz;
  const cz = x * ry - y * rx;
  return Math.atan2(Math.sqrt(cx * cx + cy * cy + cz * cz), x * rx + y * ry + z * rz) * RAD_TO_DEG;
}

/** Forward positive, degrees in (-180, 180]; NaN while the forward axis is unknown. */
export function flexionDeg(frame: BodyFrame, x: number, y: number, z: number): number {
  if (!frame.forward) return Number.NaN;
  return Math.atan2(-dot(frame.forward, x, y, z), dot(frame.up, x, y, z)) * RAD_TO_DEG;
}

/** To the left positive, degrees in [-90, 90]; NaN while the forward axis is unknown. */
export function sideBendDeg(frame: BodyFrame, x: number, y: number, z: number): number {
  if (!frame.forward || !frame.left) return Number.NaN;
  const across = Math.hypot(dot(frame.forward, x, y, z), dot(frame.up, x, y, z));
  return Math.atan2(-dot(frame.left, x, y, z), across) * RAD_TO_DEG;
}

/** Between two directions of any length, degrees in [0, 180]. */
export function angleBetweenDeg(a: Vec3, b: Vec3): number {
  const [x, y, z] = cross(a, b);
  return Math.atan2(Math.hypot(x, y, z), dot(a, b[0], b[1], b[2])) * RAD_TO_DEG;
}

/** `v` turned by the smallest rotation that takes unit vector `from` to unit vector `to`; not for opposite ones. */
export function carried(v: Vec3, from: Vec3, to: Vec3): Vec3 {
  const axis = cross(from, to);
  const cosine = dot(from, to[0], to[1], to[2]);
  const along = dot(axis, v[0], v[1], v[2]) / (1 + cosine);
  const [x, y, z] = cross(axis, v);
  return [
    v[0] * cosine + x + axis[0] * along,
    v[1] * cosine + y + axis[1] * along,
    v[2] * cosine + z + axis[2] * along,
  ];
}

export function dot(v: Vec3, x: number, y: number, z: number): number {
  return v[0] * x + v[1] * y + v[2] * z;
}

export function unit(v: Vec3): Vec3 {
  const scale = 1 / Math.hypot(v[0], v[1], v[2]);
  return [v[0] * scale, v[1] * scale, v[2] * scale];
}

export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The part of `v` square to `z`, of unit length; null when there is hardly any. */
function squared(v: Vec3, z: Vec3): Vec3 | null {
  const along = dot(z, v[0], v[1], v[2]);
  const rest: Vec3 = [v[0] - along * z[0], v[1] - along * z[1], v[2] - along * z[2]];
  return Math.hypot(rest[0], rest[1], rest[2]) < MIN_FORWARD_SINE ? null : unit(rest);
}
