import type { MagParams } from './orientation.params.ts';

const DEG = 180 / Math.PI;
const HEADING = 0;
const NORM = 1;
const DIP = 2;
const REFERENCE_NORM = 3;
const REFERENCE_DIP = 4;
const UNDISTURBED_S = 5;
const REJECTED_S = 6;
const CANDIDATE_NORM = 7;
const CANDIDATE_DIP = 8;
const CANDIDATE_S = 9;
const AGE_S = 10;
const CURRENT_AGE_S = 11;

/**
 * Heading from the magnetometer with rejection of disturbed fields, after the VQF paper: a field is undisturbed
 * while norm and dip agree with a slowly following reference; a new homogeneous field, seen long enough while
 * the sensor turned, becomes the reference.
 */
export class MagneticHeading {
  readonly state = new Float64Array(12);
  readonly #params: MagParams;

  constructor(params: MagParams) {
    this.#params = params;
  }

  /** Turns a quaternion (sensor to earth without heading) to the magnetic north; y is north. */
  turn(q: Float64Array): void {
    const half = this.state[HEADING]! / 2;
    if (half === 0) return;
    const c = Math.cos(half);
    const s = Math.sin(half);
    const [w, x, y, z] = [q[0]!, q[1]!, q[2]!, q[3]!];
    q[0] = c * w - s * z;
    q[1] = c * x - s * y;
    q[2] = c * y + s * x;
    q[3] = c * z + s * w;
  }

  /** Field in the earth frame without heading, and the size of the bias-free rate, rad/s. */
  step(dtS: number, field: Float64Array, rateRadps: number): void {
    const horizontal = Math.hypot(field[0]!, field[1]!);
    const norm = Math.hypot(horizontal, field[2]!);
    if (!(norm > 0) || !(norm < Number.POSITIVE_INFINITY)) return;
    this.#smooth(dtS, norm, -Math.atan2(field[2]!, horizontal));
    const undisturbed = this.#judge(dtS);
    this.#propose(dtS, rateRadps * DEG);
    this.#correct(dtS, wrap(Math.atan2(field[0]!, field[1]!) - this.state[HEADING]!), undisturbed);
  }

  #smooth(dtS: number, norm: number, dip: number): void {
    const s = this.state;
    const age = s[CURRENT_AGE_S]! + dtS;
    s[CURRENT_AGE_S] = Math.min(age, 1);
    const share = age > 0 ? dtS / Math.min(age, this.#params.currentTauS + dtS) : 1;
    s[NORM] = s[NORM]! + share * (norm - s[NORM]!);
    s[DIP] = s[DIP]! + share * (dip - s[DIP]!);
  }

  #agrees(norm: number, dip: number): boolean {
    const s = this.state;
    return (
      norm > 0 &&
      Math.abs(s[NORM]! - norm) < this.#params.normLimit * norm &&
      Math.abs(s[DIP]! - dip) * DEG < this.#params.dipLimitDeg
    );
  }

  #judge(dtS: number): boolean {
    const s = this.state;
    if (!this.#agrees(s[REFERENCE_NORM]!, s[REFERENCE_DIP]!)) {
      s[UNDISTURBED_S] = 0;
      return false;
    }
    s[UNDISTURBED_S] = Math.min(s[UNDISTURBED_S]! + dtS, 2 * this.#params.minUndisturbedS);
    if (s[UNDISTURBED_S]! < this.#params.minUndisturbedS) return false;
    const share = dtS / (this.#params.referenceTauS + dtS);
    s[REFERENCE_NORM] = s[REFERENCE_NORM]! + share * (s[NORM]! - s[REFERENCE_NORM]!);
    s[REFERENCE_DIP] = s[REFERENCE_DIP]! + share * (s[DIP]! - s[REFERENCE_DIP]!);
    return true;
  }

  /** Watches for a new homogeneous field. */
  #propose(dtS: number, rateDps: number): void {
    const s = this.state;
    if (!this.#agrees(s[CANDIDATE_NORM]!, s[CANDIDATE_DIP]!)) {
      s[CANDIDATE_S] = 0;
      s[CANDIDATE_NORM] = s[NORM]!;
      s[CANDIDATE_DIP] = s[DIP]!;
      return;
    }
    if (rateDps >= this.#params.newFieldMinRateDps) s[CANDIDATE_S] = s[CANDIDATE_S]! + dtS;
    const share = dtS / (this.#params.referenceTauS + dtS);
    s[CANDIDATE_NORM] = s[CANDIDATE_NORM]! + share * (s[NORM]! - s[CANDIDATE_NORM]!);
    s[CANDIDATE_DIP] = s[CANDIDATE_DIP]! + share * (s[DIP]! - s[CANDIDATE_DIP]!);
    const first = s[REFERENCE_NORM] === 0;
    if (s[CANDIDATE_S]! < (first ? this.#params.firstFieldS : this.#params.newFieldS)) return;
    s[REFERENCE_NORM] = s[CANDIDATE_NORM]!;
    s[REFERENCE_DIP] = s[CANDIDATE_DIP]!;
    s[UNDISTURBED_S] = this.#params.minUndisturbedS;
  }

  #correct(dtS: number, error: number, undisturbed: boolean): void {
    const s = this.state;
    s[AGE_S] = Math.min(s[AGE_S]! + dtS, 2 * this.#params.tauS);
    const share = s[AGE_S]! > 0 ? dtS / Math.min(s[AGE_S]!, this.#params.tauS + dtS) : 1;
    s[HEADING] = wrap(s[HEADING]! + share * this.#trust(dtS, undisturbed) * error);
  }

  #trust(dtS: number, undisturbed: boolean): number {
    const s = this.state;
    const { rejectionFactor, maxRejectionS } = this.#params;
    if (undisturbed) {
      s[REJECTED_S] = Math.max(0, s[REJECTED_S]! - rejectionFactor * dtS);
      return 1;
    }
    if (s[REFERENCE_NORM] === 0) return 1;
    if (s[REJECTED_S]! < maxRejectionS) {
      s[REJECTED_S] = s[REJECTED_S]! + dtS;
      return 0;
    }
    return 1 / rejectionFactor;
  }
}

function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
