import type { Snapshot } from '../pipeline/stage.ts';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import { BiasEstimator } from './bias-estimator.ts';
import { GravityTracker } from './gravity-tracker.ts';
import { FIELD_RATE, MagneticHeading } from './magnetic-heading.ts';
import { ORIENTATION_PARAMS, type OrientationParams } from './orientation.params.ts';
import { advance, multiply, normalise, type Quaternion, rotate, tidy, type Vector } from './quaternion.ts';
import { RestDetector } from './rest-detector.ts';
import { RAD_PER_DEG, SAMPLE, SAMPLE_LENGTH } from './sample.ts';
import { decodeNumbers, encodeNumbers } from './state-codec.ts';
import { Strapdown } from './strapdown.ts';

const { TIME_US, DT_S, ACC, RATE } = SAMPLE;
const US_PER_S = 1e6;
/** Below this an acceleration has no direction, above it is no acceleration, m/s^2. */
const MIN_ACC_MPS2 = 0.1;
const MAX_ACC_MPS2 = 1000;
/** No rate is believed beyond this many times the full scale. */
const MAX_RATE_RATIO = 2;
/** 1 + cos(angle) below which a sensor counts as exactly upside down. */
const UPSIDE_DOWN = 1e-12;
/** cos(angle) from which on a correction leaves the length within 1e-6 of 1. */
const NEARLY_LEVEL = 1 - 1e-6;

const STARTED = 0;
const LAST_US = 1;
/** How often inclination started afresh. */
const STARTS = 2;
const CLOCK_LENGTH = 3;

/**
 * Orientation from one inertial sensor, after the VQF paper (Laidig & Seel 2023): strapdown integration in an
 * almost-inertial frame, inclination from the acceleration low-passed there, gyroscope bias at rest and in
 * motion, optionally heading from a magnetometer. Feed samples oldest first; read `quaternion` after each.
 *
 * Units: microseconds, m/s^2 (specific force), rad/s, any magnetic unit. Frames: sensor to world (ENU, z up;
 * heading arbitrary unless `updateMag` is used). Samples that are not finite, repeated or out of order change
 * nothing; lost samples are bridged from the time stamps. No update allocates.
 *
 * @example
 * const filter = new OrientationFilter();
 * for (const s of samples) {
 *   filter.update(s.tUs, s.ax, s.ay, s.az, s.gx, s.gy, s.gz);
 *   const [w, x, y, z] = filter.quaternion;
 * }
 */
export class OrientationFilter {
  /** w, x, y, z; sensor to world; unit length. One array for the life of the filter. */
  readonly quaternion: Quaternion = new Float64Array([1, 0, 0, 0]);
  /** Sensor to almost-inertial frame. */
  readonly strapdown: Strapdown;
  /** Gravity in the almost-inertial frame. */
  readonly gravity: GravityTracker;
  /** Almost-inertial frame to earth with arbitrary heading. */
  readonly inclination: Quaternion = new Float64Array([1, 0, 0, 0]);
  /** Sensor to earth with arbitrary heading: `quaternion` before the magnetometer. */
  readonly earth: Quaternion = new Float64Array([1, 0, 0, 0]);
  readonly heading: MagneticHeading;
  readonly #params: OrientationParams;
  readonly #maxRate: number;
  readonly #bias: BiasEstimator;
  readonly #rest: RestDetector;
  readonly #clock = new Float64Array(CLOCK_LENGTH);
  readonly #sample = new Float64Array(SAMPLE_LENGTH);
  readonly #acc: Vector = this.#sample.subarray(ACC, ACC + 3);
  readonly #vector: Vector = new Float64Array(3);
  readonly #turned: Vector = new Float64Array(2);
  readonly #field = new Float64Array(4);

  /** @param params defaults are `ORIENTATION_PARAMS`. */
  constructor(params: OrientationParams = ORIENTATION_PARAMS) {
    this.#params = params;
    this.#maxRate = MAX_RATE_RATIO * params.gyroRangeDps * RAD_PER_DEG;
    this.strapdown = new Strapdown(params.gyroRangeDps);
    this.gravity = new GravityTracker(params.inclination);
    this.heading = new MagneticHeading(params.mag);
    this.#bias = new BiasEstimator(params.bias);
    this.#rest = new RestDetector(params.rest);
  }

  /** Time of the last sample that counted, us; 0 before the first. */
  get tUs(): number {
    return this.#clock[LAST_US]!;
  }

  /** Estimated gyroscope bias, rad/s, sensor frame; one array for the life of the filter. */
  get biasRadps(): Float64Array {
    return this.#bias.bias;
  }

  /** True while the sensor has been still for a moment. */
  get resting(): boolean {
    return this.#rest.resting;
  }

  /** How often inclination started afresh: once at the first sample, then after every long gap. */
  get starts(): number {
    return this.#clock[STARTS]!;
  }

  /** One sample: time in us, specific force in m/s^2, angular rate in rad/s, sensor frame. */
  update(tUs: number, ax: number, ay: number, az: number, gx: number, gy: number, gz: number): void {
    const s = this.#sample;
    s[TIME_US] = tUs;
    s[ACC] = ax;
    s[ACC + 1] = ay;
    s[ACC + 2] = az;
    s[RATE] = gx;
    s[RATE + 1] = gy;
    s[RATE + 2] = gz;
    this.#take();
  }

  /** Row `i` of columns: the same as `update`, without boxing seven numbers when the call is not inlined. */
  updateRow(tUs: Float64Array, accMps2: Vec3Columns, gyrRadps: Vec3Columns, i: number): void {
    const s = this.#sample;
    s[TIME_US] = tUs[i]!;
    s[ACC] = accMps2.x[i]!;
    s[ACC + 1] = accMps2.y[i]!;
    s[ACC + 2] = accMps2.z[i]!;
    s[RATE] = gyrRadps.x[i]!;
    s[RATE + 1] = gyrRadps.y[i]!;
    s[RATE + 2] = gyrRadps.z[i]!;
    this.#take();
  }

  /** One sample of a source without gyroscope: inclination alone, heading stays where it is. */
  updateAcc(tUs: number, ax: number, ay: number, az: number): void {
    const s = this.#sample;
    s[TIME_US] = tUs;
    s[ACC] = ax;
    s[ACC + 1] = ay;
    s[ACC + 2] = az;
    this.#takeAcc();
  }

  /** Row `i` of columns: the same as `updateAcc`. */
  updateAccRow(tUs: Float64Array, accMps2: Vec3Columns, i: number): void {
    const s = this.#sample;
    s[TIME_US] = tUs[i]!;
    s[ACC] = accMps2.x[i]!;
    s[ACC + 1] = accMps2.y[i]!;
    s[ACC + 2] = accMps2.z[i]!;
    this.#takeAcc();
  }

  /** The magnetometer's part of the sample just given to `update`; may come more rarely than that. */
  updateMag(mx: number, my: number, mz: number): void {
    const f = this.#field;
    f[0] = mx;
    f[1] = my;
    f[2] = mz;
    this.#takeMag();
  }

  /** Row `i` of columns: the same as `updateMag`. */
  updateMagRow(magUt: Vec3Columns, i: number): void {
    const f = this.#field;
    f[0] = magUt.x[i]!;
    f[1] = magUt.y[i]!;
    f[2] = magUt.z[i]!;
    this.#takeMag();
  }

  snapshot(): Snapshot {
    return Object.fromEntries(this.#states().map(([name, state]) => [name, encodeNumbers(state)]));
  }

  restore(snapshot: Snapshot): void {
    for (const [name, state] of this.#states()) decodeNumbers(snapshot[name], state, name);
  }

  /** Everything that outlives a sample. */
  #states(): [string, Float64Array][] {
    return [
      ['clock', this.#clock],
      ['sample', this.#sample],
      ['strapdown', this.strapdown.state],
      ['gravity', this.gravity.state],
      ['inclination', this.inclination],
      ['bias', this.#bias.state],
      ['rest', this.#rest.state],
      ['heading', this.heading.state],
      ['earth', this.earth],
      ['quaternion', this.quaternion],
    ];
  }

  #take(): void {
    const s = this.#sample;
    if (!finite(s[RATE]! + s[RATE + 1]! + s[RATE + 2]!) || !this.#elapse()) return;
    this.#limitRate();
    if (this.#mustStart()) this.#start();
    else this.#follow();
    this.#publish();
  }

  #takeAcc(): void {
    const s = this.#sample;
    s[RATE] = 0;
    s[RATE + 1] = 0;
    s[RATE + 2] = 0;
    if (!this.#elapse()) return;
    if (this.#mustStart()) this.#start();
    else if (this.#accUsable()) {
      this.gravity.driftWithoutGyro(s);
      this.#incline();
    }
    this.#publish();
  }

  #takeMag(): void {
    if (this.#clock[STARTED] === 0) return;
    rotate(this.earth, this.#field, this.#field);
    this.#measureRate();
    this.heading.collect(this.#field);
    this.heading.judge(this.#clock, LAST_US);
    this.heading.turn(this.earth, this.quaternion);
  }

  /** Damaged bytes may decode to any number. */
  #limitRate(): void {
    const s = this.#sample;
    const x = s[RATE]!;
    const y = s[RATE + 1]!;
    const z = s[RATE + 2]!;
    const max = this.#maxRate;
    if (x * x + y * y + z * z <= max * max) return;
    s[RATE] = Math.min(Math.max(x, -max), max);
    s[RATE + 1] = Math.min(Math.max(y, -max), max);
    s[RATE + 2] = Math.min(Math.max(z, -max), max);
  }

  /** Sets the time since the sample before; false when this one brings nothing new. */
  #elapse(): boolean {
    const s = this.#sample;
    const clock = this.#clock;
    if (!finite(s[TIME_US]!)) return false;
    if (clock[STARTED] === 0) return this.#accUsable();
    s[DT_S] = (s[TIME_US]! - clock[LAST_US]!) / US_PER_S;
    if (!(s[DT_S]! > 0)) return false;
    // A long silence ends with a sample that shows gravity, not before.
    if (s[DT_S]! > this.#params.maxBridgedGapS && !this.#accUsable()) return false;
    clock[LAST_US] = s[TIME_US]!;
    return true;
  }

  #accUsable(): boolean {
    const s = this.#sample;
    const norm2 = s[ACC]! * s[ACC]! + s[ACC + 1]! * s[ACC + 1]! + s[ACC + 2]! * s[ACC + 2]!;
    return norm2 > MIN_ACC_MPS2 * MIN_ACC_MPS2 && norm2 < MAX_ACC_MPS2 * MAX_ACC_MPS2;
  }

  #mustStart(): boolean {
    if (this.#clock[STARTED] === 0) return true;
    return this.#sample[DT_S]! > this.#params.maxBridgedGapS;
  }

  /** First sample, or first after a long silence: nothing filtered is true any more, the heading is held. */
  #start(): void {
    const clock = this.#clock;
    clock[STARTED] = 1;
    clock[LAST_US] = this.#sample[TIME_US]!;
    clock[STARTS] = clock[STARTS]! + 1;
    this.strapdown.start(this.#sample);
    this.#rest.interrupt();
    this.#turnAcc();
    this.gravity.start(this.#vector);
    this.#level();
    multiply(this.inclination, this.strapdown.quaternion, this.earth);
    this.#bias.start(this.earth);
  }

  #follow(): void {
    const bias = this.#bias;
    this.strapdown.step(this.#sample, bias.bias);
    bias.doubt(this.#sample);
    this.gravity.drift(this.#sample, bias.bias);
    if (!this.#accUsable()) return;
    this.#rest.step(this.#sample);
    this.#incline();
    bias.collect(this.#sample, this.gravity.state, this.#turned);
    if (!bias.due) return;
    multiply(this.inclination, this.strapdown.quaternion, this.earth);
    bias.estimate(this.earth, this.gravity.state, this.#rest.resting ? this.#rest.state : null);
  }

  #incline(): void {
    this.#turnAcc();
    this.gravity.step(this.#sample, this.#vector);
    this.#level();
  }

  /** The acceleration in the almost-inertial frame. */
  #turnAcc(): void {
    rotate(this.strapdown.quaternion, this.#acc, this.#vector);
  }

  /** Turns `inclination` the shortest way so that the tracked gravity points up. */
  #level(): void {
    const v = this.#vector;
    rotate(this.inclination, this.gravity.gravity, v);
    const norm = Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
    if (!(norm > 0)) return;
    const scale = 1 / norm;
    const x = v[0]! * scale;
    const y = v[1]! * scale;
    const z = v[2]! * scale;
    // How far it had strayed: positive about x when the estimate ran ahead about x.
    this.#turned[0] = -y;
    this.#turned[1] = x;
    // The rotation that takes (x, y, z) to z is (1 + z, y, -x, 0) but for its length.
    const upsideDown = 1 + z < UPSIDE_DOWN;
    const c = (1 + z) / 2;
    const cx = upsideDown ? 1 : y / 2;
    const cy = upsideDown ? 0 : -x / 2;
    const q = this.inclination;
    const qw = q[0]!;
    const qx = q[1]!;
    const qy = q[2]!;
    const qz = q[3]!;
    q[0] = c * qw - cx * qx - cy * qy;
    q[1] = c * qx + cx * qw + cy * qz;
    q[2] = c * qy + cy * qw - cx * qz;
    q[3] = c * qz + (cx * qy - cy * qx);
    if (z > NEARLY_LEVEL) tidy(q);
    else normalise(q);
  }

  /** Size of the bias-free rate, beside the field. */
  #measureRate(): void {
    const s = this.#sample;
    const b = this.#bias.bias;
    const x = s[RATE]! - b[0]!;
    const y = s[RATE + 1]! - b[1]!;
    const z = s[RATE + 2]! - b[2]!;
    this.#field[FIELD_RATE] = Math.sqrt(x * x + y * y + z * z);
  }

  #publish(): void {
    multiply(this.inclination, this.strapdown.quaternion, this.earth);
    this.#lead();
    this.heading.turn(this.earth, this.quaternion);
  }

  /** The sensor's own low-pass makes samples late: what is published is where it is now. */
  #lead(): void {
    const v = this.#vector;
    const s = this.#sample;
    const b = this.#bias.bias;
    const lead = this.#params.sensorDelayS;
    if (lead === 0) {
      tidy(this.earth);
      return;
    }
    v[0] = lead * (s[RATE]! - b[0]!);
    v[1] = lead * (s[RATE + 1]! - b[1]!);
    v[2] = lead * (s[RATE + 2]! - b[2]!);
    advance(this.earth, v);
  }
}

function finite(value: number): boolean {
  return value - value === 0;
}
