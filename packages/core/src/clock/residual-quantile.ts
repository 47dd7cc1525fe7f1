import type { Snapshot } from '../pipeline/stage.ts';

/** One bin a millisecond; later arrivals share the last bin. */
const BINS = 512;
/** Older arrivals count half each time the histogram is this full. */
const HALVE_AT = 20_000;
const QUANTILE = 0.95;

/** How late notifications come, as a histogram that slowly forgets. */
export class ResidualQuantile {
  readonly #bins = new Float64Array(BINS);
  #total = 0;

  add(residualMs: number): void {
    const bin = Math.max(0, Math.min(BINS - 1, Math.floor(residualMs)));
    this.#bins[bin]! += 1;
    if (++this.#total > HALVE_AT) this.#forget();
  }

  get p95Ms(): number | null {
    if (this.#total === 0) return null;
    let left = QUANTILE * this.#total;
    for (let bin = 0; bin < BINS; bin++) {
      left -= this.#bins[bin]!;
      if (left <= 0) return bin + 1;
    }
    return BINS;
  }

  #forget(): void {
    this.#total = 0;
    for (let bin = 0; bin < BINS; bin++) {
      this.#bins[bin]! /= 2;
      this.#total += this.#bins[bin]!;
    }
  }

  snapshot(): Snapshot {
    return { bins: Array.from(this.#bins) };
  }

  restore(snapshot: Snapshot): void {
    this.#bins.set(snapshot.bins as number[]);
    this.#total = this.#bins.reduce((sum, n) => sum + n, 0);
  }
}
