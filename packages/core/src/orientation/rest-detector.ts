import type { RestParams } from './orientation.params.ts';

const RAD = Math.PI / 180;
const AGE = 6;
const REST_S = 7;

/**
 * Rest as in the VQF paper: rate and acceleration stay close to their own low-passed values for `minS`.
 * Norms instead of single axes, so that the answer does not depend on how the sensor is turned.
 */
export class RestDetector {
  /** Low-passed rate (3) and acceleration (3), age of the average, time at rest, s. */
  readonly state = new Float64Array(8);
  readonly #params: RestParams;
  readonly #gyroLimit2: number;
  readonly #accLimit2: number;

  constructor(params: RestParams) {
    this.#params = params;
    this.#gyroLimit2 = (params.gyroLimitDps * RAD) ** 2;
    this.#accLimit2 = params.accLimitMps2 ** 2;
  }

  get resting(): boolean {
    return this.state[REST_S]! >= this.#params.minS;
  }

  interrupt(): void {
    this.state[AGE] = 0;
    this.state[REST_S] = 0;
  }

  step(dtS: number, gyro: Float64Array, acc: Float64Array): void {
    const s = this.state;
    const age = s[AGE]! + dtS;
    s[AGE] = Math.min(age, 2 * this.#params.tauS);
    const share = dtS / Math.min(age, this.#params.tauS + dtS);
    let gyroDeviation = 0;
    let accDeviation = 0;
    for (let i = 0; i < 3; i++) {
      const g = gyro[i]! - s[i]!;
      const a = acc[i]! - s[3 + i]!;
      s[i] = s[i]! + share * g;
      s[3 + i] = s[3 + i]! + share * a;
      gyroDeviation += g * g;
      accDeviation += a * a;
    }
    const quiet = gyroDeviation < this.#gyroLimit2 && accDeviation < this.#accLimit2;
    s[REST_S] = quiet ? Math.min(s[REST_S]! + dtS, 2 * this.#params.minS) : 0;
  }
}
