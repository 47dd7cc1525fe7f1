import type { MagParams } from './orientation.params.ts';
import type { Quaternion } from './quaternion.ts';
import { RAD_PER_DEG, SAMPLE } from './sample.ts';

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
/** Time of the last judgement, us; field and rate collected since, and how many samples. */
const LAST_US = 13;
const SUM = 14;
const SUM_RATE = 17;
const COUNT = 18;
/** Of the step being judged: s, heading's deviation in rad, mean rate in rad/s. */
const STEP_S = 19;
const DEVIATION = 20;
const RATE = 21;
/** The field of the sample before, as sent. */
const LAST = 22;
const LENGTH = 25;
/** A sensor that turns slower may well read the same field twice, rad/s. */
const STILL_RADPS = 0.1;

/** In any unit (nT, uT, G, counts) no magnetometer reads more. */
const MAX_FIELD = 1e6;
/** Where `collect` finds the rate. */
export const FIELD_RATE = 3;

const US_PER_S = 1e6;
/** Density of a magnetic heading's noise, rad^2 s: a second of moving about indoors tells it within 30 deg. */
const NOISE_RAD2S = (30 * RAD_PER_DEG) ** 2;
/** A heading changes slowly: the field is averaged and judged at up to 25 Hz, whatever the sensor's rate. */
const MIN_STEP_S = 0.0395;
/** A field never takes longer steps than this, s: after a silence it is judged anew. */
const MAX_STEP_S = 1;

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

  /**
   * The strapdown may have turned unseen (a hole, saturation), by the sample's doubt. The mean of `a` seconds has the
   * variance N / a; with that doubt it is worth no more than a / (1 + a doubt / N) seconds, so new fields weigh more.
   */
  doubt(sample: Float64Array): void {
    const s = this.state;
    s[AGE_S] = s[AGE_S]! / (1 + (s[AGE_S]! * sample[SAMPLE.DOUBT]!) / NOISE_RAD2S);
  }

  /** After a long silence any heading may be true: the next field counts as the first did. */
  startAfresh(): void {
    this.state.fill(0, SUM, STEP_S);
    this.state[AGE_S] = 0;
  }

  /** Field as sent and rate: slow magnetometers repeat between two measurements what a turning sensor left behind. */
  isNew(field: Float64Array): boolean {
    const s = this.state;
    const isEqual = field[0] === s[LAST] && field[1] === s[LAST + 1] && field[2] === s[LAST + 2];
    for (let i = 0; i < 3; i++) s[LAST + i] = field[i]!;
    return !isEqual || field[FIELD_RATE]! < STILL_RADPS;
  }

  /** One sample: field in the earth frame without heading, then the size of the bias-free rate, rad/s. */
  collect(field: Float64Array): void {
    const s = this.state;
    const x = field[0]!;
    const y = field[1]!;
    const z = field[2]!;
    const norm2 = x * x + y * y + z * z;
    if (!(norm2 > 0 && norm2 < MAX_FIELD * MAX_FIELD)) return;
    s[SUM] = s[SUM]! + x;
    s[SUM + 1] = s[SUM + 1]! + y;
    s[SUM + 2] = s[SUM + 2]! + z;
    s[SUM_RATE] = s[SUM_RATE]! + field[FIELD_RATE]!;
    s[COUNT] = s[COUNT]! + 1;
  }

  /** Judges what was collected once enough time has passed; `nowUs` holds the time, us. */
  judge(clock: Float64Array, nowUs: number): void {
    const s = this.state;
    if (s[COUNT] === 0) return;
    const sinceS = (clock[nowUs]! - s[LAST_US]!) / US_PER_S;
    if (sinceS < MIN_STEP_S) return;
    s[STEP_S] = s[LAST_US] === 0 ? MIN_STEP_S : Math.min(sinceS, MAX_STEP_S);
    s[LAST_US] = clock[nowUs]!;
    this.#measure();
    for (let i = SUM; i < STEP_S; i++) s[i] = 0;
    const undisturbed = this.#undisturbed();
    this.#propose();
    this.#correct(undisturbed);
  }

  /** Norm, dip and deviation of the mean field. */
  #measure(): void {
    const s = this.state;
    const x = s[SUM]! / s[COUNT]!;
    const y = s[SUM + 1]! / s[COUNT]!;
    const z = s[SUM + 2]! / s[COUNT]!;
    const horizontal = Math.sqrt(x * x + y * y);
    const share = s[NORM] === 0 ? 1 : s[STEP_S]! / (this.#params.currentTauS + s[STEP_S]!);
    s[NORM] = s[NORM]! + share * (Math.sqrt(x * x + y * y + z * z) - s[NORM]!);
    s[DIP] = s[DIP]! + share * (-Math.atan2(z, horizontal) - s[DIP]!);
    s[DEVIATION] = wrap(Math.atan2(x, y) - s[HEADING]!);
    s[RATE] = s[SUM_RATE]! / s[COUNT]!;
  }

  /** Does the field agree with the norm and dip stored at `at`? */
  #agrees(at: number): boolean {
    const s = this.state;
    const norm = s[at]!;
    const near = Math.abs(s[NORM]! - norm) < this.#params.normLimit * norm;
    return near && Math.abs(s[DIP]! - s[at + 1]!) < this.#dipLimit;
  }

  /** Moves the norm and dip stored at `at` slowly to the field. */
  #approach(at: number): void {
    const s = this.state;
    const share = s[STEP_S]! / (this.#params.referenceTauS + s[STEP_S]!);
    s[at] = s[at]! + share * (s[NORM]! - s[at]!);
    s[at + 1] = s[at + 1]! + share * (s[DIP]! - s[at + 1]!);
  }

  #undisturbed(): boolean {
    const s = this.state;
    if (!this.#agrees(REFERENCE_NORM)) {
      s[UNDISTURBED_S] = 0;
      return false;
    }
    s[UNDISTURBED_S] = Math.min(s[UNDISTURBED_S]! + s[STEP_S]!, this.#params.minUndisturbedS);
    if (s[UNDISTURBED_S]! < this.#params.minUndisturbedS) return false;
    this.#approach(REFERENCE_NORM);
    return true;
  }

  /** Watches for a new homogeneous field. */
  #propose(): void {
    const s = this.state;
    const { firstFieldS, newFieldS } = this.#params;
    if (!this.#agrees(CANDIDATE_NORM)) {
      s[CANDIDATE_S] = 0;
      s[CANDIDATE_NORM] = s[NORM]!;
      s[CANDIDATE_DIP] = s[DIP]!;
      return;
    }
    this.#approach(CANDIDATE_NORM);
    if (s[RATE]! < this.#minRate) return;
    s[CANDIDATE_S] = Math.min(s[CANDIDATE_S]! + s[STEP_S]!, newFieldS);
    if (s[CANDIDATE_S]! < (s[REFERENCE_NORM] === 0 ? firstFieldS : newFieldS)) return;
    s[REFERENCE_NORM] = s[CANDIDATE_NORM]!;
    s[REFERENCE_DIP] = s[CANDIDATE_DIP]!;
    s[CANDIDATE_S] = 0;
  }

  #correct(undisturbed: boolean): void {
    const s = this.state;
    // A running mean first, so that the heading is known soon; then a low-pass of first order.
    const share = s[STEP_S]! / (Math.min(s[AGE_S]!, this.#params.tauS) + s[STEP_S]!);
    s[AGE_S] = Math.min(s[AGE_S]! + s[STEP_S]!, this.#params.tauS);
    s[HEADING] = wrap(s[HEADING]! + share * this.#trust(undisturbed) * s[DEVIATION]!);
    s[COS] = Math.cos(s[HEADING]! / 2);
    s[SIN] = Math.sin(s[HEADING]! / 2);
  }

  #trust(undisturbed: boolean): number {
    const s = this.state;
    const { rejectionFactor, maxRejectionS } = this.#params;
    if (s[REFERENCE_NORM] === 0) return 1;
    if (undisturbed) {
      s[REJECTED_S] = Math.max(0, s[REJECTED_S]! - rejectionFactor * s[STEP_S]!);
      return 1;
    }
    if (s[REJECTED_S]! >= maxRejectionS) return 1 / rejectionFactor;
    s[REJECTED_S] = s[REJECTED_S]! + s[STEP_S]!;
    return 0;
  }
}

function wrap(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
