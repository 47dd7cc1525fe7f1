import { decodeNumbers, type EncodedNumber, encodeNumbers } from '../orientation/state-codec.ts';
import { ringIndex } from '../signal/ring-index.ts';

/** The last values of one grid column by absolute cell index; NaN where nothing is known. */
export class CellRing {
  readonly values: Float64Array;
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
    this.values = new Float64Array(size).fill(Number.NaN);
  }

  /** `index` may reach back a whole ring. */
  at(index: number): number {
    return this.values[ringIndex(index, this.#size)]!;
  }

  set(index: number, value: number): void {
    this.values[ringIndex(index, this.#size)] = value;
  }

  /** Fills `out` with the values from cell `from` on. */
  copy(from: number, out: Float64Array): void {
    let at = ringIndex(from, this.#size);
    for (let i = 0; i < out.length; i++) {
      out[i] = this.values[at]!;
      if (++at === this.#size) at = 0;
    }
  }

  /** Sets the cells from `from` on. */
  write(from: number, values: Float64Array): void {
    let at = ringIndex(from, this.#size);
    for (let i = 0; i < values.length; i++) {
      this.values[at] = values[i]!;
      if (++at === this.#size) at = 0;
    }
  }

  clear(): void {
    this.values.fill(Number.NaN);
  }

  encode(): EncodedNumber[] {
    return encodeNumbers(this.values);
  }

  decode(encoded: unknown, field: string): void {
    decodeNumbers(encoded, this.values, field);
  }
}
