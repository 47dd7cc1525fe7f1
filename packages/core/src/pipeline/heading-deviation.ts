import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from './stage.ts';

const US_PER_S = 1e6;
const RAD_TO_DEG = 180 / Math.PI;
/** The neutral heading follows slowly: a chair, a new desk, drift. */
const NEUTRAL_TAU_S = 20;
/** Longer silences start a new neutral. */
const MAX_BRIDGED_S = 2;

/**
 * Heading against its slowly following neutral, degrees, left positive. Increments come from the turn about the
 * vertical between two orientations, so no Euler angle is near its singularity.
 */
export class HeadingDeviation {
  /** Last quaternion (4), last time (NaN: none), deviation in degrees. */
  readonly #state = new Float64Array([1, 0, 0, 0, Number.NaN, 0]);
  /** Time of the last step, s, and what it leaves of the deviation: computed once per change of it. */
  readonly #left = new Float64Array([Number.NaN, 0]);

  /** The deviation now, degrees. */
  get deg(): number {
    return this.#state[5]!;
  }

  /** Takes the orientation (wxyz, sensor to world) at row `i` of `tUs`. */
  push(tUs: Float64Array, i: number, q: Float64Array): void {
    const s = this.#state;
    const dtS = (tUs[i]! - s[4]!) / US_PER_S;
    if (!(dtS <= MAX_BRIDGED_S)) s[5] = 0;
    else {
      const left = this.#left;
      if (left[0] !== dtS) {
        left[0] = dtS;
        left[1] = Math.exp(-dtS / NEUTRAL_TAU_S);
      }
      s[5] = (s[5]! + this.#turnDeg(q)) * left[1]!;
    }
    for (let k = 0; k < 4; k++) s[k] = q[k]!;
    s[4] = tUs[i]!;
  }

  snapshot(): Snapshot {
    return { state: encodeNumbers(this.#state) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.state, this.#state, 'heading.state');
  }

  /** Twist about the world's z between the last orientation and `q`. */
  #turnDeg(q: Float64Array): number {
    const s = this.#state;
    const w = q[0]! * s[0]! + q[1]! * s[1]! + q[2]! * s[2]! + q[3]! * s[3]!;
    const z = -q[0]! * s[3]! - q[1]! * s[2]! + q[2]! * s[1]! + q[3]! * s[0]!;
    return 2 * Math.atan2(w < 0 ? -z : z, Math.abs(w)) * RAD_TO_DEG;
  }
}
