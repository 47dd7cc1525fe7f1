const US_PER_S = 1e6;
const MOST_BINS = 1440;

/** One stretch of a trace, half-open. */
export interface TraceBin {
  readonly startUs: number;
  readonly endUs: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Share of the stretch that has a value, 0..1. */
  readonly coverage: number;
}

/**
 * A number over time for a chart, in a fixed amount of memory: evenly spaced bins of minimum, maximum and mean, which
 * grow to twice their width whenever time runs out of them.
 */
export class Trace {
  /** How much time one value stands for. */
  readonly #valueUs: number;
  #binUs: number;
  #startUs = Number.NaN;
  #used = 0;
  #min = new Float64Array(MOST_BINS).fill(Number.POSITIVE_INFINITY);
  #max = new Float64Array(MOST_BINS).fill(Number.NEGATIVE_INFINITY);
  #sum = new Float64Array(MOST_BINS);
  #count = new Float64Array(MOST_BINS);

  constructor(valueS: number) {
    this.#valueUs = valueS * US_PER_S;
    this.#binUs = this.#valueUs;
  }

  /** Times may come in any order, but none before the first. */
  add(tUs: number, value: number | null | undefined): void {
    if (value === null || value === undefined || !Number.isFinite(value)) return;
    if (Number.isNaN(this.#startUs)) this.#startUs = Math.floor(tUs / this.#valueUs) * this.#valueUs;
    if (tUs < this.#startUs) return;
    while (tUs - this.#startUs >= this.#binUs * MOST_BINS) this.#halve();
    const bin = Math.floor((tUs - this.#startUs) / this.#binUs);
    this.#min[bin] = Math.min(this.#min[bin]!, value);
    this.#max[bin] = Math.max(this.#max[bin]!, value);
    this.#sum[bin] = this.#sum[bin]! + value;
    this.#count[bin] = this.#count[bin]! + 1;
    this.#used = Math.max(this.#used, bin + 1);
  }

  /** In order of time; stretches without a value are not there. */
  bins(): TraceBin[] {
    const bins: TraceBin[] = [];
    for (let i = 0; i < this.#used; i++) {
      const count = this.#count[i]!;
      if (count === 0) continue;
      const startUs = this.#startUs + i * this.#binUs;
      bins.push({
        startUs,
        endUs: startUs + this.#binUs,
        min: this.#min[i]!,
        max: this.#max[i]!,
        mean: this.#sum[i]! / count,
        coverage: Math.min(1, (count * this.#valueUs) / this.#binUs),
      });
    }
    return bins;
  }

  #halve(): void {
    const half = MOST_BINS / 2;
    for (let i = 0; i < half; i++) {
      this.#min[i] = Math.min(this.#min[2 * i]!, this.#min[2 * i + 1]!);
      this.#max[i] = Math.max(this.#max[2 * i]!, this.#max[2 * i + 1]!);
      this.#sum[i] = this.#sum[2 * i]! + this.#sum[2 * i + 1]!;
      this.#count[i] = this.#count[2 * i]! + this.#count[2 * i + 1]!;
    }
    this.#min.fill(Number.POSITIVE_INFINITY, half);
    this.#max.fill(Number.NEGATIVE_INFINITY, half);
    this.#sum.fill(0, half);
    this.#count.fill(0, half);
    this.#binUs *= 2;
    this.#used = Math.ceil(this.#used / 2);
  }
}
