import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';

/** Everything about posture happens below a few hertz: one grid for every sensor rate. */
export const GRID_HZ = 25;
export const CELL_US = 40_000;
/** A shorter silence is filled by a straight line (facts: gaps up to 0.2 s interpolate). */
const MAX_INTERPOLATED_US = 200_000;

export interface GridSink {
  /** Mean acceleration of cell `index`, `[index * 40 ms, (index + 1) * 40 ms)` since the epoch. */
  cell(index: number, x: number, y: number, z: number): void;
  /** No sample fell into cells `[from, to)`. */
  missing(from: number, to: number): void;
}

/**
 * Brings acceleration of any rate onto cells of 40 ms aligned with UTC, so that evidence does not depend on the
 * sensor's rate: the mean of a cell's samples, or a straight line over silences up to 0.2 s. Allocates nothing.
 */
export class UniformGrid {
  readonly #sink: GridSink;
  /** Cell, samples in it, sums (3), time of the last sample; cell -1 before the first. */
  readonly #state = new Float64Array([-1, 0, 0, 0, 0, 0]);

  constructor(sink: GridSink) {
    this.#sink = sink;
  }

  /** Time in us, later than every earlier one; specific force in m/s^2. */
  push(tUs: number, x: number, y: number, z: number): void {
    const s = this.#state;
    const index = Math.floor(tUs / CELL_US);
    if (index !== s[0]) {
      if (s[1]! > 0) this.#close(index, tUs, x, y, z);
      s[0] = index;
      s[1] = s[2] = s[3] = s[4] = 0;
    }
    s[1] = s[1]! + 1;
    s[2] = s[2]! + x;
    s[3] = s[3]! + y;
    s[4] = s[4]! + z;
    s[5] = tUs;
  }

  flush(): void {
    const s = this.#state;
    if (s[1]! > 0) this.#sink.cell(s[0]!, s[2]! / s[1]!, s[3]! / s[1]!, s[4]! / s[1]!);
    s[1] = 0;
  }

  snapshot(): Snapshot {
    return { state: encodeNumbers(this.#state) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.state, this.#state, 'grid.state');
  }

  #close(next: number, tUs: number, x: number, y: number, z: number): void {
    const s = this.#state;
    const from = s[0]!;
    const mx = s[2]! / s[1]!;
    const my = s[3]! / s[1]!;
    const mz = s[4]! / s[1]!;
    this.#sink.cell(from, mx, my, mz);
    if (next === from + 1) return;
    if (tUs - s[5]! > MAX_INTERPOLATED_US) {
      this.#sink.missing(from + 1, next);
      return;
    }
    const steps = next - from;
    for (let k = 1; k < steps; k++) {
      const share = k / steps;
      this.#sink.cell(from + k, mx + (x - mx) * share, my + (y - my) * share, mz + (z - mz) * share);
    }
  }
}
