import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import type { LeaningParams } from './load.params.ts';

const RAD = Math.PI / 180;

/**
 * Endurance time of a muscle that holds the constant share `load` of its strength, s (three-compartment
 * model). Infinite up to the load at which recovery keeps pace; 0 for loads nobody can hold.
 */
export function enduranceS(load: number, { fatiguePerS: F, recoveryPerS: R }: LeaningParams): number {
  if (load <= R / (F + R)) return Number.POSITIVE_INFINITY;
  if (load >= 1) return 0;
  return -Math.log(1 - ((1 - load) * R) / (F * load)) / R;
}

/** Share of the trunk extensors' strength that leaning forward takes: the moment of the upper body's weight. */
export function leaningLoad(flexionDeg: number, params: LeaningParams): number {
  return params.loadAtLevel * Math.sin(Math.min(90, Math.max(0, flexionDeg)) * RAD);
}

/**
 * The same model as time goes by: the share of the strength that leaning has taken for now, 0..1. Under a constant
 * load f it reaches 1 - f, where f can be held no longer, after {@link enduranceS}. A model of leaning alone with
 * recalled constants, not a measurement of muscles.
 */
export class Leaning {
  readonly #params: LeaningParams;
  readonly #s = new Float64Array(1);

  constructor(params: LeaningParams) {
    this.#params = params;
  }

  get value(): number {
    return this.#s[0]!;
  }

  /** `dtS` seconds at the load share `load`; 0 is upright. */
  push(dtS: number, load: number): void {
    const { fatiguePerS: F, recoveryPerS: R } = this.#params;
    const goal = (F * load) / R;
    const next = goal + (this.value - goal) * Math.exp(-R * dtS);
    // What is taken already stays taken, even under a load that could not be held with so much of it.
    this.#s[0] = Math.min(next, Math.max(1 - load, this.value));
  }

  reset(): void {
    this.#s[0] = 0;
  }

  snapshot(): unknown {
    return encodeNumbers(this.#s);
  }

  restore(snapshot: unknown): void {
    decodeNumbers(snapshot, this.#s, 'leaning');
  }
}
