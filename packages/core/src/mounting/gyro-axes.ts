import { decodeNumbers, type EncodedNumber, encodeNumbers } from '../orientation/state-codec.ts';
import type { TiltStretches } from './tilt-stretches.ts';

export type GyroAxis = 'x' | 'y' | 'z';
export const GYRO_AXES: readonly GyroAxis[] = ['x', 'y', 'z'];

/** Walking, pushing and shaking move gravity too: only while acceleration varies by less is tilting all there is, m/s^2. */
const QUIET_MPS2 = 0.5;
/** A stretch in which neither gravity nor the gyroscope turns by so much says nothing, rad. */
const LIVELY_RAD = 0.03;
const LEAST_STRETCHES = 50;
/** Older stretches count less. */
const REMEMBERED_STRETCHES = 400;
/**
 * Of all turning, the part that gravity shows of this axis alone. Of less, pushes that go with turning say as much: whoever
 * swivels a tenth of a metre in front of the clip tilts what it feels by up to a tenth of the turn.
 */
const LEAST_SHARE = 0.03;
/** An axis that tells nothing at all has so much, so that the others can be told from it. */
const LEAST_INVERTIBLE = 1e-9;
/** Right axes of lower backs gain 0.5 to 1.1, reversed ones the same below 0; the limits lie this far on either side of 0 ... */
const CLEAR_GAIN = 0.3;
/** ... and so many standard errors have to lie beyond them. */
const CLEAR_ERRORS = 4;

/** How many stretches, sums of products of what the axes tell (xx xy xz yy yz zz), of that and what is seen, of what is seen. */
const STRETCHES = 0;
const GRAM = 1;
const BOTH = 7;
const SEEN2 = 10;
/** 1 for each axis that is reversed; its gain when that was found last, 0 where it never was. */
const REVERSED = 11;
const FOUND_GAIN = 14;
const LENGTH = 17;

/**
 * Which axes of a gyroscope turn the other way than gravity turns in the sensor: how far gravity turned is told by least squares
 * as the sum of what each axis tells, times a gain of its own, 1 for a perfect gyroscope on a body that only turns. Each axis
 * speaks for itself, so that two right ones do not outweigh a wrong one. That along the spine is seen while the trunk is tilted:
 * a turn about the vertical is then told by two axes that cancel out. Allocates nothing per stretch.
 */
export class GyroAxes {
  readonly #state = new Float64Array(LENGTH);
  /** What each axis tells of the tilt, three by three, and the inverse of GRAM. */
  readonly #told = new Float64Array(9);
  readonly #inverse = new Float64Array(6);

  /** @param reversed those that were, when they were last looked at. */
  constructor(reversed: readonly GyroAxis[] = []) {
    for (const [k, axis] of GYRO_AXES.entries()) this.#state[REVERSED + k] = reversed.includes(axis) ? 1 : 0;
  }

  /** Of a stretch that has ended; after all stretches before it. */
  add(stretch: TiltStretches): void {
    if (!(stretch.unrestMps2 < QUIET_MPS2)) return;
    this.#tell(stretch);
    const size2 = Math.max(stretch.tiltRad ** 2, square(stretch.turnRad));
    if (!(size2 >= LIVELY_RAD * LIVELY_RAD && size2 < Number.POSITIVE_INFINITY)) return;
    this.#sum(stretch, size2);
    this.#judge();
  }

  /** Forgets what was seen, and keeps what was found. */
  startAgain(): void {
    this.#state.fill(0, STRETCHES, REVERSED);
  }

  get hasReversed(): boolean {
    const s = this.#state;
    return s[REVERSED]! + s[REVERSED + 1]! + s[REVERSED + 2]! > 0;
  }

  get reversed(): readonly GyroAxis[] {
    return GYRO_AXES.filter((_, k) => this.#state[REVERSED + k] === 1);
  }

  /** Of the axes about which enough is known: that with which one was found to be reversed, else the present one. */
  get gains(): readonly (readonly [GyroAxis, number])[] {
    this.#invert();
    const gains = GYRO_AXES.map(
      (axis, k) => [axis, this.#state[FOUND_GAIN + k]! || this.#clearGain(k)] as const,
    );
    return gains.filter(([, gain]) => !Number.isNaN(gain));
  }

  snapshot(): EncodedNumber[] {
    return encodeNumbers(this.#state);
  }

  restore(snapshot: unknown, field: string): void {
    decodeNumbers(snapshot, this.#state, field);
  }

  /** What axis k tells is `up` times the turn about that axis, a cross product. */
  #tell({ upBefore, up, turnRad }: TiltStretches): void {
    const told = this.#told;
    for (let k = 0; k < 3; k++) {
      const [a, b] = [(k + 1) % 3, (k + 2) % 3];
      told[3 * k + k] = 0;
      told[3 * k + a] = ((upBefore[b]! + up[b]!) / 2) * turnRad[k]!;
      told[3 * k + b] = (-(upBefore[a]! + up[a]!) / 2) * turnRad[k]!;
    }
  }

  #sum({ upBefore, up }: TiltStretches, size2: number): void {
    const s = this.#state;
    const told = this.#told;
    const kept = s[STRETCHES]! < REMEMBERED_STRETCHES ? 1 : 1 - 1 / REMEMBERED_STRETCHES;
    for (let i = STRETCHES; i < REVERSED; i++) s[i]! *= kept;
    s[STRETCHES]! += 1;
    for (let d = 0; d < 3; d++) {
      const seen = up[d]! - upBefore[d]!;
      s[SEEN2]! += (seen * seen) / size2;
      for (let k = 0, at = GRAM; k < 3; k++) {
        s[BOTH + k]! += (told[3 * k + d]! * seen) / size2;
        for (let j = k; j < 3; j++) s[at++]! += (told[3 * k + d]! * told[3 * j + d]!) / size2;
      }
    }
  }

  #judge(): void {
    const s = this.#state;
    if (s[STRETCHES]! < LEAST_STRETCHES) return;
    this.#invert();
    for (let k = 0; k < 3; k++) {
      const gain = this.#clearGain(k);
      if (gain > 0) s[REVERSED + k] = 0;
      if (gain < 0 && s[REVERSED + k] === 0) s[FOUND_GAIN + k] = gain;
      if (gain < 0) s[REVERSED + k] = 1;
    }
  }

  /** NaN while it may be on either side of 0. */
  #clearGain(k: number): number {
    const gain = this.#gain(k);
    return Math.abs(gain) - CLEAR_ERRORS * this.#error(k) > CLEAR_GAIN ? gain : Number.NaN;
  }

  /** Of the symmetric GRAM, by its minors. */
  #invert(): void {
    const s = this.#state;
    const least = LEAST_INVERTIBLE * s[STRETCHES]!;
    const [xx, xy, xz] = [s[GRAM]! + least, s[GRAM + 1]!, s[GRAM + 2]!];
    const [yy, yz, zz] = [s[GRAM + 3]! + least, s[GRAM + 4]!, s[GRAM + 5]! + least];
    const v = this.#inverse;
    v[0] = yy * zz - yz * yz;
    v[1] = xz * yz - xy * zz;
    v[2] = xy * yz - xz * yy;
    v[3] = xx * zz - xz * xz;
    v[4] = xy * xz - xx * yz;
    v[5] = xx * yy - xy * xy;
    const determinant = xx * v[0]! + xy * v[1]! + xz * v[2]!;
    for (let i = 0; i < 6; i++) v[i]! /= determinant;
  }

  #gain(k: number): number {
    const row = ROWS[k]!;
    const s = this.#state;
    const v = this.#inverse;
    return v[row[0]]! * s[BOTH]! + v[row[1]]! * s[BOTH + 1]! + v[row[2]]! * s[BOTH + 2]!;
  }

  /** NaN where too little of the turning is this axis's alone. Two stretches that follow each other count as one: they share half. */
  #error(k: number): number {
    const s = this.#state;
    const variance = this.#inverse[ROWS[k]![k]!]!;
    if (!(variance > 0 && variance * s[STRETCHES]! * LEAST_SHARE <= 1)) return Number.NaN;
    let left = s[SEEN2]!;
    for (let j = 0; j < 3; j++) left -= this.#gain(j) * s[BOTH + j]!;
    return Math.sqrt((Math.max(0, left) * variance) / s[STRETCHES]!);
  }
}

/** Where a row of the symmetric inverse lies in xx xy xz yy yz zz. */
const ROWS = [
  [0, 1, 2],
  [1, 3, 4],
  [2, 4, 5],
] as const;

function square(v: Float64Array): number {
  return v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!;
}
