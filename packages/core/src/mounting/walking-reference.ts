import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { angleBetweenDeg, unit, type Vec3 } from './body-frame.ts';
import type { ReferenceParams } from './mounting.params.ts';

/** Directions further from the mean than this are left out of it, degrees. */
const TRIM_DEG = 15;

/**
 * Where "up" points in the sensor while the wearer walks: the trimmed mean direction of the last walking
 * seconds. Turns with the sensor exactly, because it uses directions and no axes.
 */
export class WalkingReference {
  readonly #params: ReferenceParams;
  /** Ring of unit vectors. */
  readonly #ring: Float64Array;
  #count = 0;
  #up: Vec3 | null = null;

  constructor(params: ReferenceParams) {
    this.#params = params;
    this.#ring = new Float64Array(params.referenceWindowS * 3);
  }

  /** Null until enough walking has been seen. Unit length. */
  get up(): Vec3 | null {
    return this.#up;
  }

  /** A second of walking: its mean acceleration over 5 s (any length). */
  add(acc5: Vec3): void {
    const v = unit(acc5);
    if (this.#up && angleBetweenDeg(this.#up, v) > this.#params.referenceGateDeg) return;
    this.#ring.set(v, (this.#count % this.#params.referenceWindowS) * 3);
    this.#count++;
    if (this.#count >= this.#params.referenceMinS) this.#up = this.#trimmedMean();
  }

  /** Seconds of walking that it stands on. */
  get seconds(): number {
    return Math.min(this.#count, this.#params.referenceWindowS);
  }

  /** Begins anew from these directions: the clip sits otherwise now. */
  restart(directions: readonly Vec3[]): void {
    this.#count = 0;
    this.#up = null;
    for (const direction of directions) this.add(direction);
  }

  snapshot(): Snapshot {
    const used = Math.min(this.#count, this.#params.referenceWindowS) * 3;
    return { ring: encodeNumbers(this.#ring.subarray(0, used)), count: this.#count };
  }

  restore(snapshot: Snapshot): void {
    this.#count = Number(snapshot.count);
    const used = Math.min(this.#count, this.#params.referenceWindowS) * 3;
    decodeNumbers(snapshot.ring, this.#ring.subarray(0, used), 'reference.ring');
    this.#up = this.#count >= this.#params.referenceMinS ? this.#trimmedMean() : null;
  }

  #trimmedMean(): Vec3 {
    const all = this.#meanWithin(null);
    return this.#meanWithin(all) ?? all!;
  }

  #meanWithin(centre: Vec3 | null): Vec3 | null {
    const n = Math.min(this.#count, this.#params.referenceWindowS);
    const nearest = Math.cos((TRIM_DEG * Math.PI) / 180);
    const r = this.#ring;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = 0; i < 3 * n; i += 3) {
      if (centre && r[i]! * centre[0] + r[i + 1]! * centre[1] + r[i + 2]! * centre[2] < nearest) continue;
      x += r[i]!;
      y += r[i + 1]!;
      z += r[i + 2]!;
    }
    return x * x + y * y + z * z > 0 ? unit([x, y, z]) : null;
  }
}
