/**
 * The labelled lower-back set (HARTH and HAR70+, repacked; CC BY 4.0), see its `manifest.json`: three channels of
 * acceleration at 50 Hz with cut-out stretches, and a label for each second.
 */

export interface LabelledSubject {
  readonly id: string;
  readonly file: string;
  readonly n: number;
  /** Milliseconds since the epoch; offsets count from here. */
  readonly t0: number;
  /** [offset ms, samples]. */
  readonly segments: readonly (readonly [number, number])[];
  /** [offset ms, seconds, code]. */
  readonly labels: readonly (readonly [number, number, number])[];
}

export interface LabelledPerson {
  readonly id: string;
  readonly n: number;
  readonly tUs: Float64Array;
  /** m/s^2; x up, y right, z forward. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Second since the epoch to code. */
  readonly labels: ReadonlyMap<number, number>;
}

export const LABELLED_AXES = 'up,right,forward';
export const LABELLED_RATE_HZ = 50;
const INTERVAL_US = 20_000;
const COUNTS_PER_G = 4096;
const G_MPS2 = 9.80665;
const US_PER_MS = 1000;
const MS_PER_S = 1000;
const CHANNELS = 3;

/** `planes`: the subject's file, decompressed. Throws a RangeError when its length is not what the manifest says. */
export function readLabelledPerson(subject: LabelledSubject, planes: Uint8Array): LabelledPerson {
  const { id, n } = subject;
  const samples = subject.segments.reduce((sum, [, count]) => sum + count, 0);
  if (planes.length !== 2 * CHANNELS * n || samples !== n) {
    throw new RangeError(
      `${id}: ${planes.length} bytes and ${samples} samples do not fit n = ${n}: fetch the data again`,
    );
  }
  return {
    id,
    n,
    tUs: timesUs(subject),
    x: channel(planes, 0, n),
    y: channel(planes, 1, n),
    z: channel(planes, 2, n),
    labels: labelsBySecond(subject),
  };
}

/** Low-byte plane, then high-byte plane, of zigzag differences modulo 2^16. */
function channel(planes: Uint8Array, index: number, n: number): Float64Array {
  const low = index * 2 * n;
  const out = new Float64Array(n);
  let value = 0;
  for (let i = 0; i < n; i++) {
    const zigzag = planes[low + i]! | (planes[low + n + i]! << 8);
    value = ((value + ((zigzag >>> 1) ^ -(zigzag & 1))) << 16) >> 16;
    out[i] = (value / COUNTS_PER_G) * G_MPS2;
  }
  return out;
}

function timesUs(subject: LabelledSubject): Float64Array {
  const out = new Float64Array(subject.n);
  let i = 0;
  for (const [offsetMs, samples] of subject.segments) {
    const startUs = (subject.t0 + offsetMs) * US_PER_MS;
    for (let k = 0; k < samples; k++) out[i++] = startUs + k * INTERVAL_US;
  }
  return out;
}

function labelsBySecond(subject: LabelledSubject): Map<number, number> {
  const labels = new Map<number, number>();
  for (const [offsetMs, seconds, code] of subject.labels) {
    const first = Math.floor((subject.t0 + offsetMs) / MS_PER_S);
    for (let k = 0; k < seconds; k++) labels.set(first + k, code);
  }
  return labels;
}
