import { STANDARD_GRAVITY_MPS2, type Vec3Columns } from '../../signal/imu-batch.ts';
import type { ImuStream, OrientationTrial } from './trial.ts';

/** How a lower rate is made of a higher one. */
export type DownSampling = 'pick' | 'interpolate' | 'average';

const US_PER_S = 1e6;
const INT16_STEPS = 32768;

/** The recording as it is. */
export function streamOf(trial: OrientationTrial): ImuStream {
  const { n, gyrRadps, accMps2, magUt } = trial;
  return { n, tUs: trial.reference.tUs, gyrRadps, accMps2, magUt };
}

/**
 * Samples at `rateHz`. 'pick' takes the nearest sample of the recording with its own time (as a sensor that
 * decimates without a filter), 'interpolate' the linear interpolation on an exact grid, 'average' the mean over
 * the interval that ends at the grid point (as a sensor with a box filter; it delays by half an interval).
 */
export function downSample(trial: OrientationTrial, rateHz: number, how: DownSampling): ImuStream {
  const ratio = trial.rateHz / rateHz;
  const n = Math.floor((trial.n - 1) / ratio) + 1;
  const at = Float64Array.from({ length: n }, (_, k) => (how === 'pick' ? Math.round(k * ratio) : k * ratio));
  const read = {
    pick: readAt,
    interpolate: readAt,
    average: (c: Float64Array, p: number) => meanUpTo(c, p, ratio),
  }[how];
  const column = (c: Float64Array): Float64Array => at.map((p) => read(c, p));
  const vector = (v: Vec3Columns): Vec3Columns => ({ x: column(v.x), y: column(v.y), z: column(v.z) });
  return {
    n,
    tUs: at.map((p) => (p * US_PER_S) / trial.rateHz),
    gyrRadps: vector(trial.gyrRadps),
    accMps2: vector(trial.accMps2),
    magUt: vector(trial.magUt),
  };
}

function readAt(column: Float64Array, at: number): number {
  const i = Math.floor(at);
  const share = at - i;
  return share === 0
    ? column[i]!
    : (1 - share) * column[i]! + share * column[Math.min(i + 1, column.length - 1)]!;
}

function meanUpTo(column: Float64Array, at: number, width: number): number {
  const from = Math.max(0, Math.ceil(at - width + 1e-9));
  const to = Math.floor(at + 1e-9);
  let sum = 0;
  for (let i = from; i <= to; i++) sum += column[i]!;
  return sum / (to - from + 1);
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
