import type { Snapshot, Stage } from '../pipeline/stage.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { GRAVITY_STATE } from './gravity-tracker.ts';
import { ORIENTATION_PARAMS, type OrientationParams } from './orientation.params.ts';
import { OrientationFilter } from './orientation-filter.ts';
import { multiply, normalise, type Quaternion, rotate, type Vector } from './quaternion.ts';
import { createQuaternionColumns, type QuaternionColumns } from './quaternion-columns.ts';
import { RowBuffer } from './row-buffer.ts';
import { decodeNumbers, encodeNumbers } from './state-codec.ts';

export interface FixedLagOptions {
  /** No row waits longer than this for what comes after it, s; 3 to 5 are useful. */
  readonly lagS: number;
  /** Use the batch's magnetometer columns, where there are any. */
  readonly useMag: boolean;
  readonly params: OrientationParams;
}

export const FIXED_LAG_OPTIONS = {
  lagS: 5,
  useMag: false,
  params: ORIENTATION_PARAMS,
} as const satisfies FixedLagOptions;

const { VELOCITY, GRAVITY, LAST_ACC, P_VV, P_VG, P_GG, PROCESS, SPEED_PROCESS, STEP_S } = GRAVITY_STATE;
const US_PER_S = 1e6;
/** Rows are released in blocks of this share of the lag, so that one sweep back serves many rows. */
const BLOCK_SHARE = 0.2;
/** Rows whose time stands still are released when so many wait: memory stays bounded. */
const MAX_ROWS = 20_000;

/** What a waiting row keeps. */
const TIME = 0;
const COUNTED_TIME = 1;
const STEP = 2;
const NOISE = 3;
const ACC = 4;
const SPEED = 7;
const UP = 10;
const VV = 13;
const VG = 14;
const GG = 15;
const EARTH = 16;
const INCLINATION = 20;
const SPEED_NOISE = 24;
const ROW = 25;

/**
 * The filter's orientation, improved by what came up to `lagS` later: a Rauch-Tung-Striebel pass back over the
 * gravity tracker's states (Rauch, Tung, Striebel 1965), row by row. Inclination gains; heading stays causal.
 * It runs a filter of its own: push every batch of the recording, gaps and all. One row out per row in, in
 * order, each between `0.8 lagS` and `lagS` of stream time later, the rest at `flush`.
 */
export class FixedLagSmoother implements Stage<ImuBatch, QuaternionColumns> {
  readonly #filter: OrientationFilter;
  readonly #useMag: boolean;
  readonly #lagUs: number;
  readonly #waiting = new RowBuffer(ROW);
  readonly #ready = new RowBuffer(5);
  readonly #starts = new Float64Array(1);
  /** Smoothed velocity and gravity while sweeping back. */
  readonly #smooth = new Float64Array(6);
  readonly #smoothUp: Vector = this.#smooth.subarray(3, 6);
  readonly #vector: Vector = new Float64Array(3);
  readonly #correction: Quaternion = new Float64Array(4);
  /** Two orientations of a row. */
  readonly #earth: Quaternion = new Float64Array(4);
  readonly #inclination: Quaternion = new Float64Array(4);

  constructor(options: Partial<FixedLagOptions> = {}) {
    const { lagS, useMag, params } = { ...FIXED_LAG_OPTIONS, ...options };
    if (!(lagS > 0))
      throw new RangeError(`lagS must be a positive number of seconds, got ${lagS}: 5 is usual`);
    this.#filter = new OrientationFilter(params);
    this.#useMag = useMag;
    this.#lagUs = lagS * US_PER_S;
  }

  push(batch: ImuBatch): QuaternionColumns {
    for (let i = 0; i < batch.n; i++) this.#take(batch, i);
    return this.#released();
  }

  flush(): QuaternionColumns {
    this.#sweep(Number.POSITIVE_INFINITY);
    return this.#released();
  }

  snapshot(): Snapshot {
    return {
      filter: this.#filter.snapshot(),
      starts: encodeNumbers(this.#starts),
      rows: this.#waiting.rows,
      waiting: encodeNumbers(this.#waiting.values()),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#filter.restore(snapshot.filter as Snapshot);
    decodeNumbers(snapshot.starts, this.#starts, 'starts');
    decodeNumbers(snapshot.waiting, this.#waiting.load(Number(snapshot.rows)), 'waiting');
  }

  #take(batch: ImuBatch, i: number): void {
    const f = this.#filter;
    const { tUs, accMps2: a, gyrRadps: g, magUt: m } = batch;
    const before = f.tUs;
    if (g) f.updateRow(tUs, a, g, i);
    else f.updateAccRow(tUs, a, i);
    if (this.#useMag && m) f.updateMagRow(m, i);
    // A fresh start shares nothing with what came before: nothing later can improve it.
    if (f.starts !== this.#starts[0]) this.#sweep(Number.POSITIVE_INFINITY);
    this.#starts[0] = f.starts;
    this.#keep(tUs[i]!, f.tUs > before);
    const oldest = this.#waiting.data[COUNTED_TIME]!;
    if (f.tUs - oldest >= this.#lagUs) this.#sweep(f.tUs - (1 - BLOCK_SHARE) * this.#lagUs);
    else if (this.#waiting.rows >= MAX_ROWS) this.#sweep(Number.POSITIVE_INFINITY);
  }

  #keep(tUs: number, counted: boolean): void {
    const f = this.#filter;
    const g = f.gravity.state;
    const at = this.#waiting.append();
    const row = this.#waiting.data;
    row[at + TIME] = tUs;
    row[at + COUNTED_TIME] = f.tUs;
    // A sample that did not count, or brought no acceleration, is the same state again: a step of zero.
    row[at + STEP] = counted ? g[STEP_S]! : 0;
    row[at + NOISE] = g[PROCESS]!;
    row[at + SPEED_NOISE] = g[SPEED_PROCESS]!;
    for (let k = 0; k < 3; k++) {
      row[at + ACC + k] = g[LAST_ACC + k]!;
      row[at + SPEED + k] = g[VELOCITY + k]!;
      row[at + UP + k] = g[GRAVITY + k]!;
    }
    row[at + VV] = g[P_VV]!;
    row[at + VG] = g[P_VG]!;
    row[at + GG] = g[P_GG]!;
    // The magnetic heading turns about the vertical, as `inclination` is then turned: both go along.
    f.heading.turn(f.earth, this.#earth);
    f.heading.turn(f.inclination, this.#inclination);
    for (let k = 0; k < 4; k++) {
      row[at + EARTH + k] = this.#earth[k]!;
      row[at + INCLINATION + k] = this.#inclination[k]!;
    }
  }

  /** Back from the newest row; rows up to `untilUs` are final and leave. */
  #sweep(untilUs: number): void {
    const { data, rows } = this.#waiting;
    let last = rows - 1;
    if (last < 0) return;
    this.#smooth.set(data.subarray(last * ROW + SPEED, last * ROW + SPEED + 6));
    while (last >= 0 && data[last * ROW + COUNTED_TIME]! > untilUs) this.#back(data, last--);
    const first = this.#ready.rows;
    for (let k = 0; k <= last; k++) this.#ready.append();
    for (let k = last; k >= 0; k--) {
      this.#finish(data, k * ROW, this.#ready.data, (first + k) * 5);
      this.#back(data, k);
    }
    this.#waiting.dropOldest(last + 1);
  }

  /** From the smoothed state at row `k` to the one at row `k - 1`. */
  #back(data: Float64Array, k: number): void {
    const now = k * ROW;
    const dt = data[now + STEP]!;
    if (k === 0 || dt === 0) return;
    const was = now - ROW;
    const vv = data[was + VV]!;
    const vg = data[was + VG]!;
    const gg = data[was + GG]!;
    // Predicted covariance Q = F P F' + noise with F = (1, -dt; 0, 1), then the gain C = P F' / Q.
    const qvv = vv + dt * (dt * gg - 2 * vg) + data[now + SPEED_NOISE]!;
    const qvg = vg - dt * gg;
    const qgg = gg + data[now + NOISE]!;
    const scale = 1 / (qvv * qgg - qvg * qvg);
    const a = vv - dt * vg;
    const b = vg - dt * gg;
    const cvv = (a * qgg - vg * qvg) * scale;
    const cvg = (vg * qvv - a * qvg) * scale;
    const cgv = (b * qgg - gg * qvg) * scale;
    const cgg = (gg * qvv - b * qvg) * scale;
    for (let i = 0; i < 3; i++) {
      const speed = data[was + SPEED + i]!;
      const up = data[was + UP + i]!;
      const push = dt * (0.5 * (data[was + ACC + i]! + data[now + ACC + i]!) - up);
      const dv = this.#smooth[i]! - (speed + push);
      const du = this.#smooth[3 + i]! - up;
      this.#smooth[i] = speed + cvv * dv + cvg * du;
      this.#smooth[3 + i] = up + cgv * dv + cgg * du;
    }
  }

  /** The row's orientation, turned the shortest way so that the smoothed gravity points up. */
  #finish(data: Float64Array, at: number, out: Float64Array, to: number): void {
    const v = this.#vector;
    const c = this.#correction;
    const earth = this.#earth;
    for (let k = 0; k < 4; k++) {
      earth[k] = data[at + EARTH + k]!;
      this.#inclination[k] = data[at + INCLINATION + k]!;
    }
    rotate(this.#inclination, this.#smoothUp, v);
    const norm = Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
    c[0] = norm + v[2]!;
    c[1] = v[1]!;
    c[2] = -v[0]!;
    c[3] = 0;
    if (c[0] > 0) multiply(c, earth, c);
    else c.set(earth);
    normalise(c);
    out[to] = data[at + TIME]!;
    for (let k = 0; k < 4; k++) out[to + 1 + k] = c[k]!;
  }

  #released(): QuaternionColumns {
    const { data, rows } = this.#ready;
    const out = createQuaternionColumns(rows);
    for (let i = 0; i < rows; i++) {
      out.tUs[i] = data[i * 5]!;
      out.w[i] = data[i * 5 + 1]!;
      out.x[i] = data[i * 5 + 2]!;
      out.y[i] = data[i * 5 + 3]!;
      out.z[i] = data[i * 5 + 4]!;
    }
    this.#ready.dropOldest(rows);
    return out;
  }
}
