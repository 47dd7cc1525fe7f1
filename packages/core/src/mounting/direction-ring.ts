import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';

/** The last unit directions, and how far the mean of the latest lies from another direction. */
export class DirectionRing {
  readonly #ring: Float64Array;
  readonly #size: number;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    this.#ring = new Float64Array(size * 3);
  }

  add(direction: Vec3): void {
    this.#ring.set(direction, (this.#count % this.#size) * 3);
    this.#count++;
  }

  /** Sum of the latest `n`; null while there are fewer. */
  sum(n: number): Vec3 | null {
    if (this.#count < n) return null;
    const sum: [number, number, number] = [0, 0, 0];
    for (let i = this.#count - n; i < this.#count; i++) {
      for (let k = 0; k < 3; k++) sum[k]! += this.#ring[(i % this.#size) * 3 + k]!;
    }
    return sum;
  }

  /** The latest `n`, oldest first. */
  latest(n: number): Vec3[] {
    const from = Math.max(0, this.#count - n);
    return Array.from({ length: this.#count - from }, (_, i) => {
      const at = ((from + i) % this.#size) * 3;
      return [this.#ring[at]!, this.#ring[at + 1]!, this.#ring[at + 2]!];
    });
  }

  clear(): void {
    this.#count = 0;
    this.#ring.fill(0);
  }

  snapshot(): Snapshot {
    return { ring: encodeNumbers(this.#ring), count: this.#count };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.ring, this.#ring, 'directions.ring');
    this.#count = Number(snapshot.count);
  }
}
