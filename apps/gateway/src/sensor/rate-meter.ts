/** Ticks over which the rate is taken. */
const WINDOW_TICKS = 5;

/** Samples per second over the last seconds of the time in which they were measured. */
export class RateMeter {
  readonly #marks: { readonly samples: number; readonly tUs: number }[] = [];

  /** About once a second, with the number of samples so far. */
  tick(samples: number, tUs: number): void {
    this.#marks.push({ samples, tUs });
    if (this.#marks.length > WINDOW_TICKS + 1) this.#marks.shift();
  }

  get hz(): number | null {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined || last.tUs <= first.tUs) return null;
    return ((last.samples - first.samples) * 1e6) / (last.tUs - first.tUs);
  }
}
