import { STANDARD_GRAVITY_MPS2, type Vec3Columns } from '../../signal/imu-batch.ts';
import type { ImuStream, OrientationTrial } from './trial.ts';

/**
 * How a lower rate is made of a higher one:
 * 'filter' low-passes first (windowed sinc, no delay) and reads the result on an exact grid, as a sensor does whose
 * filter fits its output rate; 'pick' takes the nearest sample with its own time, as a sensor that leaves samples
 * out, and aliases; 'average' takes the mean over the interval that ends at the grid point, and so is late.
 */
export type DownSampling = 'filter' | 'pick' | 'average';

const US_PER_S = 1e6;
const INT16_STEPS = 32768;

/** The recording as it is. */
export function streamOf(trial: OrientationTrial): ImuStream {
  const { n, gyrRadps, accMps2, magUt } = trial;
  return { n, tUs: trial.reference.tUs, gyrRadps, accMps2, magUt };
}

/** The recording at a lower rate. */
export function downSample(trial: OrientationTrial, rateHz: number, how: DownSampling): ImuStream {
  const ratio = trial.rateHz / rateHz;
  const n = Math.floor((trial.n - 1) / ratio) + 1;
  const at = Float64Array.from({ length: n }, (_, k) => (how === 'pick' ? Math.round(k * ratio) : k * ratio));
  const taps = { filter: sincTaps, pick: () => pickTap, average: averageTaps }[how](ratio);
  const column = (c: Float64Array): Float64Array => at.map((p) => taps(c, p));
  const vector = (v: Vec3Columns): Vec3Columns => ({ x: column(v.x), y: column(v.y), z: column(v.z) });
  return {
    n,
    tUs: at.map((p) => (p * US_PER_S) / trial.rateHz),
    gyrRadps: vector(trial.gyrRadps),
    accMps2: vector(trial.accMps2),
    magUt: vector(trial.magUt),
  };
}

/** The value of a column at a place between its samples. */
type Taps = (column: Float64Array, at: number) => number;

const pickTap: Taps = (column, at) => column[at]!;

function averageTaps(ratio: number): Taps {
  return (column, at) => {
    const from = Math.max(0, Math.ceil(at - ratio + EPSILON));
    const to = Math.floor(at + EPSILON);
    let sum = 0;
    for (let i = from; i <= to; i++) sum += column[i]!;
    return sum / (to - from + 1);
  };
}

/** A sinc of the lower rate under a Kaiser window of ten zero crossings to each side (scipy's resample_poly). */
function sincTaps(ratio: number): Taps {
  const reach = Math.floor(SINC_CROSSINGS * ratio);
  const kernels = new Map<number, Float64Array>();
  const kernel = (phase: number): Float64Array => {
    const key = Math.round(phase / EPSILON);
    const known = kernels.get(key);
    const k = known ?? Float64Array.from({ length: 2 * reach + 1 }, (_, i) => tap(i, phase));
    if (!known) kernels.set(key, k);
    return k;
  };
  const tap = (i: number, phase: number): number => {
    const d = (i - reach - phase) / ratio;
    if (Math.abs(d) >= SINC_CROSSINGS) return 0;
    const sinc = d === 0 ? 1 : Math.sin(Math.PI * d) / (Math.PI * d);
    return sinc * besselI0(KAISER_BETA * Math.sqrt(1 - (d / SINC_CROSSINGS) ** 2));
  };
  return (column, at) => {
    const centre = Math.round(at);
    const k = kernel(at - centre);
    const from = Math.max(0, centre - reach);
    const to = Math.min(column.length - 1, centre + reach);
    let sum = 0;
    let weight = 0;
    for (let i = from; i <= to; i++) {
      const w = k[i - centre + reach]!;
      sum += w * column[i]!;
      weight += w;
    }
    return sum / weight;
  };
}

const EPSILON = 1e-9;
const SINC_CROSSINGS = 10;
const KAISER_BETA = 5;

/** Modified Bessel function of the first kind and order 0, by its series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > EPSILON * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Rounds to int16 counts of 2000 deg/s and 16 g full scale, the commodity ranges; saturates like a sensor. */
export function quantiseInt16(stream: ImuStream, gyroRangeDps = 2000, accRangeG = 16): ImuStream {
  const gyroStep = (gyroRangeDps * Math.PI) / 180 / INT16_STEPS;
  const accStep = (accRangeG * STANDARD_GRAVITY_MPS2) / INT16_STEPS;
  const vector = (v: Vec3Columns, step: number): Vec3Columns => {
    const column = (c: Float64Array): Float64Array => c.map((value) => roundTo(value, step));
    return { x: column(v.x), y: column(v.y), z: column(v.z) };
  };
  return { ...stream, gyrRadps: vector(stream.gyrRadps, gyroStep), accMps2: vector(stream.accMps2, accStep) };
}

function roundTo(value: number, step: number): number {
  return Math.min(Math.max(Math.round(value / step), -INT16_STEPS), INT16_STEPS - 1) * step;
}

/** Adds a constant to every rate axis, deg/s. */
export function addGyroBias(stream: ImuStream, biasDps: number): ImuStream {
  const bias = (biasDps * Math.PI) / 180;
  const shift = (c: Float64Array): Float64Array => c.map((v) => v + bias);
  const { x, y, z } = stream.gyrRadps;
  return { ...stream, gyrRadps: { x: shift(x), y: shift(y), z: shift(z) } };
}

/** Each sample is lost on its own with the given probability. */
export function loseSingles(stream: ImuStream, share: number, random: () => number): ImuStream {
  return keepRows(
    stream,
    Array.from({ length: stream.n }, (_, i) => i === 0 || random() >= share),
  );
}

/** Whole bursts of `burstUs` are lost until, on average, `share` of the samples is gone. */
export function loseBursts(
  stream: ImuStream,
  share: number,
  burstUs: number,
  random: () => number,
): ImuStream {
  const stepUs = (stream.tUs[stream.n - 1]! - stream.tUs[0]!) / (stream.n - 1);
  const length = Math.max(1, Math.round(burstUs / stepUs));
  // A burst starts after any kept sample; with start probability p the lost share is p L / (1 + p L).
  const start = share / (1 - share) / length;
  const keep: boolean[] = [true];
  while (keep.length < stream.n) {
    if (random() < start) for (let k = 0; k < length; k++) keep.push(false);
    keep.push(true);
  }
  return keepRows(stream, keep.slice(0, stream.n));
}

function keepRows(stream: ImuStream, keep: readonly boolean[]): ImuStream {
  const column = (c: Float64Array): Float64Array => c.filter((_, i) => keep[i]);
  const vector = (v: Vec3Columns): Vec3Columns => ({ x: column(v.x), y: column(v.y), z: column(v.z) });
  const tUs = column(stream.tUs.subarray(0, stream.n));
  return {
    n: tUs.length,
    tUs,
    gyrRadps: vector(stream.gyrRadps),
    accMps2: vector(stream.accMps2),
    magUt: vector(stream.magUt),
  };
}
