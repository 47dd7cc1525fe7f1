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
