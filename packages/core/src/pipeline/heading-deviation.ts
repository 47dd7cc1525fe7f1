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

  /** The deviation after this orientation (wxyz, sensor to world). */
  push(tUs: number, q: Float64Array): number {
    const s = this.#state;
    const dtS = (tUs - s[4]!) / US_PER_S;
    if (!(dtS <= MAX_BRIDGED_S)) s[5] = 0;
    else s[5] = (s[5]! + this.#turnDeg(q)) * Math.exp(-dtS / NEUTRAL_TAU_S);
    s.set(q);
    s[4] = tUs;
    return s[5]!;
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
