import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';

const RAD_TO_DEG = 180 / Math.PI;

/** In the state of a stretch: the middle of the ball, its radius, and for how many seconds it goes on. */
const [RADIUS, LENGTH_S, STATE_LENGTH] = [3, 4, 5];

/**
 * How long the direction of gravity has stayed within so many degrees, second by second: within a ball that grows just
 * far enough to hold the next second as well, which is the same ball whichever way the clip is turned. Of seconds in a
 * line it is the narrowest, of any others at most half as wide again (Zarrabi-Zadeh & Chan 2006, CCCG, "A simple
 * streaming algorithm for minimum enclosing balls").
 */
export class StillStretch {
  readonly #withinDeg: number;
  readonly #ball = new Float64Array(STATE_LENGTH);
  #sinceUs: number | null = null;

  constructor(withinDeg: number) {
    this.#withinDeg = withinDeg;
  }

  /** Seconds of the stretch that goes on; 0 when the last one left it. */
  get lengthS(): number {
    return this.#ball[LENGTH_S]!;
  }

  /** Its first second; null before any. */
  get sinceUs(): number | null {
    return this.#sinceUs;
  }

  /** Takes the mean acceleration of a second. */
  push(tUs: number, acc: Vec3): void {
    if (!(Math.hypot(acc[0], acc[1], acc[2]) > 0)) return;
    const isNew = this.lengthS === 0;
    if (isNew) this.#begin(tUs, acc);
    const stays = this.holds(acc);
    this.#reach(acc);
    this.#ball[LENGTH_S] = stays ? this.lengthS + 1 : 0;
  }

  /** Whether a second of this mean acceleration stays within the stretch. */
  holds(acc: Vec3): boolean {
    const radius = this.#ball[RADIUS]!;
    return Math.max(2 * radius, radius + this.#distance(acc)) * RAD_TO_DEG <= this.#withinDeg;
  }

  #begin(tUs: number, acc: Vec3): void {
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    for (let k = 0; k < 3; k++) this.#ball[k] = acc[k]! / length;
    this.#ball[RADIUS] = 0;
    this.#sinceUs = tUs;
  }

  /** Moves and grows the ball until it touches the second: what it held it holds still. */
  #reach(acc: Vec3): void {
    const ball = this.#ball;
    const distance = this.#distance(acc);
    const beyond = (distance - ball[RADIUS]!) / 2;
    if (!(beyond > 0)) return;
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    for (let k = 0; k < 3; k++) ball[k] = ball[k]! + (beyond / distance) * (acc[k]! / length - ball[k]!);
    ball[RADIUS] = ball[RADIUS]! + beyond;
  }

  /** Of the second's direction from the middle, rad. */
  #distance(acc: Vec3): number {
    const ball = this.#ball;
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    return Math.hypot(acc[0] / length - ball[0]!, acc[1] / length - ball[1]!, acc[2] / length - ball[2]!);
  }

  snapshot(): Snapshot {
    return { ball: encodeNumbers(this.#ball), since: this.#sinceUs };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.ball, this.#ball, 'still.ball');
    this.#sinceUs = snapshot.since as number | null;
  }
}
