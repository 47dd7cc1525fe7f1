import { POSTURE_STATES, type PostureState } from '../../pipeline/outputs.ts';
import { createRotationBuffer, type RotationBuffer } from './projection.ts';
import type { RotationColumns, RotationExcursion } from './rotation-columns.ts';
import { createRotationStage } from './rotation-stage.ts';

export const RATE_HZ = 50;
export const RAD = Math.PI / 180;
export const G = 9.80665;

export interface Scene {
  readonly seconds: number;
  /** Heading at a time in s, deg, left positive. */
  readonly heading: (s: number) => number;
  /** Heading about the body's own axis; default unknown. */
  readonly axial?: (s: number) => number;
  /** Vertical acceleration above gravity, m/s^2. */
  readonly bounce?: (s: number) => number;
  /** Tilt of the sensor, deg. */
  readonly tilt?: (s: number) => number;
  readonly posture?: PostureState;
  readonly biasDps?: number;
}

/** What the pipeline would feed: rates as differences of the stated angles. */
export function columnsOf(scene: Scene): RotationBuffer {
  const n = Math.round(scene.seconds * RATE_HZ);
  const out = createRotationBuffer(n);
  out.n = n;
  const rate = (angle: (s: number) => number, s: number): number =>
    ((angle(s + 0.5 / RATE_HZ) - angle(s - 0.5 / RATE_HZ)) * RATE_HZ + (scene.biasDps ?? 0)) * RAD;
  for (let i = 0; i < n; i++) {
    const s = i / RATE_HZ;
    const tilt = (scene.tilt?.(s) ?? 0) * RAD;
    out.tUs[i] = Math.round(s * 1e6);
    out.yawRateRadps[i] = rate(scene.heading, s);
    out.axialRateRadps[i] = scene.axial ? rate(scene.axial, s) : Number.NaN;
    out.verticalMps2[i] = G + (scene.bounce?.(s) ?? 0);
    out.up.x[i] = Math.sin(tilt);
    out.up.z[i] = Math.cos(tilt);
    out.context[i] = POSTURE_STATES.indexOf(scene.posture ?? 'unknown');
  }
  return out;
}

/** A smooth way out and back: from `atS`, `lengthS` long. */
export function bump(atS: number, lengthS: number, deg: number): (s: number) => number {
  return (s) =>
    s <= atS || s >= atS + lengthS ? 0 : (deg * (1 - Math.cos((2 * Math.PI * (s - atS)) / lengthS))) / 2;
}

/** A smooth change that stays. */
export function ramp(atS: number, lengthS: number, deg: number): (s: number) => number {
  return (s) => deg * Math.min(1, Math.max(0, (s - atS) / lengthS));
}

export const sumOf =
  (...parts: ((s: number) => number)[]) =>
  (s: number): number =>
    parts.reduce((sum, part) => sum + part(s), 0);

export function run(columns: RotationColumns): RotationExcursion[] {
  const stage = createRotationStage();
  return [...stage.push(columns), ...stage.flush()];
}

export const events = (scene: Scene): RotationExcursion[] => run(columnsOf(scene));
