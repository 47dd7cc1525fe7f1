import { STANDARD_GRAVITY_MPS2, type Vec3Columns } from '../signal/imu-batch.ts';
import { ringIndex } from '../signal/ring-index.ts';
import { GAIT_FORWARD_PARAMS as P } from './gait-forward.params.ts';

/**
 * Which way a walker goes, from one window of acceleration at the belt.
 *
 * Walking is an inverted pendulum (G. Cavagna, H. Saibene, R. Margaria 1963): the body is slowest where it is
 * highest, once a step, so forward acceleration leads vertical acceleration by a quarter of a step. What leads the
 * vertical so is the *pull*; it points forward, and the sway to the side drops out, because it repeats only once
 * a stride (W. Zijlstra, A. Hof 2003). For the same reason forward repeats itself a step later and sideways
 * turns around: the *symmetry* tensor is positive along the way and negative across it. In running height and
 * speed go together, so windows that may be running do not count.
 */
export interface GaitEvidence {
  /** Sensor frame, square to the window's "up"; its length is the share of the movement that leads so. */
  readonly pull: readonly [number, number, number];
  /** What repeats after a step less what turns around, share of all: xx, xy, xz, yy, yz, zz. */
  readonly symmetry: readonly [number, number, number, number, number, number];
}

const MAX_WINDOW = 512;
const vertical = new Float64Array(MAX_WINDOW);
const level = [new Float64Array(MAX_WINDOW), new Float64Array(MAX_WINDOW), new Float64Array(MAX_WINDOW)];
const magnitude = new Float64Array(MAX_WINDOW);
const up = new Float64Array(3);
const hann = new Float64Array(MAX_WINDOW);
const cosine = new Float64Array(MAX_WINDOW);
const sine = new Float64Array(MAX_WINDOW);

/** Cells `[from, to)` of ring columns at `hz`; null when they are not plain walking or a cell is absent. */
export function gaitEvidence(ring: Vec3Columns, from: number, to: number, hz: number): GaitEvidence | null {
  const n = to - from;
  const power = fillMagnitude(ring, from, n);
  if (!(power > 0)) return null;
  const spreadG = Math.sqrt(power / n) / STANDARD_GRAVITY_MPS2;
  if (spreadG < P.spreadG[0] || spreadG > P.spreadG[1]) return null;
  const lag = stepLag(n, hz, power);
  if (lag * P.stepHz[1] < hz || lag * P.stepHz[0] > hz) return null;
  split(ring, from, n);
  return { pull: pullAt(n, lag), symmetry: symmetryAt(n, lag) };
}

/** Length less its mean into the scratch window; answers the sum of squares, NaN when a cell is absent. */
function fillMagnitude({ x, y, z }: Vec3Columns, from: number, n: number): number {
  const size = x.length;
  let sum = 0;
  let at = ringIndex(from, size);
  for (let i = 0; i < n; i++) {
    const m = Math.sqrt(x[at]! ** 2 + y[at]! ** 2 + z[at]! ** 2);
    magnitude[i] = m;
    sum += m;
    if (++at === size) at = 0;
  }
  let power = 0;
  for (let i = 0; i < n; i++) {
    const delta = magnitude[i]! - sum / n;
    magnitude[i] = delta;
    power += delta * delta;
  }
  return power;
}

/** Cells after which the magnitude repeats itself best; 0 when it hardly does. */
function stepLag(n: number, hz: number, power: number): number {
  let best: number = P.periodicity;
  let bestLag = 0;
  for (let lag = Math.round(hz / P.fastestHz); lag <= hz / P.stepHz[0]; lag++) {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += magnitude[i]! * magnitude[i - lag]!;
    const repeats = (sum * n) / ((n - lag) * power);
    if (repeats <= best) continue;
    best = repeats;
    bestLag = lag;
  }
  return bestLag;
}

/** The window's movement along its mean direction and, as a vector, square to it. */
function split({ x, y, z }: Vec3Columns, from: number, n: number): void {
  const size = x.length;
  const first = ringIndex(from, size);
  up.fill(0);
  for (let i = 0; i < n; i++) {
    const at = (first + i) % size;
    up[0]! += x[at]!;
    up[1]! += y[at]!;
    up[2]! += z[at]!;
  }
  const length = Math.hypot(up[0]!, up[1]!, up[2]!);
  for (let k = 0; k < 3; k++) up[k]! /= length;
  for (let i = 0; i < n; i++) {
    const at = (first + i) % size;
    const along = x[at]! * up[0]! + y[at]! * up[1]! + z[at]! * up[2]!;
    vertical[i] = along - length / n;
    level[0]![i] = x[at]! - along * up[0]!;
    level[1]![i] = y[at]! - along * up[1]!;
    level[2]![i] = z[at]! - along * up[2]!;
  }
}

/** The part of the level movement that leads the vertical by a quarter, at the step's frequency, Hann-weighted. */
function pullAt(n: number, lag: number): [number, number, number] {
  fillWave(n, lag);
  const vRe = weighted(vertical, cosine, n);
  const vIm = -weighted(vertical, sine, n);
  const pull: [number, number, number] = [0, 0, 0];
  let levelPower = 0;
  for (let k = 0; k < 3; k++) {
    const values = level[k]!;
    pull[k] = -weighted(values, sine, n) * vRe - weighted(values, cosine, n) * vIm;
    levelPower += weightedPower(values, n);
  }
  const power = Math.sqrt(weightedPower(vertical, n) * levelPower) * n;
  if (!(power > 0)) return [0, 0, 0];
  return [pull[0]! / power, pull[1]! / power, pull[2]! / power];
}

/** One wave of `lag` cells under a Hann window. */
function fillWave(n: number, lag: number): void {
  for (let i = 0; i < n; i++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / n);
    const angle = (2 * Math.PI * i) / lag;
    hann[i] = weight;
    cosine[i] = weight * Math.cos(angle);
    sine[i] = weight * Math.sin(angle);
  }
}

function weighted(values: Float64Array, weights: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! * weights[i]!;
  return sum;
}

function weightedPower(values: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! * values[i]! * hann[i]!;
  return sum;
}

/** `a(t) a(t + lag)` is what repeats less what turns around, up to a factor. */
function symmetryAt(n: number, lag: number): GaitEvidence['symmetry'] {
  const [x, y, z] = level as unknown as readonly [Float64Array, Float64Array, Float64Array];
  const out: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  let all = 0;
  for (let i = lag; i < n; i++) {
    const j = i - lag;
    out[0] += x[i]! * x[j]!;
    out[1] += (x[i]! * y[j]! + x[j]! * y[i]!) / 2;
    out[2] += (x[i]! * z[j]! + x[j]! * z[i]!) / 2;
    out[3] += y[i]! * y[j]!;
    out[4] += (y[i]! * z[j]! + y[j]! * z[i]!) / 2;
    out[5] += z[i]! * z[j]!;
    all += (x[i]! ** 2 + y[i]! ** 2 + z[i]! ** 2 + x[j]! ** 2 + y[j]! ** 2 + z[j]! ** 2) / 2;
  }
  if (!(all > 0)) return [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < out.length; k++) out[k]! /= all;
  return out;
}
