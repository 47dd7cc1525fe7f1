import type { RestParams } from './orientation.params.ts';
import { RAD_PER_DEG, SAMPLE } from './sample.ts';

const { DT_S, ACC, RATE } = SAMPLE;
const AGE_S = 6;
const QUIET_S = 7;
const ZEROED_S = 8;
const LENGTH = 9;

/**
 * Rest as in the VQF paper: rate and acceleration stay close to their own low-passed values for `minS`.
 * Norms instead of single axes, so that the answer does not depend on how the sensor is turned.
 */
export class RestDetector {
  /** Low-passed rate (3) and acceleration (3), age of the average, time without movement, time of z at 0, s. */
  readonly state = new Float64Array(LENGTH);
  readonly #params: RestParams;
  readonly #gyroLimit2: number;
  readonly #accLimit2: number;

  constructor(params: RestParams) {
    this.#params = params;
    this.#gyroLimit2 = (params.gyroLimitDps * RAD_PER_DEG) ** 2;
    this.#accLimit2 = params.accLimitMps2 ** 2;
  }

  get resting(): boolean {
    return this.state[QUIET_S]! >= this.#params.minS;
  }

  /**
   * Some firmware (WitMotion) calls z exactly 0 at rest while x and y go on: that is no measurement. A z that a coarse
   * count rounds to 0 all the time looks the same, and is as little known.
   */
  get isZZeroed(): boolean {
    return this.state[ZEROED_S]! >= this.#params.minS;
  }

  /** Forgets everything: after a long silence. */
  interrupt(): void {
    this.state.fill(0);
  }

  step(sample: Float64Array): void {
    const s = this.state;
    const dt = sample[DT_S]!;
    const { tauS, minS } = this.#params;
    // The first value starts the average; a low-pass of first order follows once `tauS` is over.
    const share = s[AGE_S] === 0 ? 1 : dt / (Math.min(s[AGE_S]!, tauS) + dt);
    s[AGE_S] = Math.min(s[AGE_S]! + dt, tauS);
    let gyro2 = 0;
    let acc2 = 0;
    for (let i = 0; i < 3; i++) {
      const g = sample[RATE + i]! - s[i]!;
      const a = sample[ACC + i]! - s[3 + i]!;
      s[i] = s[i]! + share * g;
      s[3 + i] = s[3 + i]! + share * a;
      gyro2 += g * g;
      acc2 += a * a;
    }
    const quiet = gyro2 < this.#gyroLimit2 && acc2 < this.#accLimit2;
    if (sample[RATE + 2] !== 0) s[ZEROED_S] = 0;
    else if (sample[RATE] !== 0 || sample[RATE + 1] !== 0) s[ZEROED_S] = s[ZEROED_S]! + dt;
    s[QUIET_S] = quiet ? Math.min(s[QUIET_S]! + dt, minS) : 0;
  }
}
