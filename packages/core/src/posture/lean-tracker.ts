import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { ringIndex } from '../signal/ring-index.ts';
import { SAMPLE } from './posture-sample.ts';

/**
 * How far the trunk leaned out and came back around a moment. Who sits down or gets up leans first, and the tilt
 * that a gyroscope integrates shows it although the acceleration of the movement hides it (idea: M. H. Pham et al.
 * 2018, "Validation of a lower back wearable-based sit-to-stand and stand-to-sit algorithm"; tilt change and
 * duration of each transition). Angles between directions of "up" in the sensor: no axis is asked for.
 */
export interface Lean {
  /** Beyond the way from the tilt before to the tilt after, degrees. */
  readonly deg: number;
  /** Time beyond half of it, s. */
  readonly durationS: number;
  /** From the tilt before to the tilt after, degrees. */
  readonly stepDeg: number;
}

const { TIME_US, UP, ROTATION_DEG } = SAMPLE;
export const LEAN_HZ = 5;
const STEP_US = 200_000;
const STEPS = 80;
/** Sums of up (3), samples. */
const FIELDS = 4;
/** Around the moment: the lean lies within, the tilts before and after lie just beyond. */
const REACH = 8;
const REST = 5;
const DEG_PER_RAD = 180 / Math.PI;

/** Samples in, the lean around a moment out, 3 s after it at the earliest. Allocates nothing per sample. */
export class LeanTracker {
  readonly #sums = new Float64Array(STEPS * FIELDS);
  /** Last step with a sample; -1 before any. */
  readonly #at = new Float64Array([-1]);
  /** Where its sums are. */
  #place = 0;
  readonly #excursion = new Float64Array(2 * REACH + 1);
  readonly #before = new Float64Array(3);
  readonly #after = new Float64Array(3);
  readonly #here = new Float64Array(3);

  /** See `posture-sample.ts`; a sample without rotation has no gyroscope behind its up and is left out. */
  push(sample: Float64Array): void {
    if (Number.isNaN(sample[ROTATION_DEG]!)) return;
    const step = Math.floor(sample[TIME_US]! / STEP_US);
    if (step !== this.#at[0]!) this.#begin(step);
    const s = this.#sums;
    const at = this.#place;
    s[at] = s[at]! + sample[UP]!;
    s[at + 1] = s[at + 1]! + sample[UP + 1]!;
    s[at + 2] = s[at + 2]! + sample[UP + 2]!;
    s[at + 3] = s[at + 3]! + 1;
  }

  /** Around `tUs`, at most 12 s ago; null without a gyroscope, or where too much is missing to say. */
  around(tUs: number): Lean | null {
    const middle = Math.floor(tUs / STEP_US);
    if (!this.#mean(middle - REACH - REST, this.#before) || !this.#mean(middle + REACH + 1, this.#after))
      return null;
    const direct = angleDeg(this.#before, this.#after);
    let deg = 0;
    for (let k = 0; k <= 2 * REACH; k++) {
      const known = this.#read(middle - REACH + k, this.#here);
      const detour = angleDeg(this.#before, this.#here) + angleDeg(this.#here, this.#after) - direct;
      this.#excursion[k] = known ? Math.max(0, detour / 2) : 0;
      deg = Math.max(deg, this.#excursion[k]!);
    }
    return { deg, durationS: this.#beyond(deg / 2) / LEAN_HZ, stepDeg: direct };
  }

  clear(): void {
    this.#sums.fill(0);
    this.#at[0] = -1;
  }

  snapshot(): Snapshot {
    return { sums: encodeNumbers(this.#sums), at: this.#at[0]! };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.sums, this.#sums, 'lean.sums');
    this.#at[0] = snapshot.at as number;
    this.#place = placeOf(this.#at[0]);
  }

  /** Empties what lies between the last step and this one, this one included. */
  #begin(step: number): void {
    const last = this.#at[0]!;
    const from = Math.max(last === -1 ? step : last + 1, step - STEPS + 1);
    for (let k = from; k <= step; k++) this.#sums.fill(0, placeOf(k), placeOf(k) + FIELDS);
    this.#at[0] = step;
    this.#place = placeOf(step);
  }

  #beyond(deg: number): number {
    let steps = 0;
    for (let k = 0; k <= 2 * REACH; k++) if (this.#excursion[k]! > deg) steps++;
    return steps;
  }

  /** Unit direction of up at a step; false where it is not known. */
  #read(step: number, out: Float64Array): boolean {
    out.fill(0);
    return this.#add(step, out) && toUnit(out);
  }

  /** Over `REST` steps. */
  #mean(from: number, out: Float64Array): boolean {
    out.fill(0);
    let known = false;
    for (let k = 0; k < REST; k++) known = this.#add(from + k, out) || known;
    return known && toUnit(out);
  }

  #add(step: number, out: Float64Array): boolean {
    const last = this.#at[0]!;
    if (step > last || step <= last - STEPS || step < 0) return false;
    const at = placeOf(step);
    for (let i = 0; i < 3; i++) out[i] = out[i]! + this.#sums[at + i]!;
    return this.#sums[at + 3]! > 0;
  }
}

function placeOf(step: number): number {
  return ringIndex(step, STEPS) * FIELDS;
}

function toUnit(v: Float64Array): boolean {
  const size = Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
  if (!(size > 0)) return false;
  for (let i = 0; i < 3; i++) v[i] = v[i]! / size;
  return true;
}

/** Between unit vectors, well conditioned for small angles. */
function angleDeg(a: Float64Array, b: Float64Array): number {
  const x = a[0]! - b[0]!;
  const y = a[1]! - b[1]!;
  const z = a[2]! - b[2]!;
  const half = Math.sqrt(x * x + y * y + z * z) / 2;
  return 2 * Math.asin(Math.min(1, half)) * DEG_PER_RAD;
}
