import { LowPass } from './low-pass.ts';
import type { BiasParams } from './orientation.params.ts';

const RAD = Math.PI / 180;
const BIAS = 0;
const COVARIANCE = 3;

/**
 * Gyroscope bias by a Kalman filter on three states (sensor frame, rad/s), after the VQF paper: in motion the
 * rate at which inclination has to be corrected shows the bias's two horizontal components in the earth
 * frame; at rest the low-passed rate shows all three. The covariance P is kept as xx, xy, xz, yy, yz, zz.
 */
export class BiasEstimator {
  /** Bias x, y, z then P. */
  readonly state = new Float64Array(9);
  readonly bias: Float64Array;
  /** Low-passed rows 1 and 2 of the rotation sensor to earth, then the same rows times the bias. */
  readonly rotation: LowPass;
  readonly #input = new Float64Array(8);
  readonly #params: BiasParams;
  readonly #variance0: number;
  readonly #walk: number;
  readonly #restDensity: number;
  readonly #motionDensity: number;
  readonly #clip: number;

  constructor(params: BiasParams, accTauS: number) {
    this.#params = params;
    this.rotation = new LowPass(8, accTauS);
    this.bias = this.state.subarray(BIAS, COVARIANCE);
    this.#variance0 = (params.sigmaInitDps * RAD) ** 2;
    this.#walk = (params.walkDpsPer100S * RAD) ** 2 / 100;
    // Noise of standard deviation s and correlation time c has the density 2 c s^2.
    this.#restDensity = 2 * params.restCorrelationS * (params.restNoiseDps * RAD) ** 2;
    this.#motionDensity = (params.sigmaMotionDps * RAD) ** 4 / this.#walk;
    this.#clip = params.clipDps * RAD;
    for (const i of [0, 3, 5]) this.state[COVARIANCE + i] = this.#variance0;
  }

  /** Follows the orientation `q` (sensor to earth); call for every sample. */
  follow(dtS: number, q: Float64Array): void {
    const [w, x, y, z] = [q[0]!, q[1]!, q[2]!, q[3]!];
    const m = this.#input;
    m[0] = 1 - 2 * (y * y + z * z);
    m[1] = 2 * (x * y - w * z);
    m[2] = 2 * (x * z + w * y);
    m[3] = 2 * (x * y + w * z);
    m[4] = 1 - 2 * (x * x + z * z);
    m[5] = 2 * (y * z - w * x);
    const b = this.bias;
    m[6] = m[0] * b[0]! + m[1] * b[1]! + m[2] * b[2]!;
    m[7] = m[3] * b[0]! + m[4] * b[1]! + m[5] * b[2]!;
    this.rotation.step(dtS, m);
    this.#diffuse(dtS);
  }

  /** Inclination was corrected by (x, y) rad about the earth's horizontal axes within `dtS`. */
  observeMotion(dtS: number, correctionX: number, correctionY: number): void {
    const r = this.rotation.value;
    const b = this.bias;
    const noise = this.#motionDensity / dtS;
    let ex = correctionX / dtS + r[6]! - (r[0]! * b[0]! + r[1]! * b[1]! + r[2]! * b[2]!);
    let ey = correctionY / dtS + r[7]! - (r[3]! * b[0]! + r[4]! * b[1]! + r[5]! * b[2]!);
    const size = Math.hypot(ex, ey);
    if (size > this.#clip) {
      ex *= this.#clip / size;
      ey *= this.#clip / size;
    }
    this.#observe(r[0]!, r[1]!, r[2]!, ex, noise);
    // The first observation has moved the bias: only what it left of the second innovation counts.
    this.#observe(r[3]!, r[4]!, r[5]!, ey, noise);
    this.#limit();
  }

  /** At rest the true rate is zero, so the low-passed rate is the bias. */
  observeRest(dtS: number, rate: Float64Array): void {
    const noise = this.#restDensity / dtS;
    const b = this.bias;
    this.#observe(1, 0, 0, rate[0]! - b[0]!, noise);
    this.#observe(0, 1, 0, rate[1]! - b[1]!, noise);
    if (this.#params.estimateZAtRest) this.#observe(0, 0, 1, rate[2]! - b[2]!, noise);
    this.#limit();
  }

  /** One scalar observation e = h . (true - estimated bias) with variance `noise`. */
  #observe(hx: number, hy: number, hz: number, e: number, noise: number): void {
    const s = this.state;
    const kx = s[3]! * hx + s[4]! * hy + s[5]! * hz;
    const ky = s[4]! * hx + s[6]! * hy + s[7]! * hz;
    const kz = s[5]! * hx + s[7]! * hy + s[8]! * hz;
    const weight = 1 / (noise + hx * kx + hy * ky + hz * kz);
    s[0] = s[0]! + kx * weight * e;
    s[1] = s[1]! + ky * weight * e;
    s[2] = s[2]! + kz * weight * e;
    s[3] = s[3]! - kx * kx * weight;
    s[4] = s[4]! - kx * ky * weight;
    s[5] = s[5]! - kx * kz * weight;
    s[6] = s[6]! - ky * ky * weight;
    s[7] = s[7]! - ky * kz * weight;
    s[8] = s[8]! - kz * kz * weight;
  }

  /** The bias wanders, up to what was unknown at the start. */
  #diffuse(dtS: number): void {
    const s = this.state;
    const more = this.#walk * dtS;
    for (let i = COVARIANCE; i < 9; i += i === COVARIANCE ? 3 : 2) {
      if (s[i]! < this.#variance0) s[i] = s[i]! + more;
    }
  }

  #limit(): void {
    const b = this.bias;
    const size = Math.hypot(b[0]!, b[1]!, b[2]!);
    if (size <= this.#clip) return;
    for (let i = 0; i < 3; i++) b[i] = (b[i]! * this.#clip) / size;
  }
}
