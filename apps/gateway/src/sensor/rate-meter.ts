/** Samples per second over the last seconds of host time. */
export class RateMeter {
  readonly #counts: number[] = [];
  #last = 0;

  /** Once a second, with the number of samples so far. */
  tick(samples: number): void {
    this.#counts.push(samples - this.#last);
    this.#last = samples;
    if (this.#counts.length > WINDOW_S) this.#counts.shift();
  }

  get hz(): number | null {
    if (this.#counts.length === 0) return null;
    return this.#counts.reduce((sum, n) => sum + n, 0) / this.#counts.length;
  }
}

const WINDOW_S = 5;
