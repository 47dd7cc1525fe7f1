import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';

const RAD_TO_DEG = 180 / Math.PI;

/** How long the direction of gravity has stayed within so many degrees, second by second. */
export class StillStretch {
  readonly #withinDeg: number;
  /** Least and greatest direction so far (3 + 3), and for how many seconds. */
  readonly #box = new Float64Array(7);
  #sinceUs: number | null = null;

  constructor(withinDeg: number) {
    this.#withinDeg = withinDeg;
  }

  /** Seconds of the stretch that goes on; 0 when the last one left it. */
  get lengthS(): number {
    return this.#box[6]!;
  }

  /** Its first second; null before any. */
  get sinceUs(): number | null {
    return this.#sinceUs;
  }

  /** Takes the mean acceleration of a second. */
  push(tUs: number, acc: Vec3): void {
    const box = this.#box;
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    if (!(length > 0)) return;
    const isNew = box[6] === 0;
    if (isNew) this.#sinceUs = tUs;
    const stays = isNew || this.holds(acc);
    for (let k = 0; k < 3; k++) {
      const v = acc[k]! / length;
      box[k] = isNew ? v : Math.min(box[k]!, v);
      box[k + 3] = isNew ? v : Math.max(box[k + 3]!, v);
    }
    box[6] = stays ? box[6]! + 1 : 0;
  }

  /** Whether a second of this mean acceleration stays within the stretch: its width is that of its widest axis. */
  holds(acc: Vec3): boolean {
    const box = this.#box;
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    let widest = 0;
    for (let k = 0; k < 3; k++) {
      const v = acc[k]! / length;
      widest = Math.max(widest, Math.max(box[k + 3]!, v) - Math.min(box[k]!, v));
    }
    return widest * RAD_TO_DEG <= this.#withinDeg;
  }

  snapshot(): Snapshot {
    return { box: encodeNumbers(this.#box), since: this.#sinceUs };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.box, this.#box, 'still.box');
    this.#sinceUs = snapshot.since as number | null;
  }
}
