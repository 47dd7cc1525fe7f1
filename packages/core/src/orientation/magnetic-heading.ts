import type { MagParams } from './orientation.params.ts';
import type { Quaternion, Vector } from './quaternion.ts';
import { RAD_PER_DEG } from './sample.ts';

const HEADING = 0;
/** Cosine and sine of half the heading. */
const COS = 1;
const SIN = 2;
/** The field now, lightly smoothed. */
const NORM = 3;
const DIP = 4;
const REFERENCE_NORM = 5;
const REFERENCE_DIP = 6;
const UNDISTURBED_S = 7;
const REJECTED_S = 8;
const CANDIDATE_NORM = 9;
const CANDIDATE_DIP = 10;
const CANDIDATE_S = 11;
const AGE_S = 12;
/** 1 once a sample was taken; its time follows. */
const STARTED = 13;
const LAST_US = 14;
const LENGTH = 15;

const US_PER_S = 1e6;
/** A field never takes longer steps than this, s: after a silence it is judged anew. */
const MAX_STEP_S = 1;
/** The very first sample has no step before it; it counts as one of 100 Hz. */
const FIRST_STEP_S = 0.01;

/**
 * Heading from the magnetometer with rejection of disturbed fields, after the VQF paper: a field is undisturbed
 * while norm and dip agree with a slowly following reference; a new homogeneous field, seen long enough while
 * the sensor turned, becomes the reference.
 */
export class MagneticHeading {
  readonly state = new Float64Array(LENGTH);
  readonly #params: MagParams;
  readonly #dipLimit: number;
  readonly #minRate: number;

  constructor(params: MagParams) {
    this.#params = params;
    this.#dipLimit = params.dipLimitDeg * RAD_PER_DEG;
    this.#minRate = params.newFieldMinRateDps * RAD_PER_DEG;
    this.state[COS] = 1;
  }

  /** out = `q` (sensor to earth with arbitrary heading) turned so that y is magnetic north. */
  turn(q: Quaternion, out: Quaternion): void {
    const c = this.state[COS]!;
    const s = this.state[SIN]!;
    const w = q[0]!;
    const x = q[1]!;
    const y = q[2]!;
    const z = q[3]!;
    out[0] = c * w - s * z;
    out[1] = c * x - s * y;
    out[2] = c * y + s * x;
    out[3] = c * z + s * w;
  }

  /** Field in the earth frame without heading, at `tUs`; size of the bias-free rate, rad/s. */
  step(tUs: number, field: Vector, rateRadps: number): void {
    const s = this.state;
    const sinceS = (tUs - s[LAST_US]!) / US_PER_S;
    const dtS = s[STARTED] === 0 ? FIRST_STEP_S : Math.min(sinceS, MAX_STEP_S);
    const horizontal = Math.sqrt(field[0]! * field[0]! + field[1]! * field[1]!);
    const norm = Math.sqrt(horizontal * horizontal + field[2]! * field[2]!);
    if (!(dtS > 0) || !(norm > 0) || norm === Number.POSITIVE_INFINITY) return;
    s[STARTED] = 1;
    s[LAST_US] = tUs;
    this.#smooth(dtS, norm, -Math.atan2(field[2]!, horizontal));
    const undisturbed = this.#judge(dtS);
    this.#propose(dtS, rateRadps);
    this.#correct(dtS, wrap(Math.atan2(field[0]!, field[1]!) - s[HEADING]!), undisturbed);
  }

  #smooth(dtS: number, norm: number, dip: number): void {
    const s = this.state;
    const share = s[NORM] === 0 ? 1 : dtS / (this.#params.currentTauS + dtS);
    s[NORM] = s[NORM]! + share * (norm - s[NORM]!);
    s[DIP] = s[DIP]! + share * (dip - s[DIP]!);
  }

  /** Does the field agree with the norm and dip stored at `at`? */
  #agrees(at: number): boolean {
    const s = this.state;
    const norm = s[at]!;
    const near = Math.abs(s[NORM]! - norm) < this.#params.normLimit * norm;
    return near && Math.abs(s[DIP]! - s[at + 1]!) < this.#dipLimit;
  }

  /** Moves the norm and dip stored at `at` slowly to the field. */
  #approach(dtS: number, at: number): void {
    const s = this.state;
    const share = dtS / (this.#params.referenceTauS + dtS);
    s[at] = s[at]! + share * (s[NORM]! - s[at]!);
    s[at + 1] = s[at + 1]! + share * (s[DIP]! - s[at + 1]!);
  }

  #judge(dtS: number): boolean {
    const s = this.state;
    if (!this.#agrees(REFERENCE_NORM)) {
      s[UNDISTURBED_S] = 0;
      return false;
    }
    s[UNDISTURBED_S] = Math.min(s[UNDISTURBED_S]! + dtS, this.#params.minUndisturbedS);
    if (s[UNDISTURBED_S]! < this.#params.minUndisturbedS) return false;
    this.#approach(dtS, REFERENCE_NORM);
    return true;
  }

  /** Watches for a new homogeneous field. */
  #propose(dtS: number, rateRadps: number): void {
    const s = this.state;
    const { firstFieldS, newFieldS } = this.#params;
    if (!this.#agrees(CANDIDATE_NORM)) {
      s[CANDIDATE_S] = 0;
      s[CANDIDATE_NORM] = s[NORM]!;
      s[CANDIDATE_DIP] = s[DIP]!;
      return;
    }
    this.#approach(dtS, CANDIDATE_NORM);
    if (rateRadps < this.#minRate) return;
    s[CANDIDATE_S] = Math.min(s[CANDIDATE_S]! + dtS, newFieldS);
    if (s[CANDIDATE_S]! < (s[REFERENCE_NORM] === 0 ? firstFieldS : newFieldS)) return;
    s[REFERENCE_NORM] = s[CANDIDATE_NORM]!;
    s[REFERENCE_DIP] = s[CANDIDATE_DIP]!;
    s[CANDIDATE_S] = 0;
  }

  #correct(dtS: number, error: number, undisturbed: boolean): void {
    const s = this.state;
    // A running mean first, so that the heading is known soon; then a low-pass of first order.
    const share = dtS / (Math.min(s[AGE_S]!, this.#params.tauS) + dtS);
    s[AGE_S] = Math.min(s[AGE_S]! + dtS, this.#params.tauS);
    const heading = wrap(s[HEADING]! + share * this.#trust(dtS, undisturbed) * error);
    s[HEADING] = heading;
    s[COS] = Math.cos(heading / 2);
    s[SIN] = Math.sin(heading / 2);
  }

  #trust(dtS: number, undisturbed: boolean): number {
    const s = this.state;
    const { rejectionFactor, maxRejectionS } = this.#params;
    if (s[REFERENCE_NORM] === 0) return 1;
    if (undisturbed) {
      s[REJECTED_S] = Math.max(0, s[REJECTED_S]! - rejectionFactor * dtS);
      return 1;
    }
    if (s[REJECTED_S]! >= maxRejectionS) return 1 / rejectionFactor;
    s[REJECTED_S] = s[REJECTED_S]! + dtS;
    return 0;
  }
}

function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
