import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';

/** The last values of one quantity, one a second, by running number; earlier ones than the first are the first. */
export class History {
  readonly #values: Float64Array;
  readonly #sorted: Float64Array;

  constructor(seconds: number) {
    this.#values = new Float64Array(seconds);
    this.#sorted = new Float64Array(seconds);
  }

  at(i: number): number {
    return this.#values[Math.max(0, i) % this.#values.length]!;
  }

  set(i: number, value: number): void {
    this.#values[i % this.#values.length] = value;
  }

  mean(from: number, to: number): number {
    let sum = 0;
    for (let i = from; i <= to; i++) sum += this.at(i);
    return sum / (to - from + 1);
  }

  min(from: number, to: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = from; i <= to; i++) least = Math.min(least, this.at(i));
    return least;
  }

  median(from: number, to: number): number {
    const sorted = this.#sorted;
    let n = 0;
    for (let i = from; i <= to; i++) {
      const value = this.at(i);
      let place = n++;
      for (; place > 0 && sorted[place - 1]! > value; place--) sorted[place] = sorted[place - 1]!;
      sorted[place] = value;
    }
    return sorted[n >> 1]!;
  }

  deviation(from: number, to: number): number {
    const mean = this.mean(from, to);
    let squares = 0;
    for (let i = from; i <= to; i++) squares += (this.at(i) - mean) ** 2;
    return Math.sqrt(squares / (to - from + 1));
  }

  /** Mean size of the step from one second to the next. */
  jitter(from: number, to: number): number {
    let sum = 0;
    for (let i = from + 1; i <= to; i++) sum += Math.abs(this.at(i) - this.at(i - 1));
    return sum / Math.max(1, to - from);
  }

  encode() {
    return encodeNumbers(this.#values);
  }

  decode(encoded: unknown, field: string): void {
    decodeNumbers(encoded, this.#values, field);
  }
}
