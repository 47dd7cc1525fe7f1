import type { Snapshot } from '../pipeline/stage.ts';

export interface Moments {
  meanX: number;
  meanY: number;
  sxx: number;
  sxy: number;
}

/** The last points of a line, oldest dropped first, and their moments. Allocates once. */
export class WindowRing {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #moments: Moments = { meanX: 0, meanY: 0, sxx: 0, sxy: 0 };
  #next = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#x = new Float64Array(capacity);
    this.#y = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** x of the newest point; NaN where there is none. */
  get lastX(): number {
    const capacity = this.#x.length;
    return this.#count === 0 ? Number.NaN : this.#x[(this.#next - 1 + capacity) % capacity]!;
  }

  add(x: number, y: number): void {
    this.#x[this.#next] = x;
    this.#y[this.#next] = y;
    this.#next = (this.#next + 1) % this.#x.length;
    this.#count = Math.min(this.#count + 1, this.#x.length);
  }

  clear(): void {
    this.#count = 0;
    this.#next = 0;
  }

  /** Moves points from `sinceX` on along x and back along y: host time stays as observed. */
  shift(sinceX: number, by: number): void {
    for (let i = 0; i < this.#count; i++) {
      if (this.#x[i]! < sinceX) continue;
      this.#x[i]! += by;
      this.#y[i]! -= by;
    }
  }

  /** Moves every point along y. */
  raise(by: number): void {
    for (let i = 0; i < this.#count; i++) this.#y[i]! += by;
  }

  /** The same object every time. */
  moments(): Readonly<Moments> {
    const m = this.#moments;
    m.meanX = mean(this.#x, this.#count);
    m.meanY = mean(this.#y, this.#count);
    m.sxx = 0;
    m.sxy = 0;
    for (let i = 0; i < this.#count; i++) {
      const dx = this.#x[i]! - m.meanX;
      m.sxx += dx * dx;
      m.sxy += dx * (this.#y[i]! - m.meanY);
    }
    return m;
  }

  snapshot(): Snapshot {
    const stored = (column: Float64Array): number[] => Array.from(column.subarray(0, this.#count));
    return { next: this.#next, x: stored(this.#x), y: stored(this.#y) };
  }

  restore(snapshot: Snapshot): void {
    const { next, x, y } = snapshot as { next: number; x: number[]; y: number[] };
    this.#next = next;
    this.#count = x.length;
    this.#x.set(x);
    this.#y.set(y);
  }
}

function mean(values: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  return sum / n;
}
