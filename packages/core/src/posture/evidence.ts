import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';
import { CELL_US, GRID_HZ, type GridSink, UniformGrid } from './uniform-grid.ts';
import { dominantHz, meanVector, spreadOfMagnitude } from './window-statistics.ts';

const SECOND_US = 1_000_000;
/** A row describes second s from what happened in [s - 2 s, s + 3 s): the 5 s window of the published rule. */
export const WINDOW_REACH_S = 2;
const RING_S = 8;
const RING_CELLS = RING_S * GRID_HZ;
/** Facts: a silence above 2 s makes the posture unknown, a shorter one keeps it. */
const KEEP_GAP_CELLS = 2 * GRID_HZ;
/** A longer silence gets no rows at all: absent seconds are unknown too. */
const MAX_SILENT_ROWS_S = 3600;
/** Per second: samples, sum of up (3), sum of rotation. */
const SECOND_FIELDS = 5;

/** What one second of samples says, before anything is decided. Sensor frame, m/s^2. */
export interface EvidenceRow {
  readonly tUs: number;
  /** Share of the expected samples that arrived, 0..1. */
  readonly coverage: number;
  /** Most of the second lies in a silence of more than 2 s. */
  readonly lost: boolean;
  /** Mean acceleration over the second and over 5 s; null when nothing arrived. */
  readonly acc: Vec3 | null;
  readonly acc5: Vec3 | null;
  /** Standard deviation of the acceleration's magnitude over the second and over 5 s. */
  readonly sdMps2: number;
  readonly sd5Mps2: number;
  /** Strongest frequency of the magnitude over 5 s, Hz. */
  readonly dominantHz: number;
  /** Mean "up" of the orientation filter over the second, sensor frame, not of unit length. */
  readonly up: Vec3 | null;
  /** Mean heading against its slowly following neutral, degrees. */
  readonly rotationDeg: number | null;
}

/** Samples in, one {@link EvidenceRow} per UTC second out, {@link WINDOW_REACH_S} later. */
export class EvidenceBuilder implements GridSink {
  readonly #emit: (row: EvidenceRow) => void;
  readonly #expected: number;
  readonly #grid = new UniformGrid(this);
  readonly #x = new Float64Array(RING_CELLS).fill(Number.NaN);
  readonly #y = new Float64Array(RING_CELLS).fill(Number.NaN);
  readonly #z = new Float64Array(RING_CELLS).fill(Number.NaN);
  readonly #seconds = new Float64Array(RING_S * SECOND_FIELDS);
  /** First second, first second without a row yet, next cell; -1 before the first sample. */
  readonly #at = new Float64Array([-1, -1, -1]);

  constructor(rateHz: number, emit: (row: EvidenceRow) => void) {
    this.#expected = rateHz;
    this.#emit = emit;
  }

  /** One sample later than all before: us, m/s^2, the filter's up in the sensor frame, heading deviation (deg or NaN). */
  push(tUs: number, acc: Float64Array, up: Float64Array, rotationDeg: number): void {
    this.#grid.push(tUs, acc[0]!, acc[1]!, acc[2]!);
    const second = Math.floor(tUs / SECOND_US);
    if (this.#at[0] === -1) this.#begin(second);
    const at = (second % RING_S) * SECOND_FIELDS;
    const s = this.#seconds;
    s[at] = s[at]! + 1;
    s[at + 1] = s[at + 1]! + up[0]!;
    s[at + 2] = s[at + 2]! + up[1]!;
    s[at + 3] = s[at + 3]! + up[2]!;
    s[at + 4] = s[at + 4]! + rotationDeg;
  }

  flush(): void {
    this.#grid.flush();
    const next = this.#at[2]!;
    if (next < 0) return;
    const lastSecond = Math.floor((next - 1) / GRID_HZ);
    this.#advance(next, (lastSecond + 1) * GRID_HZ);
    const rows = this.#at[1]!;
    for (let s = rows; s <= lastSecond; s++) {
      const end = (s + WINDOW_REACH_S + 1) * GRID_HZ;
      if (this.#at[2]! < end) this.#advance(this.#at[2]!, end);
    }
  }

  cell(index: number, x: number, y: number, z: number): void {
    const at = index % RING_CELLS;
    this.#x[at] = x;
    this.#y[at] = y;
    this.#z[at] = z;
    this.#at[2] = index + 1;
    if (at % GRID_HZ === GRID_HZ - 1) this.#complete(index);
  }

  missing(from: number, to: number): void {
    const horizon = from + MAX_SILENT_ROWS_S * GRID_HZ;
    if (to <= horizon) {
      this.#advance(from, to);
      return;
    }
    this.flush();
    this.#x.fill(Number.NaN);
    this.#y.fill(Number.NaN);
    this.#z.fill(Number.NaN);
    const second = Math.floor(to / GRID_HZ);
    this.#at[1] = second;
    this.#at[2] = to;
  }

  snapshot(): Snapshot {
    return {
      grid: this.#grid.snapshot(),
      x: encodeNumbers(this.#x),
      y: encodeNumbers(this.#y),
      z: encodeNumbers(this.#z),
      seconds: encodeNumbers(this.#seconds),
      at: encodeNumbers(this.#at),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#grid.restore(snapshot.grid as Snapshot);
    decodeNumbers(snapshot.x, this.#x, 'evidence.x');
    decodeNumbers(snapshot.y, this.#y, 'evidence.y');
    decodeNumbers(snapshot.z, this.#z, 'evidence.z');
    decodeNumbers(snapshot.seconds, this.#seconds, 'evidence.seconds');
    decodeNumbers(snapshot.at, this.#at, 'evidence.at');
  }

  #begin(second: number): void {
    this.#at[0] = second;
    this.#at[1] = second;
  }

  #advance(from: number, to: number): void {
    for (let index = from; index < to; index++) this.cell(index, Number.NaN, Number.NaN, Number.NaN);
  }

  /** Cell `index` ends a second; the one that lies a window's reach behind now has its whole window. */
  #complete(index: number): void {
    const second = (index + 1) / GRID_HZ - 1 - WINDOW_REACH_S;
    if (second < this.#at[1]!) return;
    this.#at[1] = second + 1;
    this.#emit(this.#row(second));
    const at = (second % RING_S) * SECOND_FIELDS;
    this.#seconds.fill(0, at, at + SECOND_FIELDS);
  }

  #row(second: number): EvidenceRow {
    const first = second * GRID_HZ;
    const from = first - WINDOW_REACH_S * GRID_HZ;
    const to = first + (WINDOW_REACH_S + 1) * GRID_HZ;
    const at = (second % RING_S) * SECOND_FIELDS;
    const n = this.#seconds[at]!;
    const rotation = n > 0 ? this.#seconds[at + 4]! / n : Number.NaN;
    const columns = { x: this.#x, y: this.#y, z: this.#z };
    return {
      tUs: first * CELL_US,
      coverage: Math.min(1, n / this.#expected),
      lost: this.#lost(first),
      acc: meanVector(columns, first, first + GRID_HZ),
      acc5: meanVector(columns, from, to),
      sdMps2: spreadOfMagnitude(columns, first, first + GRID_HZ),
      sd5Mps2: spreadOfMagnitude(columns, from, to),
      dominantHz: dominantHz(columns, from, to),
      up: n > 0 ? [this.#seconds[at + 1]! / n, this.#seconds[at + 2]! / n, this.#seconds[at + 3]! / n] : null,
      rotationDeg: Number.isFinite(rotation) ? rotation : null,
    };
  }

  /** More than half of the second belongs to silences longer than 2 s. */
  #lost(first: number): boolean {
    let lost = 0;
    for (let i = first; i < first + GRID_HZ; i++) {
      if (this.#isSilent(i) && this.#silenceAround(i) > KEEP_GAP_CELLS) lost++;
    }
    return lost > GRID_HZ / 2;
  }

  #silenceAround(index: number): number {
    let from = index;
    let to = index + 1;
    while (index - from <= KEEP_GAP_CELLS && this.#isSilent(from - 1)) from--;
    while (to - index <= KEEP_GAP_CELLS && this.#isSilent(to)) to++;
    return to - from;
  }

  #isSilent(index: number): boolean {
    return Number.isNaN(this.#x[(index + RING_CELLS) % RING_CELLS]!);
  }
}
