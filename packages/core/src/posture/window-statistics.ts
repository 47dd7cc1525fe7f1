import type { Vec3 } from '../mounting/body-frame.ts';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import { ringIndex } from '../signal/ring-index.ts';
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
  let at = ringIndex(from, size);
  for (let left = to - from; left > 0; left--) {
    if (!Number.isNaN(ring.x[at]!)) {
      n++;
      x += ring.x[at]!;
      y += ring.y[at]!;
      z += ring.z[at]!;
    }
    if (++at === size) at = 0;
  }
  return n > 0 ? [x / n, y / n, z / n] : null;
}

/** Standard deviation of the vector's length; 0 with fewer than two cells. */
export function spreadOfMagnitude(ring: Vec3Columns, from: number, to: number): number {
  const size = ring.x.length;
  let n = 0;
  let mean = 0;
  let squares = 0;
  let at = ringIndex(from, size);
  for (let left = to - from; left > 0; left--) {
    const m = magnitude(ring, at);
    if (++at === size) at = 0;
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
  let at = ringIndex(from, size);
  for (let i = 0; i < n; i++) {
    const m = magnitude(ring, at);
    if (++at === size) at = 0;
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

/** Goertzel over the scratch window, some frequencies side by side: each has to wait for its own last step. */
function strongest(n: number): number {
  for (let k = 0; k < FREQUENCIES; k += SIDE_BY_SIDE) threePowers(n, k);
  let best = 0;
  let bestPower = 0;
  for (let k = 0; k < FREQUENCIES; k++) {
    if (powers[k]! > bestPower) {
      bestPower = powers[k]!;
      best = (LOWEST_STEP + k) * STEP_HZ;
    }
  }
  return best;
}

function threePowers(n: number, k: number): void {
  const a = coefficients[k]!;
  const b = coefficients[k + 1]!;
  const c = coefficients[k + 2]!;
  let a1 = 0;
  let a2 = 0;
  let b1 = 0;
  let b2 = 0;
  let c1 = 0;
  let c2 = 0;
  for (let i = 0; i < n; i++) {
    const x = scratch[i]!;
    const a0 = x + a * a1 - a2;
    a2 = a1;
    a1 = a0;
    const b0 = x + b * b1 - b2;
    b2 = b1;
    b1 = b0;
    const c0 = x + c * c1 - c2;
    c2 = c1;
    c1 = c0;
  }
  powers[k] = a1 * a1 + a2 * a2 - a * a1 * a2;
  powers[k + 1] = b1 * b1 + b2 * b2 - b * b1 * b2;
  powers[k + 2] = c1 * c1 + c2 * c2 - c * c1 * c2;
}

function magnitude(ring: Vec3Columns, at: number): number {
  const x = ring.x[at]!;
  const y = ring.y[at]!;
  const z = ring.z[at]!;
  return Math.sqrt(x * x + y * y + z * z);
}

const MAX_WINDOW = 512;
const scratch = new Float64Array(MAX_WINDOW);
const LOWEST_STEP = Math.round(LOWEST_HZ / STEP_HZ);
const SIDE_BY_SIDE = 3;
/** A multiple of `SIDE_BY_SIDE`. */
const FREQUENCIES = Math.round(HIGHEST_HZ / STEP_HZ) - LOWEST_STEP + 1;
const powers = new Float64Array(FREQUENCIES);
const coefficients = Float64Array.from(
  powers,
  (_, k) => 2 * Math.cos((2 * Math.PI * (LOWEST_STEP + k) * STEP_HZ) / GRID_HZ),
);
