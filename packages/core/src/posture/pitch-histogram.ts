import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';

const LOWEST_DEG = -90;
const BINS = 180;
/** Seconds over which the wearer's habits are remembered. */
const MEMORY_S = 3000;

/** The wearer's own distribution of pitch while not walking, one degree a bin, slowly forgetting. */
export class PitchHistogram {
  readonly #counts = new Float64Array(BINS);

  add(pitchDeg: number): void {
    const keep = 1 - 1 / MEMORY_S;
    for (let i = 0; i < BINS; i++) this.#counts[i] = this.#counts[i]! * keep;
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(pitchDeg - LOWEST_DEG)));
    this.#counts[bin] = this.#counts[bin]! + 1;
  }

  /** Share of the time below `pitchDeg`, 0..1; one half before anything is known. */
  rank(pitchDeg: number): number {
    const at = Math.min(BINS - 1, Math.max(0, pitchDeg - LOWEST_DEG));
    const bin = Math.floor(at);
    let below = 0;
    for (let i = 0; i < bin; i++) below += this.#counts[i]!;
    const total = this.#total();
    return total > 0 ? (below + this.#counts[bin]! * (at - bin)) / total : 0.5;
  }

  /** Pitch below which the wearer spends `share` of the time; 0 before anything is known. */
  quantile(share: number): number {
    const wanted = share * this.#total();
    let below = 0;
    for (let i = 0; i < BINS; i++) {
      const count = this.#counts[i]!;
      if (count > 0 && below + count >= wanted) return LOWEST_DEG + i + (wanted - below) / count;
      below += count;
    }
    return 0;
  }

  snapshot(): Snapshot {
    return { counts: encodeNumbers(this.#counts) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.counts, this.#counts, 'histogram.counts');
  }

  #total(): number {
    let total = 0;
    for (let i = 0; i < BINS; i++) total += this.#counts[i]!;
    return total;
  }
}
