import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { dot, unit, type Vec3 } from './body-frame.ts';
import { GAIT_FORWARD_PARAMS as P } from './gait-forward.params.ts';
import type { GaitEvidence } from './gait-forward.ts';

const DEG = Math.PI / 180;
const SYMMETRY = 6;
/** Sums: windows, weight, and weighted: unit pull (3), symmetry (6). The weight is the pull's length squared. */
const WEIGHT = 1;
const PULL = 2;
const TENSOR = 5;

/**
 * Running mean of {@link GaitEvidence}: the way a wearer walks, seen from the sensor. A window counts by how clearly
 * it pulls: cycling has a rhythm too, and hardly a pull.
 */
export class GaitDirection {
  readonly #sums = new Float64Array(TENSOR + SYMMETRY);

  /** A window of plain walking. */
  add({ pull, symmetry }: GaitEvidence): void {
    const s = this.#sums;
    const length = Math.hypot(pull[0], pull[1], pull[2]);
    if (!(length > 0)) return;
    const keep = 1 - 1 / P.windowsKept;
    for (let k = 0; k < s.length; k++) s[k]! *= keep;
    s[0]! += 1;
    s[WEIGHT]! += length * length;
    for (let k = 0; k < 3; k++) s[PULL + k]! += pull[k]! * length;
    for (let k = 0; k < SYMMETRY; k++) s[TENSOR + k]! += symmetry[k]! * length * length;
  }

  /** Length of the mean direction: 1 when every window says the same. */
  get agreement(): number {
    const s = this.#sums;
    return s[0]! > 0 ? Math.hypot(s[PULL]!, s[PULL + 1]!, s[PULL + 2]!) / s[WEIGHT]! : 0;
  }

  /** Unit vector square to `up`; null while windows are few, disagree, or do not look like walking. */
  forward(up: Vec3): Vec3 | null {
    const s = this.#sums;
    if (s[0]! < P.windowsNeeded * (1 - P.windowsNeeded / P.windowsKept) || this.agreement < P.agreement) {
      return null;
    }
    const along = dot(up, s[PULL]!, s[PULL + 1]!, s[PULL + 2]!);
    const ahead = unit([
      s[PULL]! - along * up[0],
      s[PULL + 1]! - along * up[1],
      s[PULL + 2]! - along * up[2],
    ]);
    const left: Vec3 = [
      up[1] * ahead[2] - up[2] * ahead[1],
      up[2] * ahead[0] - up[0] * ahead[2],
      up[0] * ahead[1] - up[1] * ahead[0],
    ];
    return this.#settle(ahead, left);
  }

  /** Whether a window may be added at sight: it agrees with `forward`, or little is known yet. */
  mayTake({ pull }: GaitEvidence, forward: Vec3 | null): boolean {
    return !forward || this.#sums[0]! < P.windowsSettled || dot(forward, ...pull) > 0;
  }

  clear(): void {
    this.#sums.fill(0);
  }

  /** Takes over what another has learned. */
  take(other: GaitDirection): void {
    this.#sums.set(other.#sums);
  }

  snapshot(): Snapshot {
    return { sums: encodeNumbers(this.#sums) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.sums, this.#sums, 'gait.sums');
  }

  /** The axis of the symmetry nearest to the pull. */
  #settle(ahead: Vec3, left: Vec3): Vec3 | null {
    const a = this.#tensor(ahead, ahead);
    const b = this.#tensor(ahead, left);
    const c = this.#tensor(left, left);
    const angle = Math.atan2(2 * b, a - c) / 2;
    if (Math.abs(angle) > P.axisApartDeg * DEG) return null;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    return unit([
      cos * ahead[0] + sin * left[0],
      cos * ahead[1] + sin * left[1],
      cos * ahead[2] + sin * left[2],
    ]);
  }

  #tensor(u: Vec3, v: Vec3): number {
    const s = this.#sums;
    return (
      s[TENSOR]! * u[0] * v[0] +
      s[TENSOR + 1]! * (u[0] * v[1] + u[1] * v[0]) +
      s[TENSOR + 2]! * (u[0] * v[2] + u[2] * v[0]) +
      s[TENSOR + 3]! * u[1] * v[1] +
      s[TENSOR + 4]! * (u[1] * v[2] + u[2] * v[1]) +
      s[TENSOR + 5]! * u[2] * v[2]
    );
  }
}
