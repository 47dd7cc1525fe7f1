import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';
import type { WearParams } from './mounting.params.ts';

const RAD_TO_DEG = 180 / Math.PI;

/** `still`: as on a table, and for too short a time to know that it lies on one. */
export type Wear = 'worn' | 'still' | 'off';

/**
 * Nobody holds a clip as still as a table does: over 5 min the direction of gravity wanders by at least 1 degree
 * in everybody who sits and 0.6 in everybody who lies (labelled lower-back set), by 0.1 on a table. The longest that
 * anybody there stayed within 0.4 degrees is 101 s sitting and 212 s lying. A clip that has stayed within `notWornDeg`
 * for `notWornS` is not worn, since `stillSinceUs`; from `heldFromS` on it may turn out so.
 */
export class WearDetector {
  readonly #params: WearParams;
  /** Least and greatest direction so far (3 + 3), and for how many seconds. */
  readonly #box = new Float64Array(7);
  #stillSinceUs: number | null = null;

  constructor(params: WearParams) {
    this.#params = params;
  }

  /** First second of the stillness that goes on; null before any second. */
  get stillSinceUs(): number | null {
    return this.#stillSinceUs;
  }

  /** Takes a second: its mean acceleration, or null when nothing arrived. */
  next(tUs: number, acc: Vec3 | null): Wear {
    if (acc) this.#take(tUs, acc);
    const stillS = this.#box[6]!;
    if (stillS >= this.#params.notWornS) return 'off';
    return stillS > this.#params.heldFromS ? 'still' : 'worn';
  }

  /** Whether the clip is off and a second ahead of those taken does not say otherwise. */
  staysOff(acc: Vec3): boolean {
    const { notWornS, notWornDeg } = this.#params;
    return this.#box[6]! >= notWornS && this.#widthDeg(acc) <= notWornDeg;
  }

  snapshot(): Snapshot {
    return { box: encodeNumbers(this.#box), since: this.#stillSinceUs };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.box, this.#box, 'wear.box');
    this.#stillSinceUs = snapshot.since as number | null;
  }

  #take(tUs: number, acc: Vec3): void {
    const box = this.#box;
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    if (!(length > 0)) return;
    const isNew = box[6] === 0;
    if (isNew) this.#stillSinceUs = tUs;
    const widthDeg = isNew ? 0 : this.#widthDeg(acc);
    for (let k = 0; k < 3; k++) {
      const v = acc[k]! / length;
      box[k] = isNew ? v : Math.min(box[k]!, v);
      box[k + 3] = isNew ? v : Math.max(box[k + 3]!, v);
    }
    box[6] = widthDeg > this.#params.notWornDeg ? 0 : box[6]! + 1;
  }

  /** Of all directions so far and this one, along the axis where they lie furthest apart. */
  #widthDeg(acc: Vec3): number {
    const box = this.#box;
    const length = Math.hypot(acc[0], acc[1], acc[2]);
    let widest = 0;
    for (let k = 0; k < 3; k++) {
      const v = acc[k]! / length;
      widest = Math.max(widest, Math.max(box[k + 3]!, v) - Math.min(box[k]!, v));
    }
    return widest * RAD_TO_DEG;
  }
}
