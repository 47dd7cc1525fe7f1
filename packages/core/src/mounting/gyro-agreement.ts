import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { MountingSeed } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import { GyroAxes } from './gyro-axes.ts';
import { LIVELY_RAD, REMEMBERED_STRETCHES, TiltStretches } from './tilt-stretches.ts';

/**
 * No stretch says more than another, and one says nothing in which gravity hardly turns of what the gyroscope tells: who swings
 * feels up stay where it is.
 */
const HARDLY_SHARE = 0.2;
/** Fewer stretches than these may agree or disagree by chance. */
const LEAST_STRETCHES = 100;
/** Whoever puts a sensor right makes it start again: after such a silence a wrong one is judged anew, us. */
const RESTART_US = 5e6;
/**
 * So many standard errors below 0 the one turns against the other. At any time from a hundred stretches on: lower backs of two
 * recordings come to 0.50 and more, eight simulated days to 0.19 and more; simulated walking alone is about 0 (3.5 standard
 * errors below it at worst in 192 quarters of an hour), and so is what is pushed to and fro without turning (sixteen optical
 * trials: -0.07 and more).
 */
const AGAINST_ERRORS = 5;
/** Nor is it believed again by chance. */
const RIGHT_AGAIN_ERRORS = 4;

const STRETCHES = 0;
const BOTH = 1;
const TOLD = 2;
const SEEN = 3;
const LOWEST = 4;
/** As a whole; one of its axes may be while the others outweigh it. */
const IS_AGAINST = 5;
/** Since when it has turned as it does now, us; NaN before the first sample. */
const SINCE_US = 6;
const WAS_AGAINST = 7;
const LENGTH = 8;

/** What was found out of a gyroscope, for whoever looks at it next. */
export type GyroFault = Pick<MountingSeed, 'isGyroAgainst' | 'reversedGyroAxes'>;

/**
 * Whether a gyroscope turns the way in which gravity turns in the sensor: one with its signs changed, or with an axis of a
 * left-handed frame, tells left for right. As a whole, which shows soon and while walking too, and each axis by itself, see
 * {@link GyroAxes}. Allocates nothing per sample.
 */
export class GyroAgreement {
  readonly #stretches = new TiltStretches();
  readonly #axes: GyroAxes;
  readonly #state = new Float64Array(LENGTH);

  /** @param fault when it was last looked at. */
  constructor(fault: GyroFault = {}) {
    this.#axes = new GyroAxes(fault.reversedGyroAxes);
    this.#state[SINCE_US] = Number.NaN;
    this.#state[IS_AGAINST] = fault.isGyroAgainst ? 1 : 0;
  }

  /**
   * Row `i` of samples, see {@link TiltStretches.push}: true when it has become known that they turn otherwise than so far, and
   * at the first one of a gyroscope that is not believed from the start.
   */
  push(tUs: Float64Array, accMps2: Vec3Columns, gyrRadps: Vec3Columns, i: number): boolean {
    const s = this.#state;
    if (Number.isNaN(s[SINCE_US]!)) {
      s[SINCE_US] = tUs[i]!;
      this.#stretches.push(tUs, accMps2, gyrRadps, i);
      return this.isAgainst;
    }
    if (this.isAgainst && tUs[i]! - this.#stretches.lastUs > RESTART_US) this.#startAgain();
    if (!this.#stretches.push(tUs, accMps2, gyrRadps, i) || !this.add(this.#stretches)) return false;
    if (!this.isAgainst) s[SINCE_US] = tUs[i]!;
    return true;
  }

  /** The same from a stretch that has ended; after all stretches before it. */
  add(stretch: TiltStretches): boolean {
    const { isAgainst } = this;
    this.#axes.add(stretch);
    this.#addWhole(stretch);
    if (isAgainst === this.isAgainst) return false;
    this.#state[WAS_AGAINST] = 1;
    return true;
  }

  /** Of the last stretches, -1 to 1, where 1 is a perfect gyroscope on a body that only turns; 0 while too little is known. */
  get correlation(): number {
    const s = this.#state;
    if (s[STRETCHES]! < LEAST_STRETCHES) return 0;
    return s[BOTH]! / Math.sqrt(s[TOLD]! * s[SEEN]!) || 0;
  }

  /** The lowest so far; 0 while too little is known or it was never below. */
  get lowest(): number {
    return this.#state[LOWEST]!;
  }

  get isAgainst(): boolean {
    return this.#state[IS_AGAINST] === 1 || this.#axes.hasReversed;
  }

  /** What the next one that looks at it should know. */
  get fault(): GyroFault {
    const reversedGyroAxes = this.#axes.reversed;
    return {
      ...(this.#state[IS_AGAINST] === 1 && { isGyroAgainst: true }),
      ...(reversedGyroAxes.length > 0 && { reversedGyroAxes }),
    };
  }

  /** See {@link GyroAxes.gains}. */
  get gains(): GyroAxes['gains'] {
    return this.#axes.gains;
  }

  get wasAgainst(): boolean {
    return this.#state[WAS_AGAINST] === 1;
  }

  /** Since when it may have turned as it does now: the first sample, or the end of the time in which it turned otherwise. */
  get sinceUs(): number {
    return this.#state[SINCE_US]!;
  }

  snapshot(): Snapshot {
    return {
      state: encodeNumbers(this.#state),
      axes: this.#axes.snapshot(),
      stretches: encodeNumbers(this.#stretches.state),
    };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.state, this.#state, 'gyro.state');
    this.#axes.restore(snapshot.axes as Snapshot);
    decodeNumbers(snapshot.stretches, this.#stretches.state, 'gyro.stretches');
  }

  #startAgain(): void {
    this.#state.fill(0, STRETCHES, LOWEST);
    this.#axes.startAgain();
  }

  #addWhole({ upBefore, up, turnRad }: TiltStretches): void {
    const s = this.#state;
    let both = 0;
    let told2 = 0;
    let seen2 = 0;
    for (let k = 0; k < 3; k++) {
      const [a, b] = [(k + 1) % 3, (k + 2) % 3];
      const told = ((upBefore[a]! + up[a]!) * turnRad[b]! - (upBefore[b]! + up[b]!) * turnRad[a]!) / 2;
      const seen = up[k]! - upBefore[k]!;
      both += told * seen;
      told2 += told * told;
      seen2 += seen * seen;
    }
    const size2 = Math.max(told2, seen2);
    if (!(size2 >= LIVELY_RAD * LIVELY_RAD) || seen2 < HARDLY_SHARE * HARDLY_SHARE * told2) return;
    // A running mean first; then the last ones.
    const kept = s[STRETCHES]! < REMEMBERED_STRETCHES ? 1 : 1 - 1 / REMEMBERED_STRETCHES;
    s[STRETCHES] = s[STRETCHES]! * kept + 1;
    s[BOTH] = s[BOTH]! * kept + both / size2;
    s[TOLD] = s[TOLD]! * kept + told2 / size2;
    s[SEEN] = s[SEEN]! * kept + seen2 / size2;
    s[LOWEST] = Math.min(s[LOWEST]!, this.correlation);
    this.#judgeWhole();
  }

  #judgeWhole(): void {
    const errors = this.#errors;
    const wasAgainst = this.#state[IS_AGAINST] === 1;
    const isAgainst = wasAgainst ? errors < RIGHT_AGAIN_ERRORS : errors < -AGAINST_ERRORS;
    this.#state[IS_AGAINST] = isAgainst ? 1 : 0;
  }

  /** The correlation in standard errors: of stretches that have nothing to do with each other it is 1 / sqrt(n). */
  get #errors(): number {
    return this.correlation * Math.sqrt(this.#state[STRETCHES]!);
  }
}
