import type { BodyFrame, Vec3 } from './body-frame.ts';

const RAD_TO_DEG = 180 / Math.PI;
const UP = 0;
const FORWARD = 3;
const LEFT = 6;

/** Where the angles of a row go. */
export interface AngleColumns {
  readonly flexionDeg: Float64Array;
  readonly sideBendDeg: Float64Array;
  readonly tiltDeg: Float64Array;
}

/** The angles of `body-frame.ts` for one direction after the other in a frame that seldom changes; no row allocates. */
export class FrameAngles {
  readonly #axes = new Float64Array(9);
  #frame: BodyFrame | null = null;

  /** Writes row `i`: the angles of `up` (any length, sensor frame) in `frame`, NaN where they are not known. */
  write(frame: BodyFrame | null, up: Float64Array, columns: AngleColumns, i: number): void {
    if (frame !== this.#frame) this.#take(frame);
    columns.tiltDeg[i] = Number.NaN;
    columns.flexionDeg[i] = Number.NaN;
    columns.sideBendDeg[i] = Number.NaN;
    if (frame) this.#write(frame.forward !== null, up, columns, i);
  }

  #take(frame: BodyFrame | null): void {
    this.#frame = frame;
    if (!frame) return;
    this.#keep(frame.up, UP);
    if (!frame.forward || !frame.left) return;
    this.#keep(frame.forward, FORWARD);
    this.#keep(frame.left, LEFT);
  }

  #keep(axis: Vec3, at: number): void {
    for (let k = 0; k < 3; k++) this.#axes[at + k] = axis[k]!;
  }

  #write(signed: boolean, up: Float64Array, columns: AngleColumns, i: number): void {
    const a = this.#axes;
    const x = up[0]!;
    const y = up[1]!;
    const z = up[2]!;
    const along = a[UP]! * x + a[UP + 1]! * y + a[UP + 2]! * z;
    const cx = y * a[UP + 2]! - z * a[UP + 1]!;
    const cy = z * a[UP]! - x * a[UP + 2]!;
    const cz = x * a[UP + 1]! - y * a[UP]!;
    columns.tiltDeg[i] = Math.atan2(Math.sqrt(cx * cx + cy * cy + cz * cz), along) * RAD_TO_DEG;
    if (!signed) return;
    const ahead = a[FORWARD]! * x + a[FORWARD + 1]! * y + a[FORWARD + 2]! * z;
    const aside = a[LEFT]! * x + a[LEFT + 1]! * y + a[LEFT + 2]! * z;
    columns.flexionDeg[i] = Math.atan2(-ahead, along) * RAD_TO_DEG;
    columns.sideBendDeg[i] = Math.atan2(-aside, Math.sqrt(ahead * ahead + along * along)) * RAD_TO_DEG;
  }
}
