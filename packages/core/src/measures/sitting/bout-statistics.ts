/**
 * Statistics of how sitting time is divided into bouts. Lengths may be in any unit; the unit of a length comes
 * back. Functions answer null where the statistic does not exist (too few bouts, or all of one length).
 * Conventions and golden vectors: Chastin & Granat 2010 (Gini, W50, power law), facts of the project's measures.
 */

/** The middle one in order of length; the mean of the two middle ones for an even count. */
export function median(lengths: readonly number[]): number | null {
  if (lengths.length === 0) return null;
  const s = sorted(lengths);
  const half = s.length >> 1;
  return s.length % 2 === 1 ? s[half]! : (s[half - 1]! + s[half]!) / 2;
}

/** Bouts of at least `limit` (`>=`; activPAL counts `>`). */
export function countAtLeast(lengths: readonly number[], limit: number): number {
  return lengths.filter((length) => length >= limit).length;
}

/** Gini index of the lengths, 0 (all equal) to 1; `corrected` multiplies by n / (n - 1). */
export function gini(lengths: readonly number[], corrected: boolean): number | null {
  const n = lengths.length;
  if (n === 0 || (corrected && n < 2)) return null;
  const cumulative = cumulated(sorted(lengths));
  const total = cumulative[n - 1]!;
  if (!(total > 0)) return null;
  const raw = (n + 1 - 2 * cumulative.reduce((sum, c) => sum + c / total, 0)) / n;
  return corrected ? (raw * n) / (n - 1) : raw;
}

export interface PowerLaw {
  readonly alpha: number;
  readonly standardError: number;
}

/**
 * Power-law exponent of the lengths by maximum likelihood; `shortest` is the x_m of the convention, below which
 * lengths are left out.
 */
export function powerLaw(lengths: readonly number[], shortest: number): PowerLaw | null {
  const within = lengths.filter((length) => length >= shortest);
  const n = within.length;
  if (n === 0 || !(shortest > 0)) return null;
  const logs = within.reduce((sum, length) => sum + Math.log(length / shortest), 0);
  if (!(logs > 0)) return null;
  const alpha = 1 + n / logs;
  return { alpha, standardError: (alpha - 1) / Math.sqrt(n) };
}

/** Usual bout duration, empirical: the length whose cumulative share of the time is nearest to one half. */
export function usualBoutEmpirical(lengths: readonly number[]): number | null {
  const s = sorted(lengths);
  const cumulative = cumulated(s);
  const total = cumulative.at(-1);
  if (total === undefined || !(total > 0)) return null;
  let best = 0;
  for (let i = 1; i < s.length; i++) {
    if (Math.abs(cumulative[i]! / total - 0.5) < Math.abs(cumulative[best]! / total - 0.5)) best = i;
  }
  return s[best]!;
}

const FIT_ITERATIONS = 100;
const FIT_TOLERANCE = 1e-10;
const MIN_DISTINCT_LENGTHS = 3;

/** Slopes with which the fit is begun: from hardly curved to nearly a step. */
const FIRST_K = [0.5, 1, 2, 4, 8, 16, 32] as const;
/** Of the lengths, so many are tried as the first W50: of weeks of bouts all would take seconds. */
const FIRST_LENGTHS = 64;

/**
 * Usual bout duration, fitted: W50 of l^k / (l^k + W50^k) through the cumulative shares (least squares,
 * Gauss-Newton with halved steps in k and ln W50). Begun with several slopes: where a few bouts hold most of the time there
 * is more than one valley to run into. Null when there are too few lengths or the best one does not converge.
 */
export function usualBoutFitted(lengths: readonly number[]): number | null {
  const points = sharePoints(lengths);
  if (points.length < MIN_DISTINCT_LENGTHS) return null;
  const fits = FIRST_K.map((k) => fitFrom(points, k, bestLogW(points, k)));
  return fits.reduce((best, fit) => (fit.error < best.error ? fit : best)).w50;
}

interface Fit {
  readonly error: number;
  /** Null when it did not converge. */
  readonly w50: number | null;
}

function fitFrom(points: readonly Point[], firstK: number, firstLogW: number): Fit {
  let [k, logW] = [firstK, firstLogW];
  let error = squaredError(points, k, logW);
  for (let i = 0; i < FIT_ITERATIONS; i++) {
    const step = gaussNewtonStep(points, k, logW);
    if (!step) break;
    let scale = 1;
    while (
      scale > FIT_TOLERANCE &&
      !(squaredError(points, k + scale * step[0], logW + scale * step[1]) <= error)
    ) {
      scale /= 2;
    }
    k += scale * step[0];
    logW += scale * step[1];
    error = squaredError(points, k, logW);
    if (Math.hypot(step[0], step[1]) * scale < FIT_TOLERANCE)
      return { error, w50: k > 0 ? Math.exp(logW) : null };
  }
  return { error, w50: null };
}

/** Of lengths all along them, the W50 with which a curve of this slope fits best. */
function bestLogW(points: readonly Point[], k: number): number {
  const stride = Math.ceil(points.length / FIRST_LENGTHS);
  let best = points[0]![0];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < points.length; i += stride) {
    const logW = points[i]![0];
    const error = squaredError(points, k, logW);
    if (error < least) [best, least] = [logW, error];
  }
  return best;
}

/** Rate of ending a bout: 1 / mean length (sedentary-to-active transition probability). */
export function transitionRate(lengths: readonly number[]): number | null {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return total > 0 ? lengths.length / total : null;
}

/** Mean over the distinct lengths t of n(t) / n(>= t). */
export function meanHazard(lengths: readonly number[]): number | null {
  const distinct = [...new Set(lengths)];
  if (distinct.length === 0) return null;
  const hazards = distinct.map((t) => lengths.filter((l) => l === t).length / countAtLeast(lengths, t));
  return hazards.reduce((sum, h) => sum + h, 0) / hazards.length;
}

type Point = readonly [logLength: number, share: number];

/** Cumulative share of time up to each distinct length, the longest with share 1 among them. */
function sharePoints(lengths: readonly number[]): Point[] {
  const s = sorted(lengths).filter((length) => length > 0);
  const cumulative = cumulated(s);
  const total = cumulative.at(-1) ?? 0;
  return s.flatMap((length, i): Point[] =>
    s[i + 1] === length ? [] : [[Math.log(length), cumulative[i]! / total]],
  );
}

function modelled(logLength: number, k: number, logW: number): number {
  return 1 / (1 + Math.exp(-k * (logLength - logW)));
}

function squaredError(points: readonly Point[], k: number, logW: number): number {
  return points.reduce((sum, [x, y]) => sum + (modelled(x, k, logW) - y) ** 2, 0);
}

function gaussNewtonStep(points: readonly Point[], k: number, logW: number): [number, number] | null {
  let kk = 0;
  let kw = 0;
  let ww = 0;
  let rk = 0;
  let rw = 0;
  for (const [x, y] of points) {
    const p = modelled(x, k, logW);
    const slope = p * (1 - p);
    const dk = slope * (x - logW);
    const dw = -slope * k;
    kk += dk * dk;
    kw += dk * dw;
    ww += dw * dw;
    rk += dk * (y - p);
    rw += dw * (y - p);
  }
  const determinant = kk * ww - kw * kw;
  if (!(determinant > Number.EPSILON * kk * ww)) return null;
  return [(rk * ww - rw * kw) / determinant, (rw * kk - rk * kw) / determinant];
}

function sorted(lengths: readonly number[]): number[] {
  return [...lengths].sort((a, b) => a - b);
}

function cumulated(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => {
    sum += length;
    return sum;
  });
}
