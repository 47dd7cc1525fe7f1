import type { Snapshot } from '../pipeline/stage.ts';

/**
 * A counter that starts over at `modulus`, made to go on. A step back by more than half the range is a wrap;
 * a smaller one is a step back and is returned as such.
 */
export class Unwrap {
  readonly #modulus: number | null;
  #offset = 0;
  #last = Number.NaN;

  /** `null`: the counter never wraps. */
  constructor(modulus: number | null) {
    this.#modulus = modulus;
  }

  push(raw: number): number {
    const modulus = this.#modulus;
    if (modulus !== null && !Number.isNaN(this.#last)) {
      if (raw - this.#last < -modulus / 2) this.#offset += modulus;
      else if (raw - this.#last > modulus / 2) this.#offset -= modulus;
    }
    this.#last = raw;
    return raw + this.#offset;
  }

  snapshot(): Snapshot {
    return { offset: this.#offset, last: Number.isNaN(this.#last) ? null : this.#last };
  }

  restore(snapshot: Snapshot): void {
    this.#offset = snapshot.offset as number;
    this.#last = (snapshot.last as number | null) ?? Number.NaN;
  }
}
