import type { Snapshot } from '../pipeline/stage.ts';
import { STANDARD_GRAVITY_MPS2, type Vec3Columns } from '../signal/imu-batch.ts';
import { BiasEstimator } from './bias-estimator.ts';
import { FullScale } from './full-scale.ts';
import { GravityTracker } from './gravity-tracker.ts';
import { level } from './level.ts';
import { FIELD_RATE, MagneticHeading } from './magnetic-heading.ts';
import { ORIENTATION_PARAMS, type OrientationParams } from './orientation.params.ts';
import { advance, multiply, type Quaternion, rotate, tidy, type Vector } from './quaternion.ts';
import { RestDetector } from './rest-detector.ts';
import { RAD_PER_DEG, SAMPLE, SAMPLE_LENGTH } from './sample.ts';
import { decodeNumbers, encodeNumbers } from './state-codec.ts';
import { Strapdown } from './strapdown.ts';

const { TIME_US, DT_S, ACC, RATE, DOUBT, ACC_DOUBT } = SAMPLE;
const US_PER_S = 1e6;
/** Below this an acceleration has no direction, above it is no acceleration, m/s^2. */
const MIN_ACC_MPS2 = 0.1;
const MAX_ACC_MPS2 = 1000;
/** No accelerometer ends below, m/s^2. */
const LEAST_ACC_RANGE_MPS2 = 1.5 * STANDARD_GRAVITY_MPS2;
/** By how many times its range a clipped acceleration may be wrong: one clipped sample is seldom alone. */
const CLIPPED_RATIO = 4;
/** No rate is believed beyond this many times the full scale. */
const MAX_RATE_RATIO = 2;
/** Rows without news turn the sensor on for no longer than this, s. */
const MAX_CARRIED_S = 0.1;
/** Slower than this an equal row is no wonder, rad/s. */
const STILL_RADPS = 0.1;
/** A smaller doubt does not touch the heading, rad^2. */
const HEADING_DOUBT = 1e-4;
/** So many equal rows in a row are stale; one more and it counts. */
const MAX_REPEATS = 3;

const STARTED = 0;
const LAST_US = 1;
/** How often inclination started afresh. */
const STARTS = 2;
/** How often the last sample that counted was repeated since. */
const REPEATS = 3;
/** Time of the last sample that told a rate, us: where a sensor points is not known for long without. */
const RATE_US = 4;
const CLOCK_LENGTH = 5;

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
  readonly #accRange = new FullScale(LEAST_ACC_RANGE_MPS2, MAX_ACC_MPS2);
  /** By how much what is published leads the last sample that counted, s. */
  readonly #lead = new Float64Array(1);
  readonly #clock = new Float64Array(CLOCK_LENGTH);
  readonly #sample = new Float64Array(SAMPLE_LENGTH);
  readonly #acc: Vector = this.#sample.subarray(ACC, ACC + 3);
  readonly #vector: Vector = new Float64Array(3);
  readonly #turned: Vector = new Float64Array(2);
  readonly #field = new Float64Array(4);

  /** @param params defaults are `ORIENTATION_PARAMS`. */
  constructor(params: OrientationParams = ORIENTATION_PARAMS) {
    this.#params = params;
    this.#lead[0] = params.sensorDelayS;
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
      ['gyrRange', this.strapdown.fullScale.state],
      ['accRange', this.#accRange.state],
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
    if (!finite(s[RATE]! + s[RATE + 1]! + s[RATE + 2]!)) {
      const isBlind = s[TIME_US]! - this.#clock[RATE_US]! > this.#params.maxBridgedGapS * US_PER_S;
      if (isBlind) this.#takeAcc();
      else this.#carryOn();
      return;
    }
    if (s[RATE] === this.strapdown.rate[0] && this.#isStale()) {
      this.#carryOn();
      return;
    }
    if (!this.#elapse()) return;
    this.#clock[RATE_US] = s[TIME_US]!;
    this.#limitRate();
    if (this.#mustStart()) this.#start();
    else this.#follow();
    this.#clock[REPEATS] = 0;
    this.#publish();
  }

  /**
   * A sensor that is asked faster than it measures answers with the sample before under a new time. Nobody turns at the
   * very same rate about three axes; some repeats in a row are taken for a constant all the same.
   */
  #isStale(): boolean {
    const s = this.#sample;
    const rate = this.strapdown.rate;
    if (s[RATE + 1] !== rate[1] || s[RATE + 2] !== rate[2]) return false;
    const rate2 = s[RATE]! * s[RATE]! + s[RATE + 1]! * s[RATE + 1]! + s[RATE + 2]! * s[RATE + 2]!;
    if (rate2 < STILL_RADPS * STILL_RADPS || this.#clock[REPEATS]! >= MAX_REPEATS) return false;
    this.#clock[REPEATS] = this.#clock[REPEATS]! + 1;
    return true;
  }

  /** A row without news: the sensor is shown to turn on as it last did, and nothing is learned. */
  #carryOn(): void {
    const clock = this.#clock;
    const elapsedS = (this.#sample[TIME_US]! - clock[LAST_US]!) / US_PER_S;
    if (clock[STARTED] === 0 || !(elapsedS > 0)) return;
    this.#lead[0] = this.#params.sensorDelayS + Math.min(elapsedS, MAX_CARRIED_S);
    this.#publish();
    this.#lead[0] = this.#params.sensorDelayS;
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
    this.#measureRate();
    if (this.heading.isNew(this.#field)) {
      rotate(this.earth, this.#field, this.#field);
      this.heading.collect(this.#field);
      this.heading.judge(this.#clock, LAST_US);
    }
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
    this.heading.startAfresh();
    this.#turnAcc();
    this.gravity.start(this.#vector);
    level(this.inclination, this.gravity.gravity, this.#turned);
    multiply(this.inclination, this.strapdown.quaternion, this.earth);
    this.#bias.start(this.earth);
  }

  #follow(): void {
    const bias = this.#bias;
    this.strapdown.step(this.#sample, bias.bias);
    if (this.#sample[DOUBT]! > HEADING_DOUBT) this.heading.doubt(this.#sample);
    bias.doubt(this.#sample);
    this.gravity.drift(this.#sample, bias.bias);
    if (!this.#accUsable()) {
      this.gravity.wait(this.#sample);
      return;
    }
    this.#rest.step(this.#sample);
    this.#incline();
    bias.collect(this.gravity.state, this.#turned);
    if (!bias.due) return;
    multiply(this.inclination, this.strapdown.quaternion, this.earth);
    bias.estimate(this.earth, this.gravity.state, this.#rest.resting ? this.#rest : null);
  }

  #incline(): void {
    const s = this.#sample;
    s[ACC_DOUBT] = this.#accRange.isReached(s, ACC) ? CLIPPED_RATIO * this.#accRange.limit : 0;
    this.#turnAcc();
    this.gravity.step(this.#sample, this.#vector);
    level(this.inclination, this.gravity.gravity, this.#turned);
  }

  /** The acceleration in the almost-inertial frame. */
  #turnAcc(): void {
    rotate(this.strapdown.quaternion, this.#acc, this.#vector);
  }

  /** Size of the bias-free rate, beside the field. */
  #measureRate(): void {
    const rate = this.strapdown.rate;
    const b = this.#bias.bias;
    const x = rate[0]! - b[0]!;
    const y = rate[1]! - b[1]!;
    const z = rate[2]! - b[2]!;
    this.#field[FIELD_RATE] = Math.sqrt(x * x + y * y + z * z);
  }

  #publish(): void {
    multiply(this.inclination, this.strapdown.quaternion, this.earth);
    this.#turnAhead();
    this.heading.turn(this.earth, this.quaternion);
  }

  /** What is published is where the sensor is now: its own low-pass and rows without news make samples late. */
  #turnAhead(): void {
    const leadS = this.#lead[0]!;
    const v = this.#vector;
    const rate = this.strapdown.rate;
    const b = this.#bias.bias;
    if (leadS === 0) {
      tidy(this.earth);
      return;
    }
    v[0] = leadS * (rate[0]! - b[0]!);
    v[1] = leadS * (rate[1]! - b[1]!);
    v[2] = leadS * (rate[2]! - b[2]!);
    advance(this.earth, v);
  }
}

function finite(value: number): boolean {
  return value - value === 0;
}
