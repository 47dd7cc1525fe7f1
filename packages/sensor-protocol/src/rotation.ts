/**
 * Sensor-to-world quaternion (wxyz) of a body at rest from its specific force, heading zero: what a virtual
 * peripheral sends where the real one sends its fused orientation.
 */
export function restQuaternion(
  acc: readonly [number, number, number],
): readonly [number, number, number, number] {
  const norm = Math.hypot(...acc) || 1;
  const [x, y, z] = [acc[0] / norm, acc[1] / norm, acc[2] / norm];
  // The shortest turn that carries (x, y, z) to (0, 0, 1): axis (y, -x, 0), and any horizontal axis upside down.
  const w = Math.sqrt(Math.max(0, (1 + z) / 2));
  if (w < 1e-6) return [0, 1, 0, 0];
  return [w, y / (2 * w), -x / (2 * w), 0];
}

/** Turns `v` in place by the unit quaternion `q` (wxyz), sensor to world. */
export function rotateToWorld(q: readonly number[], v: number[]): void {
  const [w = 1, x = 0, y = 0, z = 0] = q;
  const [a = 0, b = 0, c = 0] = v;
  const tx = 2 * (y * c - z * b);
  const ty = 2 * (z * a - x * c);
  const tz = 2 * (x * b - y * a);
  v[0] = a + w * tx + y * tz - z * ty;
  v[1] = b + w * ty + z * tx - x * tz;
  v[2] = c + w * tz + x * ty - y * tx;
}

/** Turns `v` in place by the inverse of `q`, world to sensor. */
export function rotateToSensor(q: readonly number[], v: number[]): void {
  rotateToWorld([q[0]!, -q[1]!, -q[2]!, -q[3]!], v);
}
