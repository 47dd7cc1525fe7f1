import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import type { CreepParams } from './load.params.ts';

const FAST = 0;
const SLOW = 1;

/**
 * Creep of passive tissue as a share of what the wearer's full flexion would bring, 0..1.
 *
 * Loading as a whole follows dc/dt = (u - c) / 9.4 min (McGill & Brown 1992) towards the flexion share u. It
 * goes into a compartment that recovers fast; the more of that is filled, the more of the further creep goes
 * into one that recovers slowly. So short holds leave little behind and long ones a lot, although the
 * minutes of flexion are the same (Kang & Mirka 2024), and half of a long hold is back after two minutes.
 */
export class Creep {
  readonly #params: CreepParams;
  readonly #s = new Float64Array(2);

  constructor(params: CreepParams) {
    this.#params = params;
  }

  get value(): number {
    return this.#s[FAST]! + this.#s[SLOW]!;
  }

  /** What of it recovers slowly. */
  get slow(): number {
    return this.#s[SLOW]!;
  }

  /** `dtS` seconds at the flexion share `u`, 0..1. */
  push(dtS: number, u: number): void {
    if (u > this.value) this.#load(dtS, u);
    else this.#recover(dtS, u);
  }

  reset(): void {
    this.#s.fill(0);
  }

  snapshot(): unknown {
    return encodeNumbers(this.#s);
  }

  restore(snapshot: unknown): void {
    decodeNumbers(snapshot, this.#s, 'creep');
  }

  #load(dtS: number, u: number): void {
    const gained = (u - this.value) * (1 - Math.exp(-dtS / this.#params.loadTauS));
    const toSlow = Math.min(1, (this.#params.slowFeed * this.#s[FAST]!) / u);
    this.#s[SLOW] = this.#s[SLOW]! + gained * toSlow;
    this.#s[FAST] = this.#s[FAST]! + gained * (1 - toSlow);
  }

  /** Recovery never goes below what the present flexion holds: what is missing stays in the fast one. */
  #recover(dtS: number, u: number): void {
    const p = this.#params;
    const fast = this.#s[FAST]! * 2 ** (-dtS / p.fastHalfS);
    const slow = this.#s[SLOW]! * 2 ** (-dtS / p.slowHalfS);
    this.#s[SLOW] = slow;
    this.#s[FAST] = Math.max(fast, u - slow);
  }
}

/** Flexion as a share of a range, 0..1. */
export function flexionShare(flexionDeg: number, rangeDeg: number): number {
  return Math.min(1, Math.max(0, flexionDeg / rangeDeg));
}
