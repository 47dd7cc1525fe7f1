import type { Trace } from '@plumbline/contract';
import type { OrientationColumns } from '@plumbline/core';

/** What a client is shown on joining. */
export const TRACE_SPAN_US = 30_000_000;
/** 25 points a second. */
export const TRACE_STEP_US = 40_000;
const CAPACITY = TRACE_SPAN_US / TRACE_STEP_US + 1;
const HUNDREDTHS = 100;

const ANGLES = ['flexionDeg', 'sideBendDeg', 'rotationDeg', 'tiltDeg'] as const;
type Angle = (typeof ANGLES)[number];

/** The last half minute of angles, thinned out: the first sample of every step of 40 ms. */
export class TraceRing {
  readonly #tUs = new Float64Array(CAPACITY);
  /** Single precision: there is a ring for everyone who wears a sensor now, and hundredths of a degree are told. */
  readonly #angles: Readonly<Record<Angle, Float32Array>> = {
    flexionDeg: new Float32Array(CAPACITY),
    sideBendDeg: new Float32Array(CAPACITY),
    rotationDeg: new Float32Array(CAPACITY),
    tiltDeg: new Float32Array(CAPACITY),
  };
  #end = 0;
  #start = 0;
  #cell = Number.NEGATIVE_INFINITY;

  /** Counts every point there ever was: a reader remembers it and asks for what came after. */
  get end(): number {
    return this.#end;
  }

  /** The oldest point that can still be read. */
  get start(): number {
    return Math.max(this.#start, this.#end - CAPACITY);
  }

  /** Returns false when the samples lie before what is shown: time was set back, and the ring began anew. */
  push(columns: OrientationColumns): boolean {
    const backwards = columns.n > 0 && cellOf(columns.tUs[0]!) < this.#cell;
    if (backwards) this.#clear();
    for (let i = 0; i < columns.n; i++) {
      const cell = cellOf(columns.tUs[i]!);
      if (cell <= this.#cell) continue;
      this.#cell = cell;
      this.#add(columns, i);
    }
    return !backwards;
  }

  /** Points from number `from` on, of the last half minute. */
  read(from: number): Trace {
    const first = this.#recent(Math.max(from, this.start));
    const trace: Trace = { tUs: [], flexionDeg: [], sideBendDeg: [], rotationDeg: [], tiltDeg: [] };
    for (let k = first; k < this.#end; k++) {
      trace.tUs.push(this.#tUs[k % CAPACITY]!);
      for (const angle of ANGLES) trace[angle].push(rounded(this.#angles[angle][k % CAPACITY]!));
    }
    return trace;
  }

  #recent(from: number): number {
    const oldestUs = this.#tUs[(this.#end - 1) % CAPACITY]! - TRACE_SPAN_US;
    let k = from;
    while (k < this.#end && this.#tUs[k % CAPACITY]! < oldestUs) k++;
    return k;
  }

  #add(columns: OrientationColumns, i: number): void {
    const at = this.#end % CAPACITY;
    this.#tUs[at] = columns.tUs[i]!;
    for (const angle of ANGLES) this.#angles[angle][at] = columns[angle][i]!;
    this.#end++;
  }

  #clear(): void {
    this.#start = this.#end;
    this.#cell = Number.NEGATIVE_INFINITY;
  }
}

function cellOf(tUs: number): number {
  return Math.floor(tUs / TRACE_STEP_US);
}

function rounded(degrees: number): number | null {
  return Number.isNaN(degrees) ? null : Math.round(degrees * HUNDREDTHS) / HUNDREDTHS;
}
