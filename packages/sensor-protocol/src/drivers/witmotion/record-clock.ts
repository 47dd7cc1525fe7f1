/** Between two records of one stream at any rate, losses included. */
const LONGEST_STEP_MS = 60_000;
const U32 = 2 ** 32;
/** So many impossible steps, and the bytes are no clock. */
const DISPROVED_AFTER = 2;
/** So many good steps outweigh an earlier impossible one. */
const FORGIVEN_AFTER = 100;

/**
 * Whether the millisecond clock of the records is one. Firmware without the time-stamped mode may keep and
 * echo register 0x96 all the same; its records then hold angles, which stand still or go backwards.
 */
export class RecordClock {
  #lastMs: number | null = null;
  #bad = 0;
  #good = 0;

  get disproved(): boolean {
    return this.#bad >= DISPROVED_AFTER;
  }

  reset(): void {
    this.#lastMs = null;
    this.#bad = 0;
    this.#good = 0;
  }

  /** The time in microseconds, or NaN where it cannot be one. */
  read(ms: number): number {
    if (this.disproved) return Number.NaN;
    const step = this.#lastMs === null ? 1 : (ms - this.#lastMs + U32) % U32;
    this.#lastMs = ms;
    const possible = step > 0 && step <= LONGEST_STEP_MS;
    if (possible) this.#forgive();
    else this.#bad++;
    return possible ? ms * 1000 : Number.NaN;
  }

  #forgive(): void {
    if (++this.#good < FORGIVEN_AFTER) return;
    this.#good = 0;
    this.#bad = 0;
  }
}
