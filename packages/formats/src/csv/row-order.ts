/** Rows that are looked at together: a power of two. Half of them may be wrong in a row. */
const LOOKAHEAD = 8;
export const MOST_WAITING = LOOKAHEAD;

/** A row in its place, one that is not after those before it, and one that is ahead of those after it. */
export type Place = 'follows' | 'behind' | 'ahead';

/**
 * Which rows of a recording follow one another. A single stamp far ahead must not cost the rows after it, and a clock
 * that leapt for good must cost none: a row is decided when the next {@link LOOKAHEAD} - 1 are known, by what most of
 * them agree on. Where the rows rise nothing is ever ahead. Allocates nothing per row.
 */
export class RowOrder {
  readonly #timesUs = new Float64Array(LOOKAHEAD);
  readonly #lines = new Float64Array(LOOKAHEAD);
  /** Rows of the longest rising chain that begins with each row, and where such a chain ends at the earliest. */
  readonly #chain = new Int32Array(LOOKAHEAD);
  readonly #chainEndUs = new Float64Array(LOOKAHEAD);
  #first = 0;
  #waiting = 0;
  /** The newest so many rows rise, those that are decided counted. */
  #rising = 0;
  #lastUs = Number.NEGATIVE_INFINITY;

  /** Rows that are not decided yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Line and time of the oldest of them. */
  get line(): number {
    return this.#waiting === 0 ? Number.POSITIVE_INFINITY : this.#lines[this.#first]!;
  }

  get timeUs(): number {
    return this.#timesUs[this.#first]!;
  }

  /** Only after `place` has said null. */
  push(line: number, timeUs: number): void {
    const isLater = this.#waiting > 0 && timeUs > this.#timesUs[this.#at(this.#waiting - 1)]!;
    this.#rising = isLater ? this.#rising + 1 : 1;
    const at = this.#at(this.#waiting++);
    this.#lines[at] = line;
    this.#timesUs[at] = timeUs;
  }

  /** What becomes of the oldest row; null as long as more rows must be seen. */
  place(atEnd: boolean): Place | null {
    if (this.#waiting === 0) return null;
    if (this.timeUs <= this.#lastUs) return 'behind';
    if (!atEnd && this.#waiting < LOOKAHEAD) return null;
    return this.#rising >= this.#waiting || this.#leadsTheLongestChain() ? 'follows' : 'ahead';
  }

  /** The oldest row leaves, in the place it was given. */
  shift(place: Place): void {
    if (place === 'follows') this.#lastUs = this.timeUs;
    this.#first = this.#at(1);
    this.#waiting--;
  }

  #at(i: number): number {
    return (this.#first + i) & (LOOKAHEAD - 1);
  }

  /** Of chains of one length the one that leaps less far, else the one that begins earlier in the file. */
  #leadsTheLongestChain(): boolean {
    for (let i = this.#waiting - 1; i >= 0; i--) this.#measureChain(i);
    const [chain, endUs] = [this.#chain, this.#chainEndUs];
    for (let i = 1; i < this.#waiting; i++) {
      if (this.#timesUs[this.#at(i)]! <= this.#lastUs) continue;
      if (chain[i]! > chain[0]! || (chain[i] === chain[0] && endUs[i]! < endUs[0]!)) return false;
    }
    return true;
  }

  #measureChain(i: number): void {
    const timeUs = this.#timesUs[this.#at(i)]!;
    let [length, endUs] = [1, timeUs];
    for (let next = i + 1; next < this.#waiting; next++) {
      if (this.#timesUs[this.#at(next)]! <= timeUs) continue;
      const [longer, nextEndUs] = [1 + this.#chain[next]!, this.#chainEndUs[next]!];
      if (longer < length || (longer === length && nextEndUs >= endUs)) continue;
      length = longer;
      endUs = nextEndUs;
    }
    this.#chain[i] = length;
    this.#chainEndUs[i] = endUs;
  }
}
