import type { Vec3 } from '../mounting/body-frame.ts';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import { GRID_HZ } from './uniform-grid.ts';

/** Statistics over cells `[from, to)` of ring columns; a cell that is NaN counts as absent. */

const STEP_HZ = 0.2;
const LOWEST_HZ = 0.2;
const HIGHEST_HZ = 6;
export function meanVector(ring: Vec3Columns, from: number, to: number): Vec3 | null {
  const size = ring.x.length;
  let n = 0;
  let x = 0;
  let y = 0;
  let z = 0;
  for (let i = from; i < to; i++) {
    const at = (i + size) % size;
    if (Number.isNaN(ring.x[at]!)) continue;
    n++;
    x += ring.x[at]!;
    y += ring.y[at]!;
    z += ring.z[at]!;
  }
  return n > 0 ? [x / n, y / n, z / n] : null;
}

/** Standard deviation of the vector's length; 0 with fewer than two cells. */
export function spreadOfMagnitude(ring: Vec3Columns, from: number, to: number): number {
  const size = ring.x.length;
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const m = magnitude(ring, (i + size) % size);
    if (Number.isNaN(m)) continue;
    n++;
    const delta = m - mean;
    mean += delta / n;
    squares += delta * (m - mean);
  }
  return n > 1 ? Math.sqrt(squares / n) : 0;
}

/** Frequency of the strongest component of the length between 0.2 and 6 Hz; absent cells count as the mean. */
export function dominantHz(ring: Vec3Columns, from: number, to: number): number {
  return centre(ring, from, to) > 0 ? strongest(to - from) : 0;
}

/** Fills the scratch window with the length less its mean; answers the sum of squares. */
function centre(ring: Vec3Columns, from: number, to: number): number {
  const size = ring.x.length;
  const n = to - from;
  let mean = 0;
  let present = 0;
  for (let i = 0; i < n; i++) {
    const m = magnitude(ring, (from + i + size) % size);
    scratch[i] = m;
    if (Number.isNaN(m)) continue;
    present++;
    mean += m;
  }
  if (present < 2) return 0;
  mean /= present;
  let power = 0;
  for (let i = 0; i < n; i++) {
    const delta = Number.isNaN(scratch[i]!) ? 0 : scratch[i]! - mean;
    scratch[i] = delta;
    power += delta * delta;
  }
  return power;
}

/** Goertzel over the scratch window. */
function strongest(n: number): number {
  let best = 0;
  let bestPower = 0;
  for (let k = Math.round(LOWEST_HZ / STEP_HZ); k <= Math.round(HIGHEST_HZ / STEP_HZ); k++) {
    const c = 2 * Math.cos((2 * Math.PI * k * STEP_HZ) / GRID_HZ);
    let s1 = 0;
    let s2 = 0;
    for (let i = 0; i < n; i++) {
      const s0 = scratch[i]! + c * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    const power = s1 * s1 + s2 * s2 - c * s1 * s2;
    if (power > bestPower) {
      bestPower = power;
      best = k * STEP_HZ;
    }
  }
  return best;
}

function magnitude(ring: Vec3Columns, at: number): number {
  const x = ring.x[at]!;
  const y = ring.y[at]!;
  const z = ring.z[at]!;
  return Math.sqrt(x * x + y * y + z * z);
}

const MAX_WINDOW = 512;
const scratch = new Float64Array(MAX_WINDOW);
