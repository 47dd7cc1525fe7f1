import { decodeNumbers, type EncodedNumber, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { RunningLeastSquares } from '../signal/running-least-squares.ts';
import { LIVELY_RAD, REMEMBERED_STRETCHES, type TiltStretches } from './tilt-stretches.ts';

export type GyroAxis = 'x' | 'y' | 'z';
export const GYRO_AXES: readonly GyroAxis[] = ['x', 'y', 'z'];

/** Walking and shaking move gravity too: only while the size of acceleration varies by less is anything told, m/s^2. */
const QUIET_MPS2 = 0.5;
const LEAST_STRETCHES = 50;
/** Of all turning, the part that gravity shows of this axis alone: of less, pushes that go with turning say as much. */
const LEAST_SHARE = 0.02;
/** The limit lies this far on either side of 0: right axes of lower backs gain 0.5 to 1, reversed ones the same below 0 ... */
const CLEAR_GAIN = 0.3;
/** ... and so many standard errors have to lie beyond it. */
const CLEAR_ERRORS = 4;

/** Of what is told: the gain of each axis, then where the clip is from what it turns about, m. */
const LEVER = 3;
const UNKNOWNS = 6;
/** 1 for each axis that is reversed; its gain when that was found last, 0 where it never was. */
const REVERSED = 0;
const FOUND_GAIN = 3;

/**
 * Which axes of a gyroscope turn the other way than gravity turns in the sensor: how far gravity turned is told by least squares
 * as the sum of what each axis tells, times a gain of its own, 1 for a perfect gyroscope, and of how a clip that is some way
 * off the axis of turning is pushed when it turns faster and slower. Each axis speaks for itself, so that two right ones do not
 * outweigh a wrong one. That along the spine is seen while the trunk is tilted: a turn about the vertical is then told by two
 * axes that cancel out. Allocates nothing per stretch.
 */
export class GyroAxes {
  readonly #fit = new RunningLeastSquares(UNKNOWNS);
  readonly #found = new Float64Array(FOUND_GAIN + 3);
  /** Three equations: what each unknown tells of the tilt along x, y and z. */
  readonly #rows = new Float64Array(3 * UNKNOWNS);
  readonly #up = new Float64Array(3);

  /** @param reversed those that were, when they were last looked at. */
  constructor(reversed: readonly GyroAxis[] = []) {
    for (const [k, axis] of GYRO_AXES.entries()) this.#found[REVERSED + k] = reversed.includes(axis) ? 1 : 0;
  }

  /** Of a stretch that has ended; after all stretches before it. */
  add(stretch: TiltStretches): void {
    if (!(stretch.unrestMps2 < QUIET_MPS2)) return;
    const size = Math.max(stretch.tiltRad, length(stretch.turnRad));
    if (!(size >= LIVELY_RAD && size < Number.POSITIVE_INFINITY)) return;
    this.#tell(stretch);
    if (this.#stretches >= REMEMBERED_STRETCHES) this.#fit.keep(1 - 1 / REMEMBERED_STRETCHES);
    for (let i = 0; i < this.#rows.length; i++) this.#rows[i]! /= size;
    for (let d = 0; d < 3; d++) {
      this.#fit.add(this.#rows, UNKNOWNS * d, (stretch.up[d]! - stretch.upBefore[d]!) / size);
    }
    this.#judge();
  }

  /** Forgets what was seen, and keeps what was found. */
  startAgain(): void {
    this.#fit.keep(0);
  }

  get hasReversed(): boolean {
    return this.#found[REVERSED]! + this.#found[REVERSED + 1]! + this.#found[REVERSED + 2]! > 0;
  }

  get reversed(): readonly GyroAxis[] {
    return GYRO_AXES.filter((_, k) => this.#found[REVERSED + k] === 1);
  }

  /** Of the axes about which enough is known: that with which one was found to be reversed, else the present one. */
  get gains(): readonly (readonly [GyroAxis, number])[] {
    this.#fit.solve();
    const gains = GYRO_AXES.map(
      (axis, k) => [axis, this.#found[FOUND_GAIN + k]! || this.#clearGain(k)] as const,
    );
    return gains.filter(([, gain]) => !Number.isNaN(gain));
  }

  snapshot(): { readonly fit: EncodedNumber[]; readonly found: EncodedNumber[] } {
    return { fit: encodeNumbers(this.#fit.state), found: encodeNumbers(this.#found) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.fit, this.#fit.state, 'gyro.axes.fit');
    decodeNumbers(snapshot.found, this.#found, 'gyro.axes.found');
  }

  get #stretches(): number {
    return this.#fit.count / 3;
  }

  #tell({ upBefore, up, turnRad, spinUpRadps2 }: TiltStretches): void {
    for (let k = 0; k < 3; k++) this.#up[k] = (upBefore[k]! + up[k]!) / 2;
    for (let k = 0; k < 3; k++) {
      this.#tellTurn(k, turnRad[k]!);
      this.#tellPush(k, spinUpRadps2);
    }
  }

  /** Axis k tells `up` times the turn about it, a cross product. */
  #tellTurn(k: number, turnRad: number): void {
    const rows = this.#rows;
    const [a, b] = [(k + 1) % 3, (k + 2) % 3];
    rows[UNKNOWNS * k + k] = 0;
    rows[UNKNOWNS * a + k] = this.#up[b]! * turnRad;
    rows[UNKNOWNS * b + k] = -this.#up[a]! * turnRad;
  }

  /** A metre along axis k is pushed by the angular acceleration times it, a cross product; what of it lies across `up` is tilt. */
  #tellPush(k: number, spinUp: Float64Array): void {
    const [a, b] = [(k + 1) % 3, (k + 2) % 3];
    const [alongA, alongB] = [spinUp[b]! / STANDARD_GRAVITY_MPS2, -spinUp[a]! / STANDARD_GRAVITY_MPS2];
    const alongUp = alongA * this.#up[a]! + alongB * this.#up[b]!;
    const at = LEVER + k;
    for (let d = 0; d < 3; d++) this.#rows[UNKNOWNS * d + at] = -alongUp * this.#up[d]!;
    this.#rows[UNKNOWNS * a + at]! += alongA;
    this.#rows[UNKNOWNS * b + at]! += alongB;
  }

  #judge(): void {
    if (this.#stretches < LEAST_STRETCHES) return;
    this.#fit.solve();
    for (let k = 0; k < 3; k++) {
      const gain = this.#clearGain(k);
      if (gain < 0 && this.#found[REVERSED + k] === 0) this.#found[FOUND_GAIN + k] = gain;
      if (!Number.isNaN(gain)) this.#found[REVERSED + k] = gain < 0 ? 1 : 0;
    }
  }

  /** NaN while it may be on either side of 0, and where too little of the turning is this axis's alone. */
  #clearGain(k: number): number {
    const gain = this.#fit.solution[k]!;
    const share = 1 / (this.#fit.variances[k]! * this.#stretches);
    const isClear = Math.abs(gain) - CLEAR_ERRORS * this.#error(k) > CLEAR_GAIN;
    return share >= LEAST_SHARE && isClear ? gain : Number.NaN;
  }

  /** Stretches that follow each other share half, and tilt has two directions: each stretch counts as one thing that was seen. */
  #error(k: number): number {
    return Math.sqrt((this.#fit.unexplained / this.#stretches) * this.#fit.variances[k]!);
  }
}

function length(v: Float64Array): number {
  return Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
}
