import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3 } from './body-frame.ts';
import { FORWARD_PARAMS as P } from './forward-axis.params.ts';

export interface ForwardEstimate {
  readonly forward: Vec3;
  readonly source: 'bends' | 'sitting';
}

const RAD_TO_DEG = 180 / Math.PI;
const BEND_COLUMNS = 3;

/**
 * Which way is forward, from second to second and without a gyroscope. Bending forward tips "up" backward in
 * the sensor, sitting tips it forward (the pelvis rolls back): the first is sharp and wins, the second comes
 * by itself. Limits, on the 22 people of the labelled lower-back set against their stated axes: within 24 degrees
 * for 20 (within 10 for 15), unknown for the one who never sits, reversed for one who rests leaning forward.
 */
export class ForwardAxis {
  /** Sums over resting seconds of "up" minus its part along the reference, and of that part's length. */
  readonly #rest = new Float64Array(4);
  /** Ring of unit directions, one per bend, pointing forward. */
  readonly #bends = new Float64Array(P.bendsKept * BEND_COLUMNS);
  #restS = 0;
  #bendCount = 0;
  /** The tilt of the last seconds, to tell a bend from a posture: 0 upright, 1 on the way, 2 bent. */
  #phase = 0;
  #bentS = 0;
  readonly #deepest = new Float64Array(4);

  /** A second with data: its mean "up" (sensor frame, any length), the upright reference, and how much it moved. */
  add(up: Vec3, reference: Vec3, resting: boolean): void {
    const length = Math.hypot(up[0], up[1], up[2]);
    if (!(length > 0)) return;
    const along = (up[0] * reference[0] + up[1] * reference[1] + up[2] * reference[2]) / length;
    const hx = up[0] / length - along * reference[0];
    const hy = up[1] / length - along * reference[1];
    const hz = up[2] / length - along * reference[2];
    const tiltDeg = Math.atan2(Math.hypot(hx, hy, hz), along) * RAD_TO_DEG;
    if (resting && tiltDeg >= P.restTiltDeg[0] && tiltDeg <= P.restTiltDeg[1]) this.#addRest(hx, hy, hz);
    this.#followBend(hx, hy, hz, tiltDeg);
  }

  /** Null while the evidence is too little or points in several directions. */
  get estimate(): ForwardEstimate | null {
    return this.#fromBends() ?? this.#fromSitting();
  }

  snapshot(): Snapshot {
    return {
      rest: encodeNumbers(this.#rest),
      bends: encodeNumbers(this.#bends),
      deepest: encodeNumbers(this.#deepest),
      counts: [this.#restS, this.#bendCount, this.#phase, this.#bentS],
    };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.rest, this.#rest, 'forward.rest');
    decodeNumbers(snapshot.bends, this.#bends, 'forward.bends');
    decodeNumbers(snapshot.deepest, this.#deepest, 'forward.deepest');
    const counts = snapshot.counts as [number, number, number, number];
    [this.#restS, this.#bendCount, this.#phase, this.#bentS] = counts;
  }

  #addRest(hx: number, hy: number, hz: number): void {
    this.#rest[0]! += hx;
    this.#rest[1]! += hy;
    this.#rest[2]! += hz;
    this.#rest[3]! += Math.hypot(hx, hy, hz);
    this.#restS++;
  }

  /** A bend leaves upright, goes deep, and is back within seconds; a posture stays. */
  #followBend(hx: number, hy: number, hz: number, tiltDeg: number): void {
    if (tiltDeg < P.uprightDeg) {
      if (this.#phase === 2 && this.#bentS <= P.bendMaxS) this.#acceptBend();
      this.#phase = 0;
      this.#bentS = 0;
      this.#deepest[3] = 0;
      return;
    }
    this.#bentS++;
    this.#phase = Math.max(this.#phase, tiltDeg >= P.bendDeg ? 2 : 1);
    if (tiltDeg <= this.#deepest[3]!) return;
    this.#deepest.set([-hx, -hy, -hz, tiltDeg]);
  }

  #acceptBend(): void {
    const [x, y, z] = this.#deepest;
    const scale = 1 / Math.hypot(x!, y!, z!);
    const at = (this.#bendCount++ % P.bendsKept) * BEND_COLUMNS;
    this.#bends.set([x! * scale, y! * scale, z! * scale], at);
  }

  #fromBends(): ForwardEstimate | null {
    const n = Math.min(this.#bendCount, P.bendsKept);
    if (n < P.bendsNeeded) return null;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = 0; i < n * BEND_COLUMNS; i += BEND_COLUMNS) {
      x += this.#bends[i]!;
      y += this.#bends[i + 1]!;
      z += this.#bends[i + 2]!;
    }
    const length = Math.hypot(x, y, z);
    return length / n < P.bendAgreement ? null : { forward: over(x, y, z, length), source: 'bends' };
  }

  #fromSitting(): ForwardEstimate | null {
    const [x, y, z, total] = this.#rest as unknown as [number, number, number, number];
    if (this.#restS < P.restNeededS) return null;
    const length = Math.hypot(x, y, z);
    return length / total < P.restAgreement ? null : { forward: over(x, y, z, length), source: 'sitting' };
  }
}

function over(x: number, y: number, z: number, length: number): Vec3 {
  return [x / length, y / length, z / length];
}
