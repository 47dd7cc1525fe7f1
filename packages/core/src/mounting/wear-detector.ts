import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';
import type { WearParams } from './mounting.params.ts';
import { StillStretch } from './still-stretch.ts';

/** `still`: as on a table, and for too short a time to know that it lies on one. */
export type Wear = 'worn' | 'still' | 'off';

/**
 * Nobody holds a clip as still as a table does: over 5 min the direction of gravity wanders by at least 1 degree
 * in everybody who sits and 0.6 in everybody who lies (labelled lower-back set), by 0.1 on a table. Nobody there is counted
 * within 0.4 degrees for longer than 179 s, nor within 0.15 for longer than 43 s (`validation/kept-still.ts`).
 * A clip that has stayed within `notWornDeg` for `notWornS`, or within `tableDeg` for `tableS` where the noise of the
 * sensor lets it, is not worn, since `stillSinceUs`; from `heldFromS` on it may turn out so.
 */
export class WearDetector {
  readonly #params: WearParams;
  readonly #still: StillStretch;
  readonly #asOnTable: StillStretch;
  #isOff = false;

  constructor(params: WearParams) {
    this.#params = params;
    this.#still = new StillStretch(params.notWornDeg);
    this.#asOnTable = new StillStretch(params.tableDeg);
  }

  /** First second of the stillness that goes on; null before any second. */
  get stillSinceUs(): number | null {
    return this.#still.sinceUs;
  }

  /** Takes a second: its mean acceleration, or null when nothing arrived. */
  next(tUs: number, acc: Vec3 | null): Wear {
    if (acc) this.#take(tUs, acc);
    if (this.#isOff) return 'off';
    return this.#still.lengthS > this.#params.heldFromS ? 'still' : 'worn';
  }

  /** Whether the clip is off and a second ahead of those taken does not say otherwise. */
  staysOff(acc: Vec3): boolean {
    return this.#isOff && this.#still.holds(acc);
  }

  snapshot(): Snapshot {
    return { still: this.#still.snapshot(), asOnTable: this.#asOnTable.snapshot(), isOff: this.#isOff };
  }

  restore(snapshot: Snapshot): void {
    this.#still.restore(snapshot.still as Snapshot);
    this.#asOnTable.restore(snapshot.asOnTable as Snapshot);
    this.#isOff = snapshot.isOff as boolean;
  }

  /** Off until it moves: what is known by the finer of the two is not doubted when a table warms up. */
  #take(tUs: number, acc: Vec3): void {
    this.#still.push(tUs, acc);
    this.#asOnTable.push(tUs, acc);
    const { notWornS, tableS } = this.#params;
    const isKnown = this.#still.lengthS >= notWornS || this.#asOnTable.lengthS >= tableS;
    this.#isOff = isKnown || (this.#isOff && this.#still.lengthS > 0);
  }
}
