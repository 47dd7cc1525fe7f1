/** Rows of equal width in one growing array; the oldest are dropped together. */
export class RowBuffer {
  readonly width: number;
  #data: Float64Array;
  #rows = 0;

  constructor(width: number) {
    this.width = width;
    this.#data = new Float64Array(width * FIRST_ROWS);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Row `i` is `data[i * width]` and on; valid until the next `append`. */
  get data(): Float64Array {
    return this.#data;
  }

  /** Makes room for one more row and returns where it starts in `data`; its content is undefined. */
  append(): number {
    const at = this.#rows * this.width;
    if (at + this.width > this.#data.length) {
      const larger = new Float64Array(2 * this.#data.length);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#rows++;
    return at;
  }

  dropOldest(rows: number): void {
    this.#data.copyWithin(0, rows * this.width, this.#rows * this.width);
    this.#rows -= rows;
  }

  /** Copy of all rows, for snapshots. */
  values(): Float64Array {
    return this.#data.slice(0, this.#rows * this.width);
  }

  load(rows: number): Float64Array {
    this.#rows = 0;
    for (let i = 0; i < rows; i++) this.append();
    return this.#data.subarray(0, rows * this.width);
  }
}

const FIRST_ROWS = 64;
