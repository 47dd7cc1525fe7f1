import { GRAVITY_STATE } from './gravity-tracker.ts';
import type { BiasParams } from './orientation.params.ts';
import type { Quaternion, Vector } from './quaternion.ts';
import type { RestDetector } from './rest-detector.ts';
import { RAD_PER_DEG, SAMPLE } from './sample.ts';

const { DT_S, DOUBT } = SAMPLE;
const { P_GG, GAIN_V, GAIN_G, STEP_S } = GRAVITY_STATE;
/** Bias x, y, z; covariance xx, xy, xz, yy, yz, zz. */
const XX = 3;
const YY = 6;
const ZZ = 8;
/** Collected since the last estimate: time, corrections about earth x and y, gains of velocity and gravity. */
const TIME_S = 9;
const TURN_X = 10;
const TURN_Y = 11;
const SUM_GAIN_V = 12;
const SUM_GAIN_G = 13;
/** Followed by `CHANNELS` low-passed values, their inner states and their last inputs. */
const FOLLOWED = 14;
const CHANNELS = 8;
const ROW_X = FOLLOWED;
const ROW_Y = FOLLOWED + 3;
const INNER = FOLLOWED + CHANNELS;
const LAST = INNER + CHANNELS;
const LENGTH = LAST + CHANNELS;

/** A bias changes slowly: it is estimated at up to 12.5 Hz, whatever the sensor's rate. */
const MIN_INTERVAL_S = 0.0795;
/** Gravity is sure from a standard deviation of 0.2 m/s^2 (1.2 deg) on; beyond it motion teaches less. */
const SURE2 = 0.04;
/** Standard deviations within which an even rate passes for bias. */
const REST_GATE = 4;

/**
 * Gyroscope bias by a Kalman filter on three states (sensor frame, rad/s), after the VQF paper: in motion the
 * rate at which inclination has to be corrected shows the bias's two horizontal components in the earth
 * frame, smeared by the gravity filter, so the rotation is passed through the same filter; at rest the
 * low-passed rate shows all three. Unlike the paper, the first uncertainty and the random walk are separate,
 * and rest weighs as noise with the correlation of a swaying body.
 */
export class BiasEstimator {
  readonly state = new Float64Array(LENGTH);
  /** rad/s, sensor frame. */
  readonly bias: Vector;
  readonly #variance0: number;
  readonly #walk: number;
  /** Density of an unknown turn per variance of the three axes, s. */
  readonly #memory: number;
  readonly #restVariance: number;
  readonly #restDensity: number;
  readonly #motionDensity: number;
  readonly #clip: number;
  /** One scalar observation: direction (3), innovation, variance. */
  readonly #seen = new Float64Array(5);

  constructor(params: BiasParams) {
    this.bias = this.state.subarray(0, 3);
    this.#variance0 = (params.sigmaInitDps * RAD_PER_DEG) ** 2;
    this.#walk = (params.walkDpsPer100S * RAD_PER_DEG) ** 2 / 100;
    this.#memory = (2 * params.errorCorrelationS) / 3;
    this.#restVariance = (params.restNoiseDps * RAD_PER_DEG) ** 2;
    // Noise of standard deviation s and correlation time c has the density 2 c s^2.
    this.#restDensity = 2 * params.restCorrelationS * this.#restVariance;
    // Stationary variance p of a random walk w observed with the density d: p^2 = w d.
    this.#motionDensity = (params.sigmaMotionDps * RAD_PER_DEG) ** 4 / this.#walk;
    this.#clip = params.clipDps * RAD_PER_DEG;
    for (const i of [XX, YY, ZZ]) this.state[i] = this.#variance0;
  }

  /** Inclination starts afresh with the orientation `q` (sensor to earth): what was followed is void. */
  start(q: Quaternion): void {
    const s = this.state;
    s.fill(0, TIME_S);
    this.#read(q);
    for (let i = 0; i < CHANNELS; i++) s[FOLLOWED + i] = s[LAST + i]!;
  }

  /** Adds what the bias may have turned the strapdown by, unknown to it, in this sample's step. */
  doubt(sample: Float64Array): void {
    const s = this.state;
    sample[DOUBT] = sample[DOUBT]! + this.#memory * (s[XX]! + s[YY]! + s[ZZ]!) * sample[DT_S]!;
  }

  /** One step of the gravity filter: its state and the correction (x, y) about earth's horizontal axes, rad. */
  collect(gravity: Float64Array, correction: Float64Array): void {
    const s = this.state;
    s[TIME_S] = s[TIME_S]! + gravity[STEP_S]!;
    s[TURN_X] = s[TURN_X]! + correction[0]!;
    s[TURN_Y] = s[TURN_Y]! + correction[1]!;
    s[SUM_GAIN_V] = s[SUM_GAIN_V]! + gravity[GAIN_V]!;
    s[SUM_GAIN_G] = s[SUM_GAIN_G]! + gravity[GAIN_G]!;
  }

  /** True when enough has been collected for `estimate`. */
  get due(): boolean {
    return this.state[TIME_S]! >= MIN_INTERVAL_S;
  }

  /** `q`: sensor to earth now; the gravity filter's state; the rest detector while the sensor rests, else null. */
  estimate(q: Quaternion, gravity: Float64Array, rest: RestDetector | null): void {
    this.#follow(q);
    this.#diffuse();
    if (rest === null) this.#observeMotion(gravity);
    else this.#observeRest(rest);
    this.#limit();
    for (let i = TIME_S; i < FOLLOWED; i++) this.state[i] = 0;
  }

  /** Passes rows 1 and 2 of the rotation, and their products with the bias, through the gravity filter. */
  #follow(q: Quaternion): void {
    const s = this.state;
    const half = s[TIME_S]! / 2;
    for (let i = 0; i < CHANNELS; i++) s[INNER + i] = s[INNER + i]! + half * s[LAST + i]!;
    this.#read(q);
    const gainV = Math.min(1, s[SUM_GAIN_V]!);
    // While the rate is saturated gravity is so unsure that its filter follows within a step; a larger step swings up without end.
    const gainG = Math.max(s[SUM_GAIN_G]!, -1 / s[TIME_S]!);
    for (let i = 0; i < CHANNELS; i++) {
      const inner = s[INNER + i]! + half * s[LAST + i]! - 2 * half * s[FOLLOWED + i]!;
      s[FOLLOWED + i] = s[FOLLOWED + i]! - gainG * inner;
      s[INNER + i] = inner - gainV * inner;
    }
  }

  #read(q: Quaternion): void {
    const s = this.state;
    const w = q[0]!;
    const x = q[1]!;
    const y = q[2]!;
    const z = q[3]!;
    const xx = 1 - 2 * (y * y + z * z);
    const xy = 2 * (x * y - w * z);
    const xz = 2 * (x * z + w * y);
    const yx = 2 * (x * y + w * z);
    const yy = 1 - 2 * (x * x + z * z);
    const yz = 2 * (y * z - w * x);
    s[LAST] = xx;
    s[LAST + 1] = xy;
    s[LAST + 2] = xz;
    s[LAST + 3] = yx;
    s[LAST + 4] = yy;
    s[LAST + 5] = yz;
    s[LAST + 6] = xx * s[0]! + xy * s[1]! + xz * s[2]!;
    s[LAST + 7] = yx * s[0]! + yy * s[1]! + yz * s[2]!;
  }

  /** The bias wanders, up to what was unknown at the start; all axes alike, however the sensor is turned. */
  #diffuse(): void {
    const s = this.state;
    const known = 1 - (s[XX]! + s[YY]! + s[ZZ]!) / (3 * this.#variance0);
    const more = this.#walk * s[TIME_S]! * Math.max(0, known);
    s[XX] = s[XX]! + more;
    s[YY] = s[YY]! + more;
    s[ZZ] = s[ZZ]! + more;
  }

  /** y = (rate of correction) + LP(R b) = LP(R) b_true, so the innovation is y - LP(R) b. */
  #observeMotion(gravity: Float64Array): void {
    const s = this.state;
    const dt = s[TIME_S]!;
    const before = this.#along(ROW_Y);
    const ex = s[TURN_X]! / dt + s[FOLLOWED + 6]! - this.#along(ROW_X);
    const ey = s[TURN_Y]! / dt + s[FOLLOWED + 7]! - before;
    const share = Math.min(1, this.#clip / Math.sqrt(ex * ex + ey * ey));
    // While gravity itself is being found, corrections show that and not the bias.
    const unsure = gravity[P_GG]! / SURE2;
    this.#seen[4] = (this.#motionDensity * (1 + unsure * unsure)) / dt;
    this.#seen[3] = share * ex;
    this.#observeAlong(ROW_X);
    // One after the other equals both at once, whatever the heading: what x taught is taken off y.
    this.#seen[3] = share * ey - (this.#along(ROW_Y) - before);
    this.#observeAlong(ROW_Y);
  }

  /** Row `at` of the followed rotation times the bias. */
  #along(at: number): number {
    const s = this.state;
    return s[at]! * s[0]! + s[at + 1]! * s[1]! + s[at + 2]! * s[2]!;
  }

  #observeAlong(row: number): void {
    const s = this.state;
    this.#seen[0] = s[row]!;
    this.#seen[1] = s[row + 1]!;
    this.#seen[2] = s[row + 2]!;
    this.#observe();
  }

  /**
   * At rest the true rate is zero, so the low-passed rate is the bias; unless it lies further off than bias and
   * rest noise explain: then the sensor turns evenly, as on a swivel chair.
   */
  #observeRest({ state: rate, isZZeroed }: RestDetector): void {
    const axes = isZZeroed ? 2 : 3;
    const b = this.bias;
    const x = rate[0]! - b[0]!;
    const y = rate[1]! - b[1]!;
    const z = rate[2]! - b[2]!;
    const size2 = x * x + y * y + z * z;
    const variance = (this.state[XX]! + this.state[YY]! + this.state[ZZ]!) / 3 + this.#restVariance;
    if (size2 > Math.min(REST_GATE * REST_GATE * variance, this.#clip * this.#clip)) return;
    this.#seen[4] = this.#restDensity / this.state[TIME_S]!;
    for (let i = 0; i < axes; i++) {
      this.#seen[0] = i === 0 ? 1 : 0;
      this.#seen[1] = i === 1 ? 1 : 0;
      this.#seen[2] = i === 2 ? 1 : 0;
      this.#seen[3] = rate[i]! - b[i]!;
      this.#observe();
    }
  }

  /** Kalman update by one scalar: innovation = h . (true - estimated bias) + noise. */
  #observe(): void {
    const s = this.state;
    const hx = this.#seen[0]!;
    const hy = this.#seen[1]!;
    const hz = this.#seen[2]!;
    const kx = s[3]! * hx + s[4]! * hy + s[5]! * hz;
    const ky = s[4]! * hx + s[6]! * hy + s[7]! * hz;
    const kz = s[5]! * hx + s[7]! * hy + s[8]! * hz;
    const scale = 1 / (this.#seen[4]! + hx * kx + hy * ky + hz * kz);
    const gain = scale * this.#seen[3]!;
    s[0] = s[0]! + kx * gain;
    s[1] = s[1]! + ky * gain;
    s[2] = s[2]! + kz * gain;
    s[3] = s[3]! - kx * kx * scale;
    s[4] = s[4]! - kx * ky * scale;
    s[5] = s[5]! - kx * kz * scale;
    s[6] = s[6]! - ky * ky * scale;
    s[7] = s[7]! - ky * kz * scale;
    s[8] = s[8]! - kz * kz * scale;
  }

  #limit(): void {
    const b = this.bias;
    const size2 = b[0]! * b[0]! + b[1]! * b[1]! + b[2]! * b[2]!;
    if (size2 <= this.#clip * this.#clip) return;
    const scale = this.#clip / Math.sqrt(size2);
    for (let i = 0; i < 3; i++) b[i] = b[i]! * scale;
  }
}
