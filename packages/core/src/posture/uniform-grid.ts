import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { SAMPLE } from './posture-sample.ts';

const { TIME_US, ACC } = SAMPLE;
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

  /** One sample later than every earlier one, see `posture-sample.ts`. */
  push(sample: Float64Array): void {
    const s = this.#state;
    const index = Math.floor(sample[TIME_US]! / CELL_US);
    if (index !== s[0]) {
      if (s[1]! > 0) this.#close(sample);
      s[0] = index;
      s[1] = s[2] = s[3] = s[4] = 0;
    }
    s[1] = s[1]! + 1;
    s[2] = s[2]! + sample[ACC]!;
    s[3] = s[3]! + sample[ACC + 1]!;
    s[4] = s[4]! + sample[ACC + 2]!;
    s[5] = sample[TIME_US]!;
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

  #close(sample: Float64Array): void {
    const s = this.#state;
    const from = s[0]!;
    const next = Math.floor(sample[TIME_US]! / CELL_US);
    const mx = s[2]! / s[1]!;
    const my = s[3]! / s[1]!;
    const mz = s[4]! / s[1]!;
    this.#sink.cell(from, mx, my, mz);
    if (next === from + 1) return;
    if (sample[TIME_US]! - s[5]! > MAX_INTERPOLATED_US) {
      this.#sink.missing(from + 1, next);
      return;
    }
    const steps = next - from;
    const x = sample[ACC]!;
    const y = sample[ACC + 1]!;
    const z = sample[ACC + 2]!;
    for (let k = 1; k < steps; k++) {
      const share = k / steps;
      this.#sink.cell(from + k, mx + (x - mx) * share, my + (y - my) * share, mz + (z - mz) * share);
    }
  }
}
