/** Quaternions are Float64Array(4) in the order w, x, y, z; vectors Float64Array(3). No function allocates. */
export type Quaternion = Float64Array;
export type Vector = Float64Array;

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

/** Unit length again; a quaternion without a length becomes the identity. */
export function normalise(q: Quaternion): void {
  const norm2 = q[0]! * q[0]! + q[1]! * q[1]! + q[2]! * q[2]! + q[3]! * q[3]!;
  if (!(norm2 > 0) || norm2 === Number.POSITIVE_INFINITY) {
    q.fill(0);
    q[0] = 1;
    return;
  }
  const scale = 1 / Math.sqrt(norm2);
  q[0] = q[0]! * scale;
  q[1] = q[1]! * scale;
  q[2] = q[2]! * scale;
  q[3] = q[3]! * scale;
}

/**
 * Takes out the rounding of products: one Newton step, for a quaternion whose length is 1 within 1e-6 already.
 */
export function tidy(q: Quaternion): void {
  const w = q[0]!;
  const x = q[1]!;
  const y = q[2]!;
  const z = q[3]!;
  const scale = 1.5 - 0.5 * (w * w + x * x + y * y + z * z);
  q[0] = w * scale;
  q[1] = x * scale;
  q[2] = y * scale;
  q[3] = z * scale;
}

/** out = `v` seen from the frame that `q` turns it into; `out` may be `v`. */
export function rotate(q: Quaternion, v: Vector, out: Vector): void {
  const w = q[0]!;
  const qx = q[1]!;
  const qy = q[2]!;
  const qz = q[3]!;
  const x = v[0]!;
  const y = v[1]!;
  const z = v[2]!;
  const tx = 2 * (qy * z - qz * y);
  const ty = 2 * (qz * x - qx * z);
  const tz = 2 * (qx * y - qy * x);
  out[0] = x + w * tx + (qy * tz - qz * ty);
  out[1] = y + w * ty + (qz * tx - qx * tz);
  out[2] = z + w * tz + (qx * ty - qy * tx);
}

/**
 * q = q * exp(r / 2): turns by the rotation vector `r` (rad), given in the frame that `q` comes from. Takes out the
 * rounding as `tidy` does.
 */
export function advance(q: Quaternion, r: Vector): void {
  const x = r[0]!;
  const y = r[1]!;
  const z = r[2]!;
  const half2 = (x * x + y * y + z * z) / 4;
  let c: number;
  let s: number;
  if (half2 < SMALL_HALF_ANGLE_SQUARED) {
    c = 1 - half2 * (1 / 2 - half2 * (1 / 24 - half2 / 720));
    s = (1 - half2 * (1 / 6 - half2 * (1 / 120 - half2 / 5040))) / 2;
  } else {
    const half = Math.sqrt(half2);
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
  const nw = w * c - qx * bx - qy * by - qz * bz;
  const nx = w * bx + qx * c + (qy * bz - qz * by);
  const ny = w * by + qy * c + (qz * bx - qx * bz);
  const nz = w * bz + qz * c + (qx * by - qy * bx);
  const scale = 1.5 - 0.5 * (nw * nw + nx * nx + ny * ny + nz * nz);
  q[0] = nw * scale;
  q[1] = nx * scale;
  q[2] = ny * scale;
  q[3] = nz * scale;
}

/** Up to 0.1 rad of half angle the series in `advance` is exact to 3e-13. */
const SMALL_HALF_ANGLE_SQUARED = 0.01;
