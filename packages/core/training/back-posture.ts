import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Reads the labelled lower-back set (`../shared/data/back-posture`: HARTH and HAR70+, CC BY 4.0). */

interface Manifest {
  readonly subjects: readonly Subject[];
}

interface Subject {
  readonly id: string;
  readonly file: string;
  readonly n: number;
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
  /** Second (UTC) to code. */
  readonly labels: ReadonlyMap<number, number>;
}

export const BACK_POSTURE_AXES = 'up,right,forward';
const INTERVAL_US = 20_000;
const COUNTS_PER_G = 4096;
const G = 9.80665;

export function loadPeople(folder: string): LabelledPerson[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  return manifest.subjects.map((subject) => loadPerson(folder, subject));
}

function loadPerson(folder: string, subject: Subject): LabelledPerson {
  const planes = gunzipSync(readFileSync(join(folder, subject.file)));
  const { n } = subject;
  return {
    id: subject.id,
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
    out[i] = (value / COUNTS_PER_G) * G;
  }
  return out;
}

function timesUs(subject: Subject): Float64Array {
  const out = new Float64Array(subject.n);
  let i = 0;
  for (const [offsetMs, samples] of subject.segments) {
    const startUs = (subject.t0 + offsetMs) * 1000;
    for (let k = 0; k < samples; k++) out[i++] = startUs + k * INTERVAL_US;
  }
  return out;
}

function labelsBySecond(subject: Subject): Map<number, number> {
  const labels = new Map<number, number>();
  for (const [offsetMs, seconds, code] of subject.labels) {
    const first = Math.floor((subject.t0 + offsetMs) / 1000);
    for (let k = 0; k < seconds; k++) labels.set(first + k, code);
  }
  return labels;
}
