import { encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { CellRing } from './cell-ring.ts';
import { GRID_HZ } from './uniform-grid.ts';
import { VELOCITY_KERNEL, velocityKernel } from './velocity-kernel.ts';
import { meanVector } from './window-statistics.ts';

/** Gravity at a cell is a Gaussian mean over this many cells to either side. */
const GRAVITY_REACH = GRID_HZ;
const GRAVITY_SIGMA_CELLS = 12;
/** Per second: how fast the length of gravity (the sensor's gain) is followed. */
const GAIN_SHARE = 0.05;
const KERNEL_REACH = 4 * GRID_HZ;
/** How many seconds after its own a second's vertical velocity is known. */
export const VELOCITY_DELAY_S = (GRAVITY_REACH + KERNEL_REACH) / GRID_HZ;
const VERTICAL_CELLS = 2 * KERNEL_REACH + 2 * GRID_HZ;
const VELOCITY_CELLS = 2 * GRID_HZ;
const ACROSS_CELLS = KERNEL_REACH + 2 * GRID_HZ;

export interface AccRings {
  readonly x: CellRing;
  readonly y: CellRing;
  readonly z: CellRing;
}

export interface FastestMoment {
  /** Grid cell. */
  readonly cell: number;
  /** Vertical velocity there, m/s, up positive; slow changes removed. */
  readonly velocityMps: number;
}

/** Vertical velocity of the clip: acceleration along gravity, gravity removed, integrated by convolution. */
export class VerticalMotion {
  /** Acceleration along gravity less its length, and what is across gravity, m/s^2; known up to a second ago. */
  readonly vertical = new CellRing(VERTICAL_CELLS);
  readonly across = new CellRing(ACROSS_CELLS);
  readonly #velocity = new CellRing(VELOCITY_CELLS);
  readonly #gravityWeights = gaussian(GRAVITY_REACH, GRAVITY_SIGMA_CELLS);
  readonly #kernel = velocityKernel(KERNEL_REACH, VELOCITY_KERNEL);
  readonly #window = {
    x: new Float64Array(GRID_HZ + 2 * GRAVITY_REACH),
    y: new Float64Array(GRID_HZ + 2 * GRAVITY_REACH),
    z: new Float64Array(GRID_HZ + 2 * GRAVITY_REACH),
  };
  readonly #verticalWindow = new Float64Array(GRID_HZ + 2 * KERNEL_REACH);
  /** Length of gravity as this sensor measures it, m/s^2; NaN before the first second. */
  #gain = Number.NaN;

  /** Second `second` is complete in the rings: moves what can be known forward by one second. */
  advance(second: number, acc: AccRings): void {
    const vertical = second * GRID_HZ - GRAVITY_REACH;
    this.#followGain(vertical, acc);
    this.#project(vertical, acc);
    this.#integrate(vertical - KERNEL_REACH);
  }

  /** Of second `second`; `advance` must just have seen `second + VELOCITY_DELAY_S`. */
  fastest(second: number): FastestMoment {
    const from = second * GRID_HZ;
    let cell = from;
    for (let i = from + 1; i < from + GRID_HZ; i++) {
      if (Math.abs(this.#velocity.at(i)) > Math.abs(this.#velocity.at(cell))) cell = i;
    }
    return { cell, velocityMps: this.#velocity.at(cell) };
  }

  clear(): void {
    this.vertical.clear();
    this.across.clear();
    this.#velocity.clear();
  }

  snapshot(): Snapshot {
    return {
      vertical: this.vertical.encode(),
      across: this.across.encode(),
      velocity: this.#velocity.encode(),
      gain: encodeNumbers([this.#gain]),
    };
  }

  restore(snapshot: Snapshot): void {
    this.vertical.decode(snapshot.vertical, 'vertical');
    this.across.decode(snapshot.across, 'across');
    this.#velocity.decode(snapshot.velocity, 'velocity');
    this.#gain = Number((snapshot.gain as unknown[])[0]);
  }

  #followGain(from: number, { x, y, z }: AccRings): void {
    const mean = meanVector({ x: x.values, y: y.values, z: z.values }, from, from + GRID_HZ);
    if (!mean) return;
    const size = Math.hypot(mean[0], mean[1], mean[2]);
    this.#gain = Number.isNaN(this.#gain) ? size : this.#gain + GAIN_SHARE * (size - this.#gain);
  }

  /** Acceleration along local gravity less its length, m/s^2, for a second from cell `from`; NaN where absent. */
  #project(from: number, acc: AccRings): void {
    const { x, y, z } = this.#window;
    acc.x.copy(from - GRAVITY_REACH, x);
    acc.y.copy(from - GRAVITY_REACH, y);
    acc.z.copy(from - GRAVITY_REACH, z);
    const weights = this.#gravityWeights;
    for (let i = 0; i < GRID_HZ; i++) {
      let gx = 0;
      let gy = 0;
      let gz = 0;
      for (let k = 0; k < weights.length; k++) {
        const ax = x[i + k]!;
        if (Number.isNaN(ax)) continue;
        const weight = weights[k]!;
        gx += weight * ax;
        gy += weight * y[i + k]!;
        gz += weight * z[i + k]!;
      }
      const size = Math.sqrt(gx * gx + gy * gy + gz * gz);
      const at = i + GRAVITY_REACH;
      const along = (x[at]! * gx + y[at]! * gy + z[at]! * gz) / size;
      this.vertical.set(from + i, size > 0 ? along - this.#gain : x[at]! * 0);
      const length2 = x[at]! ** 2 + y[at]! ** 2 + z[at]! ** 2;
      this.across.set(from + i, size > 0 ? Math.sqrt(Math.max(0, length2 - along * along)) : x[at]! * 0);
    }
  }

  /** Velocity for a second from cell `from`; absent cells count as no acceleration. */
  #integrate(from: number): void {
    const a = this.#verticalWindow;
    this.vertical.copy(from - KERNEL_REACH, a);
    for (let i = 0; i < a.length; i++) if (Number.isNaN(a[i]!)) a[i] = 0;
    const kernel = this.#kernel;
    for (let i = 0; i < GRID_HZ; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * a[i + k]!;
      this.#velocity.set(from + i, sum);
    }
  }
}

function gaussian(reach: number, sigma: number): Float64Array {
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-(((i - reach) / sigma) ** 2) / 2));
}
