import type { QuaternionColumns } from '../quaternion-columns.ts';
import type { OrientationTrial } from './trial.ts';

const DEG = 180 / Math.PI;
const US_PER_S = 1e6;
const S_PER_MIN = 60;

/** Errors of one trial, root mean square in degrees over the scored samples. */
export interface OrientationErrors {
  readonly samples: number;
  readonly inclinationDeg: number;
  /** After removal of one constant heading offset when `alignHeading`. */
  readonly headingDeg: number;
  readonly totalDeg: number;
  /** Least-squares slope of the unwrapped heading error, deg/min. */
  readonly driftDegPerMin: number;
}

export interface MetricOptions {
  /** Compare the estimate at t with the truth at `t - lagUs`: a positive lag is a late estimate. */
  readonly lagUs?: number;
  /** True for estimates with arbitrary heading (6D). */
  readonly alignHeading: boolean;
}

/**
 * BROAD's errors: e = q_est conj(q_ref) in the earth frame; inclination 2 acos sqrt(w^2 + z^2), heading
 * 2 atan(z / w), total 2 acos |w|; over samples with movement and finite truth.
 */
export function orientationErrors(
  trial: OrientationTrial,
  estimate: QuaternionColumns,
  options: MetricOptions,
): OrientationErrors {
  const e = earthFrameErrors(trial, estimate, options.lagUs ?? 0);
  const heading = unwrap(e.heading);
  const offset = options.alignHeading ? mean(heading) : 0;
  let inclination2 = 0;
  let heading2 = 0;
  let total2 = 0;
  for (let i = 0; i < heading.length; i++) {
    const h = wrap(heading[i]! - offset);
    inclination2 += e.inclination[i]! ** 2;
    heading2 += h * h;
    total2 += (2 * Math.acos(Math.min(1, Math.cos(e.inclination[i]! / 2) * Math.cos(h / 2)))) ** 2;
  }
  const rms = (sum: number): number => DEG * Math.sqrt(sum / heading.length);
  return {
    samples: heading.length,
    inclinationDeg: rms(inclination2),
    headingDeg: rms(heading2),
    totalDeg: rms(total2),
    driftDegPerMin: DEG * S_PER_MIN * slope(e.tS, heading),
  };
}

/** Root mean square inclination error of one trial, degrees, for a given lag. */
export function inclinationRmse(trial: OrientationTrial, estimate: QuaternionColumns, lagUs: number): number {
  const { inclination } = earthFrameErrors(trial, estimate, lagUs);
  return DEG * Math.sqrt(inclination.reduce((sum, a) => sum + a * a, 0) / inclination.length);
}

interface ErrorSeries {
  readonly tS: number[];
  readonly inclination: number[];
  readonly heading: number[];
}

function earthFrameErrors(trial: OrientationTrial, estimate: QuaternionColumns, lagUs: number): ErrorSeries {
  const out: ErrorSeries = { tS: [], inclination: [], heading: [] };
  const truth = new Float64Array(4);
  for (let i = 0; i < estimate.n; i++) {
    const at = ((estimate.tUs[i]! - lagUs) * trial.rateHz) / US_PER_S;
    if (!scored(trial, (estimate.tUs[i]! * trial.rateHz) / US_PER_S) || !truthAt(trial, at, truth)) continue;
    const [ew, ex, ey, ez] = [estimate.w[i]!, estimate.x[i]!, estimate.y[i]!, estimate.z[i]!];
    const [rw, rx, ry, rz] = [truth[0]!, truth[1]!, truth[2]!, truth[3]!];
    const w = ew * rw + ex * rx + ey * ry + ez * rz;
    const x = -ew * rx + ex * rw - ey * rz + ez * ry;
    const y = -ew * ry + ey * rw - ez * rx + ex * rz;
    const z = -ew * rz + ez * rw - ex * ry + ey * rx;
    out.tS.push(estimate.tUs[i]! / US_PER_S);
    out.inclination.push(2 * Math.atan2(Math.hypot(x, y), Math.hypot(w, z)));
    out.heading.push(2 * Math.atan2(w < 0 ? -z : z, Math.abs(w)));
  }
  return out;
}

function scored(trial: OrientationTrial, at: number): boolean {
  return trial.movement[Math.round(at)] === 1;
}

/** Truth between two samples (normalised linear interpolation); false where unseen. */
function truthAt(trial: OrientationTrial, at: number, out: Float64Array): boolean {
  const { w, x, y, z } = trial.reference;
  const i = Math.min(Math.max(Math.floor(at + WHOLE_SAMPLE), 0), trial.n - 1);
  const j = Math.min(i + 1, trial.n - 1);
  const share = Math.max(0, at - i);
  if (share < WHOLE_SAMPLE) {
    out.set([w[i]!, x[i]!, y[i]!, z[i]!]);
    return Number.isFinite(out[0]!);
  }
  const same = w[i]! * w[j]! + x[i]! * x[j]! + y[i]! * y[j]! + z[i]! * z[j]! < 0 ? -share : share;
  out[0] = (1 - share) * w[i]! + same * w[j]!;
  out[1] = (1 - share) * x[i]! + same * x[j]!;
  out[2] = (1 - share) * y[i]! + same * y[j]!;
  out[3] = (1 - share) * z[i]! + same * z[j]!;
  const norm = Math.hypot(out[0], out[1], out[2], out[3]);
  for (let k = 0; k < 4; k++) out[k] = out[k]! / norm;
  return norm > 0;
}

const WHOLE_SAMPLE = 1e-6;

function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

function unwrap(angles: readonly number[]): number[] {
  const out: number[] = [];
  for (const angle of angles) {
    const before = out.at(-1) ?? angle;
    out.push(before + wrap(angle - before));
  }
  return out;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function slope(t: readonly number[], values: readonly number[]): number {
  const meanT = mean(t);
  const meanV = mean(values);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < t.length; i++) {
    covariance += (t[i]! - meanT) * (values[i]! - meanV);
    variance += (t[i]! - meanT) ** 2;
  }
  return covariance / variance;
}
