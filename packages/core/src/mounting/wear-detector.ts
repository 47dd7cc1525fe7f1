import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';
import type { WearParams } from './mounting.params.ts';

const RAD_TO_DEG = 180 / Math.PI;

/**
 * Nobody holds a clip as still as a table does: over 5 min the direction of gravity wanders by at least 1 degree
 * in everybody who sits and 0.6 in everybody who lies (labelled lower-back set), by 0.1 on a table. The longest that
 * anybody there stayed within 0.4 degrees is 101 s sitting and 212 s lying. A clip that has stayed within `notWornDeg`
 * for `notWornS` is not worn. The time before that has been told as what it looked like; `stillSinceUs` says since when.
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

  /** Takes a second: its mean acceleration, or null when nothing arrived. True while the clip is not worn. */
  isOff(tUs: number, acc: Vec3 | null): boolean {
    if (acc) this.#take(tUs, acc);
    return this.#box[6]! >= this.#params.notWornS;
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
    let widest = 0;
    for (let k = 0; k < 3; k++) {
      const v = acc[k]! / length;
      box[k] = isNew ? v : Math.min(box[k]!, v);
      box[k + 3] = isNew ? v : Math.max(box[k + 3]!, v);
      widest = Math.max(widest, box[k + 3]! - box[k]!);
    }
    box[6] = widest * RAD_TO_DEG > this.#params.notWornDeg ? 0 : box[6]! + 1;
  }
}
