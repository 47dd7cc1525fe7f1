import { SMOOTHNESS_PARAMS, type SmoothnessParams } from './exercise.params.ts';

/** A number, or the reason for which there is none. */
export type Smoothness =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: string };

type Judge = (speed: ArrayLike<number>, rateHz: number, params: SmoothnessParams) => number;

/**
 * Spectral arc length of a speed profile, evenly sampled at `rateHz`; at most about -1, closer to 0 is smoother. The
 * length of the curve of the spectrum, relative to its value at 0 Hz, over the frequencies in which the movement
 * has anything.
 */
export function spectralArcLength(
  speed: ArrayLike<number>,
  rateHz: number,
  params: SmoothnessParams = SMOOTHNESS_PARAMS,
): Smoothness {
  return judged(speed, rateHz, params, arcLength);
}

/**
 * Dimensionless jerk of a speed profile, evenly sampled at `rateHz`: minus the integral of the squared jerk, made
 * free of units by the duration cubed over the squared peak. 0 would be no change of speed at all.
 */
export function dimensionlessJerk(
  speed: ArrayLike<number>,
  rateHz: number,
  params: SmoothnessParams = SMOOTHNESS_PARAMS,
): Smoothness {
  return judged(speed, rateHz, params, jerk);
}

/** Minus the logarithm of the dimensionless jerk's size; closer to 0 is smoother. */
export function logDimensionlessJerk(
  speed: ArrayLike<number>,
  rateHz: number,
  params: SmoothnessParams = SMOOTHNESS_PARAMS,
): Smoothness {
  return judged(speed, rateHz, params, (profile, hz) => -Math.log(Math.abs(jerk(profile, hz))));
}

function judged(
  speed: ArrayLike<number>,
  rateHz: number,
  params: SmoothnessParams,
  judge: Judge,
): Smoothness {
  const reason = noMovement(speed, rateHz, params);
  if (reason !== null) return { value: null, reason };
  const value = judge(speed, rateHz, params);
  return Number.isFinite(value)
    ? { value, reason: null }
    : { value: null, reason: 'the speed never changes' };
}

function noMovement(speed: ArrayLike<number>, rateHz: number, params: SmoothnessParams): string | null {
  if (!(rateHz > 0)) return `rateHz is ${rateHz}: give the rate of the profile in hertz`;
  const { leastSamples, leastPeak } = params;
  if (speed.length < leastSamples)
    return `${speed.length} samples are no movement, ${leastSamples} are needed`;
  const peak = peakOf(speed);
  if (Number.isNaN(peak)) return 'the speed is not finite everywhere';
  return peak < leastPeak ? `no movement: the speed stays under ${leastPeak}` : null;
}

/** NaN when any value is not finite. */
function peakOf(speed: ArrayLike<number>): number {
  let peak = 0;
  for (let i = 0; i < speed.length; i++) {
    if (!Number.isFinite(speed[i]!)) return Number.NaN;
    peak = Math.max(peak, Math.abs(speed[i]!));
  }
  return peak;
}

function arcLength(speed: ArrayLike<number>, rateHz: number, params: SmoothnessParams): number {
  const points = 2 ** (Math.ceil(Math.log2(speed.length)) + params.padLevel);
  // Above half the rate the spectrum is its own mirror image.
  const highestHz = Math.min(params.highestHz, rateHz / 2);
  const bins = Math.floor((highestHz * points) / rateHz) + 1;
  const amplitude = Float64Array.from({ length: bins }, (_, bin) => magnitude(speed, bin / points));
  const still = amplitude[0]!;
  const [first, last] = followed(amplitude, params.amplitudeShare * still);
  const width = last - first;
  let length = 0;
  for (let bin = first; bin < last; bin++) {
    length += Math.hypot(1 / width, (amplitude[bin + 1]! - amplitude[bin]!) / still);
  }
  return -length;
}

/** First and last bin with at least this amplitude. */
function followed(amplitude: Float64Array, least: number): [number, number] {
  const first = amplitude.findIndex((a) => a >= least);
  const last = amplitude.findLastIndex((a) => a >= least);
  return [first, last];
}

/** Size of the Fourier sum at `cycles` per sample, by a rotating phasor. */
function magnitude(speed: ArrayLike<number>, cycles: number): number {
  const c = Math.cos(2 * Math.PI * cycles);
  const s = Math.sin(2 * Math.PI * cycles);
  let [re, im, px, py] = [0, 0, 1, 0];
  for (let i = 0; i < speed.length; i++) {
    re += speed[i]! * px;
    im += speed[i]! * py;
    const x = px * c - py * s;
    py = px * s + py * c;
    px = x;
  }
  return Math.hypot(re, im);
}

function jerk(speed: ArrayLike<number>, rateHz: number): number {
  const n = speed.length;
  let sum = 0;
  for (let i = 2; i < n; i++) {
    sum += ((speed[i]! - 2 * speed[i - 1]! + speed[i - 2]!) * rateHz ** 2) ** 2;
  }
  const durationS = n / rateHz;
  return (-(durationS ** 3) / peakOf(speed) ** 2) * (sum / rateHz);
}
