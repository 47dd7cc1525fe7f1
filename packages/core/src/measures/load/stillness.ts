import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import type { StillnessParams } from './load.params.ts';

const DEG = 180 / Math.PI;
const FIELDS = ['hx', 'hy', 'hz', 'lx', 'ly', 'lz', 'known', 'movingS', 'steadyS'] as const;
type Field = (typeof FIELDS)[number];
const AT = Object.fromEntries(FIELDS.map((field, i) => [field, i])) as Record<Field, number>;

export type Movement = 'none' | 'shift' | 'fidget';

/**
 * Tells shifts (the body settles in another posture) from fidgets (it moves and comes back) by the direction
 * of gravity in the sensor, so neither the forward axis nor the clip's position matters. One call per second.
 */
export class MovementDetector {
  readonly #params: StillnessParams;
  readonly #s = new Float64Array(FIELDS.length);

  constructor(params: StillnessParams) {
    this.#params = params;
  }

  /** Mean direction of up over a second of length `dtS`, any length; sensor frame. */
  push(dtS: number, ux: number, uy: number, uz: number): Movement {
    const size = Math.hypot(ux, uy, uz);
    if (!(size > 0) || size === Number.POSITIVE_INFINITY) return 'none';
    const [x, y, z] = [ux / size, uy / size, uz / size];
    const s = this.#s;
    if (s[AT.known] === 0) {
      this.#hold(x, y, z);
      this.#remember(x, y, z);
      s[AT.known] = 1;
      return 'none';
    }
    const stepDeg = angleDeg(s[AT.lx]!, s[AT.ly]!, s[AT.lz]!, x, y, z);
    const awayDeg = angleDeg(s[AT.hx]!, s[AT.hy]!, s[AT.hz]!, x, y, z);
    this.#remember(x, y, z);
    return s[AT.movingS]! > 0
      ? this.#moving(dtS, stepDeg, awayDeg, x, y, z)
      : this.#still(dtS, awayDeg, x, y, z);
  }

  /** The next second starts a new held posture (after a gap, another state of posture, or not worn). */
  interrupt(): void {
    this.#s.fill(0);
  }

  snapshot(): unknown {
    return encodeNumbers(this.#s);
  }

  restore(snapshot: unknown): void {
    decodeNumbers(snapshot, this.#s, 'movement');
  }

  #still(dtS: number, awayDeg: number, x: number, y: number, z: number): Movement {
    const s = this.#s;
    if (awayDeg >= this.#params.moveDeg) {
      s[AT.movingS] = dtS;
      s[AT.steadyS] = 0;
      return 'none';
    }
    const share = Math.min(1, dtS / this.#params.followTauS);
    this.#hold(
      s[AT.hx]! + (x - s[AT.hx]!) * share,
      s[AT.hy]! + (y - s[AT.hy]!) * share,
      s[AT.hz]! + (z - s[AT.hz]!) * share,
    );
    return 'none';
  }

  #moving(dtS: number, stepDeg: number, awayDeg: number, x: number, y: number, z: number): Movement {
    const s = this.#s;
    const p = this.#params;
    s[AT.movingS] = s[AT.movingS]! + dtS;
    s[AT.steadyS] = stepDeg < p.settledDeg ? s[AT.steadyS]! + dtS : 0;
    if (awayDeg < p.moveDeg) {
      s[AT.movingS] = 0;
      return 'fidget';
    }
    if (s[AT.steadyS]! < p.settledS) return 'none';
    s[AT.movingS] = 0;
    this.#hold(x, y, z);
    return awayDeg >= p.shiftDeg ? 'shift' : 'fidget';
  }

  #hold(x: number, y: number, z: number): void {
    this.#s[AT.hx] = x;
    this.#s[AT.hy] = y;
    this.#s[AT.hz] = z;
  }

  #remember(x: number, y: number, z: number): void {
    this.#s[AT.lx] = x;
    this.#s[AT.ly] = y;
    this.#s[AT.lz] = z;
  }
}

/** Angle between two directions by the half-chord: exact for small angles too, where acos is not. */
function angleDeg(ax: number, ay: number, az: number, bx: number, by: number, bz: number): number {
  const scale = 1 / Math.hypot(ax, ay, az);
  const chord = Math.hypot(ax * scale - bx, ay * scale - by, az * scale - bz);
  return 2 * Math.asin(Math.min(1, chord / 2)) * DEG;
}

interface MovementTotals {
  seatedS: number;
  shifts: number;
  fidgets: number;
}

/** Counts per window of seated time, over a ring of seconds that holds exactly one window. */
export class MovementCounter {
  readonly #params: StillnessParams;
  /** Seated seconds, oldest overwritten: 0 nothing, 1 shift, 2 fidget. */
  readonly #ring: Uint8Array;
  #at = 0;
  #filled = 0;
  #shifts = 0;
  #fidgets = 0;
  /** Over everything seen. */
  readonly totals: MovementTotals = { seatedS: 0, shifts: 0, fidgets: 0 };

  constructor(params: StillnessParams) {
    this.#params = params;
    this.#ring = new Uint8Array(params.windowS);
  }

  /** One seated second. */
  push(movement: Movement): void {
    const code = CODES.indexOf(movement);
    this.#count(this.#ring[this.#at]!, -1);
    this.#ring[this.#at] = code;
    this.#count(code, 1);
    this.#at = (this.#at + 1) % this.#ring.length;
    this.#filled = Math.min(this.#filled + 1, this.#ring.length);
    this.totals.seatedS++;
    if (movement === 'shift') this.totals.shifts++;
    if (movement === 'fidget') this.totals.fidgets++;
  }

  get shifts(): number | null {
    return this.#perWindow(this.#shifts);
  }

  get fidgets(): number | null {
    return this.#perWindow(this.#fidgets);
  }

  snapshot(): unknown {
    return { ring: [...this.#ring].join(''), at: this.#at, filled: this.#filled, totals: { ...this.totals } };
  }

  restore(snapshot: unknown): void {
    const s = snapshot as { ring: string; at: number; filled: number; totals: MovementTotals };
    this.#ring.set(Array.from(s.ring, Number));
    this.#at = s.at;
    this.#filled = s.filled;
    Object.assign(this.totals, s.totals);
    this.#shifts = this.#ring.filter((code) => code === 1).length;
    this.#fidgets = this.#ring.filter((code) => code === 2).length;
  }

  #count(code: number, by: number): void {
    if (code === 1) this.#shifts += by;
    if (code === 2) this.#fidgets += by;
  }

  #perWindow(count: number): number | null {
    return this.#filled < this.#params.minWindowS ? null : (count * this.#params.windowS) / this.#filled;
  }
}

const CODES: readonly Movement[] = ['none', 'shift', 'fidget'];
