import type { Trace } from '@plumbline/contract';

/** Angles over time as columns; NaN where an angle is not available. */
export interface TraceColumns {
  readonly n: number;
  readonly tUs: Float64Array;
  readonly flexionDeg: Float64Array;
  readonly sideBendDeg: Float64Array;
  readonly rotationDeg: Float64Array;
  readonly tiltDeg: Float64Array;
}

export const ANGLES = ['flexionDeg', 'sideBendDeg', 'rotationDeg', 'tiltDeg'] as const;
export type Angle = (typeof ANGLES)[number];

/** Two minutes at 25 points a second, with room for a denser sensor. */
const DEFAULT_CAPACITY = 4096;

export function createTraceColumns(n: number): TraceColumns {
  return {
    n,
    tUs: new Float64Array(n),
    flexionDeg: new Float64Array(n),
    sideBendDeg: new Float64Array(n),
    rotationDeg: new Float64Array(n),
    tiltDeg: new Float64Array(n),
  };
}

/** The newest points in time order, in memory that never grows. */
export class TraceRing {
  readonly #columns: TraceColumns;
  #first = 0;
  #length = 0;

  constructor(capacity = DEFAULT_CAPACITY) {
    this.#columns = createTraceColumns(capacity);
  }

  /** Time of the newest point, null while empty. */
  get newestUs(): number | null {
    return this.#length === 0 ? null : this.#columns.tUs[this.#slot(this.#length - 1)]!;
  }

  /** Appends a stretch. What it overlaps is replaced: a resumed connection repeats the last 30 s. */
  append(trace: Trace): void {
    const fromUs = trace.tUs[0];
    if (fromUs === undefined) return;
    this.#dropFrom(fromUs);
    for (let i = 0; i < trace.tUs.length; i++) this.#push(trace, i);
  }

  /** A copy of the points in `[fromUs, toUs]`. */
  window(fromUs: number, toUs: number): TraceColumns {
    const start = this.#lowerBound(fromUs);
    let end = start;
    while (end < this.#length && this.#columns.tUs[this.#slot(end)]! <= toUs) end++;
    const out = createTraceColumns(end - start);
    for (let i = 0; i < out.n; i++) this.#copy(this.#slot(start + i), out, i);
    return out;
  }

  #slot(index: number): number {
    return (this.#first + index) % this.#columns.n;
  }

  #push(trace: Trace, i: number): void {
    if (this.#length === this.#columns.n) this.#first = this.#slot(1);
    else this.#length++;
    const slot = this.#slot(this.#length - 1);
    this.#columns.tUs[slot] = trace.tUs[i]!;
    for (const angle of ANGLES) this.#columns[angle][slot] = trace[angle][i] ?? Number.NaN;
  }

  #copy(slot: number, out: TraceColumns, i: number): void {
    out.tUs[i] = this.#columns.tUs[slot]!;
    for (const angle of ANGLES) out[angle][i] = this.#columns[angle][slot]!;
  }

  #dropFrom(fromUs: number): void {
    while (this.#length > 0 && (this.newestUs ?? 0) >= fromUs) this.#length--;
  }

  /** Index of the first point at or after the time. */
  #lowerBound(tUs: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#columns.tUs[this.#slot(middle)]! < tUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The part of the columns from a time on; shares their memory. */
export function columnsFrom(columns: TraceColumns, fromUs: number): TraceColumns {
  let start = 0;
  while (start < columns.n && columns.tUs[start]! < fromUs) start++;
  if (start === 0) return columns;
  const rest = (values: Float64Array) => values.subarray(start);
  return {
    n: columns.n - start,
    tUs: rest(columns.tUs),
    flexionDeg: rest(columns.flexionDeg),
    sideBendDeg: rest(columns.sideBendDeg),
    rotationDeg: rest(columns.rotationDeg),
    tiltDeg: rest(columns.tiltDeg),
  };
}
