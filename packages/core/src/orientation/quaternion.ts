/** Quaternions are Float64Array(4) in the order w, x, y, z. No function allocates. */
export type Quaternion = Float64Array;

/** out = a * b (Hamilton product); `out` may be `a` or `b`. */
export function multiply(a: Quaternion, b: Quaternion, out: Quaternion): void {
  const aw = a[0]!;
  const ax = a[1]!;
  const ay = a[2]!;
  const az = a[3]!;
  const bw = b[0]!;
  const bx = b[1]!;
  const by = b[2]!;
  const bz = b[3]!;
  out[0] = aw * bw - ax * bx - ay * by - az * bz;
  out[1] = aw * bx + ax * bw + (ay * bz - az * by);
  out[2] = aw * by + ay * bw + (az * bx - ax * bz);
  out[3] = aw * bz + az * bw + (ax * by - ay * bx);
}

export function normalise(q: Quaternion): void {
  const norm = Math.sqrt(q[0]! * q[0]! + q[1]! * q[1]! + q[2]! * q[2]! + q[3]! * q[3]!);
  if (!(norm > 0)) {
    q.fill(0);
    q[0] = 1;
    return;
  }
  const scale = 1 / norm;
  q[0] = q[0]! * scale;
  q[1] = q[1]! * scale;
  q[2] = q[2]! * scale;
  q[3] = q[3]! * scale;
}

/** out = the vector (x, y, z) seen from the frame that `q` turns it into. */
export function rotate(q: Quaternion, x: number, y: number, z: number, out: Float64Array): void {
  const w = q[0]!;
  const qx = q[1]!;
  const qy = q[2]!;
  const qz = q[3]!;
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  out[0] = x + w * tx + (qy * tz - qz * ty);
  out[1] = y + w * ty + (qz * tx - qx * tz);
  out[2] = z + w * tz + (qx * ty - qy * tx);
}

/** q = q * exp(half of the rotation vector (x, y, z)), rad. */
export function advance(q: Quaternion, x: number, y: number, z: number): void {
  const quarter = (x * x + y * y + z * z) / 4;
  let c: number;
  let s: number;
  if (quarter < SMALL_HALF_ANGLE_SQUARED) {
    c = 1 - quarter * (1 / 2 - quarter * (1 / 24 - quarter / 720));
    s = (1 - quarter * (1 / 6 - quarter * (1 / 120 - quarter / 5040))) / 2;
  } else {
    const half = Math.sqrt(quarter);
    c = Math.cos(half);
    s = Math.sin(half) / (2 * half);
  }
  const w = q[0]!;
  const qx = q[1]!;
  const qy = q[2]!;
  const qz = q[3]!;
  const bx = s * x;
  const by = s * y;
  const bz = s * z;
  q[0] = w * c - qx * bx - qy * by - qz * bz;
  q[1] = w * bx + qx * c + (qy * bz - qz * by);
  q[2] = w * by + qy * c + (qz * bx - qx * bz);
  q[3] = w * bz + qz * c + (qx * by - qy * bx);
}

/** Up to 0.1 rad of half angle the series above is exact to 3e-13. */
const SMALL_HALF_ANGLE_SQUARED = 0.01;
