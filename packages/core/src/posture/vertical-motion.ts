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
/** Divides the cells of a second. */
const SIDE_BY_SIDE = 5;
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

let kernel: Float64Array | undefined;

/** Made once: that takes milliseconds, and a server has thousands of clips. */
function theKernel(): Float64Array {
  kernel ??= velocityKernel(KERNEL_REACH, VELOCITY_KERNEL);
  return kernel;
}

/** Vertical velocity of the clip: acceleration along gravity, gravity removed, integrated by convolution. */
export class VerticalMotion {
  /** Acceleration along gravity less its length, and what is across gravity, m/s^2; known up to a second ago. */
  readonly vertical = new CellRing(VERTICAL_CELLS);
  readonly across = new CellRing(ACROSS_CELLS);
  readonly #velocity = new CellRing(VELOCITY_CELLS);
  readonly #gravityWeights = gaussian(GRAVITY_REACH, GRAVITY_SIGMA_CELLS);
  readonly #kernel = theKernel();
  readonly #window = {
    x: new Float64Array(GRID_HZ + 2 * GRAVITY_REACH),
    y: new Float64Array(GRID_HZ + 2 * GRAVITY_REACH),
    z: new Float64Array(GRID_HZ + 2 * GRAVITY_REACH),
  };
  readonly #verticalWindow = new Float64Array(GRID_HZ + 2 * KERNEL_REACH);
  /** A second of cells on the way into or out of a ring. */
  readonly #second = new Float64Array(GRID_HZ);
  readonly #secondAcross = new Float64Array(GRID_HZ);
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
    const v = this.#second;
    this.#velocity.copy(second * GRID_HZ, v);
    let at = 0;
    for (let i = 1; i < v.length; i++) if (Math.abs(v[i]!) > Math.abs(v[at]!)) at = i;
    return { cell: second * GRID_HZ + at, velocityMps: v[at]! };
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
    const vertical = this.#second;
    const across = this.#secondAcross;
    for (let i = 0; i < vertical.length; i++) {
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
      vertical[i] = size > 0 ? along - this.#gain : x[at]! * 0;
      const length2 = x[at]! ** 2 + y[at]! ** 2 + z[at]! ** 2;
      across[i] = size > 0 ? Math.sqrt(Math.max(0, length2 - along * along)) : x[at]! * 0;
    }
    this.vertical.write(from, vertical);
    this.across.write(from, across);
  }

  /** Velocity for a second from cell `from`; absent cells count as no acceleration. */
  #integrate(from: number): void {
    const a = this.#verticalWindow;
    this.vertical.copy(from - KERNEL_REACH, a);
    for (let i = 0; i < a.length; i++) if (Number.isNaN(a[i]!)) a[i] = 0;
    const out = this.#second;
    for (let i = 0; i < out.length; i += SIDE_BY_SIDE) fiveSums(this.#kernel, a, i, out);
    this.#velocity.write(from, out);
  }
}

/** Five cells side by side: no sum has to wait for itself. */
function fiveSums(kernel: Float64Array, a: Float64Array, i: number, out: Float64Array): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  for (let k = 0; k < kernel.length; k++) {
    const weight = kernel[k]!;
    const at = i + k;
    s0 += weight * a[at]!;
    s1 += weight * a[at + 1]!;
    s2 += weight * a[at + 2]!;
    s3 += weight * a[at + 3]!;
    s4 += weight * a[at + 4]!;
  }
  out[i] = s0;
  out[i + 1] = s1;
  out[i + 2] = s2;
  out[i + 3] = s3;
  out[i + 4] = s4;
}

function gaussian(reach: number, sigma: number): Float64Array {
  return Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-(((i - reach) / sigma) ** 2) / 2));
}
