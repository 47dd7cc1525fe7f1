import type { Snapshot } from '../pipeline/stage.ts';
import { BiasEstimator } from './bias-estimator.ts';
import { LowPass } from './low-pass.ts';
import { MagneticHeading } from './magnetic-heading.ts';
import { ORIENTATION_PARAMS, type OrientationParams } from './orientation.params.ts';
import { advance, multiply, normalise, rotate } from './quaternion.ts';
import { RestDetector } from './rest-detector.ts';
import { decodeNumbers, encodeNumbers } from './state-codec.ts';

const US_PER_S = 1e6;
/** Below this an acceleration has no direction, m/s^2. */
const MIN_ACC_MPS2 = 0.1;

/**
 * Orientation from one inertial sensor, after the VQF paper (Laidig & Seel 2023): strapdown integration in an
 * almost-inertial frame, inclination from the acceleration low-passed there, gyroscope bias at rest and in
 * motion, optionally heading from a magnetometer. Feed samples oldest first; read `quaternion` after each.
 *
 * Units: microseconds, m/s^2 (specific force), rad/s, any magnetic unit. Frames: sensor to world (ENU, z up;
 * heading arbitrary unless `updateMag` is used). Samples that are not finite, repeated or out of order leave
 * the estimate as it is. No sample allocates.
 */
export class OrientationFilter {
  /** w, x, y, z; sensor to world; unit length. One array for the life of the filter. */
  readonly quaternion = new Float64Array([1, 0, 0, 0]);
  readonly #params: OrientationParams;
  /** Sensor to almost-inertial frame. */
  readonly #strapdown = new Float64Array([1, 0, 0, 0]);
  /** Almost-inertial frame to earth. */
  readonly #inclination = new Float64Array([1, 0, 0, 0]);
  /** Last rate (3), last time, s since the last accepted sample that had acceleration, samples seen. */
  readonly #last = new Float64Array(6);
  readonly #acc: LowPass;
  readonly #bias: BiasEstimator;
  readonly #rest: RestDetector;
  readonly #mag: MagneticHeading;
  readonly #gyro = new Float64Array(3);
  readonly #rawAcc = new Float64Array(3);
  readonly #scratch = new Float64Array(3);
  readonly #correction = new Float64Array(4);

  constructor(params: OrientationParams = ORIENTATION_PARAMS) {
    this.#params = params;
    this.#acc = new LowPass(3, params.accTauS);
    this.#bias = new BiasEstimator(params.bias, params.accTauS);
    this.#rest = new RestDetector(params.rest);
    this.#mag = new MagneticHeading(params.mag);
  }

  /** Estimated gyroscope bias, rad/s, sensor frame; shared. */
  get biasRadps(): Float64Array {
    return this.#bias.bias;
  }

  /** True while the sensor has been still for a moment. */
  get resting(): boolean {
    return this.#rest.resting;
  }

  /** One sample: time in us, specific force in m/s^2, angular rate in rad/s, sensor frame. */
  update(tUs: number, ax: number, ay: number, az: number, gx: number, gy: number, gz: number): void {
    const dtS = this.#elapsed(tUs);
    if (!(dtS >= 0) || !Number.isFinite(gx + gy + gz)) return;
    this.#gyro[0] = gx;
    this.#gyro[1] = gy;
    this.#gyro[2] = gz;
    this.#integrate(dtS, gx, gy, gz);
    this.#finish(tUs, dtS, ax, ay, az);
  }

  /** One sample of a source without gyroscope: inclination alone, heading stays where it is. */
  updateAcc(tUs: number, ax: number, ay: number, az: number): void {
    const dtS = this.#elapsed(tUs);
    if (!(dtS >= 0)) return;
    this.#gyro.fill(0);
    this.#finish(tUs, dtS, ax, ay, az);
  }

  /** The magnetometer's part of the sample just given to `update`. */
  updateMag(mx: number, my: number, mz: number): void {
    if (!Number.isFinite(mx + my + mz)) return;
    multiply(this.#inclination, this.#strapdown, this.#correction);
    rotate(this.#correction, mx, my, mz, this.#scratch);
    this.#mag.step(this.#last[4]!, this.#scratch, this.#rateNorm());
    this.#publish();
  }

  snapshot(): Snapshot {
    return {
      strapdown: encodeNumbers(this.#strapdown),
      inclination: encodeNumbers(this.#inclination),
      last: encodeNumbers(this.#last),
      acc: encodeNumbers(this.#acc.state),
      bias: encodeNumbers(this.#bias.state),
      rotation: encodeNumbers(this.#bias.rotation.state),
      rest: encodeNumbers(this.#rest.state),
      mag: encodeNumbers(this.#mag.state),
    };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.strapdown, this.#strapdown, 'strapdown');
    decodeNumbers(snapshot.inclination, this.#inclination, 'inclination');
    decodeNumbers(snapshot.last, this.#last, 'last');
    decodeNumbers(snapshot.acc, this.#acc.state, 'acc');
    decodeNumbers(snapshot.bias, this.#bias.state, 'bias');
    decodeNumbers(snapshot.rotation, this.#bias.rotation.state, 'rotation');
    decodeNumbers(snapshot.rest, this.#rest.state, 'rest');
    decodeNumbers(snapshot.mag, this.#mag.state, 'mag');
    this.#publish();
  }

  /** Seconds since the last sample: 0 for the first, NaN for one that brings nothing new. */
  #elapsed(tUs: number): number {
    if (this.#last[5] === 0) return Number.isFinite(tUs) ? 0 : Number.NaN;
    const dtS = (tUs - this.#last[3]!) / US_PER_S;
    return dtS > 0 && dtS < Number.POSITIVE_INFINITY ? dtS : Number.NaN;
  }

  /** Two-sample strapdown: the rate runs straight from the last sample to this one (lost ones included). */
  #integrate(dtS: number, gx: number, gy: number, gz: number): void {
    const last = this.#last;
    const b = this.#bias.bias;
    if (dtS > this.#params.maxBridgedGapS) this.#restart();
    else if (dtS > 0) {
      const px = last[0]! - b[0]!;
      const py = last[1]! - b[1]!;
      const pz = last[2]! - b[2]!;
      const nx = gx - b[0]!;
      const ny = gy - b[1]!;
      const nz = gz - b[2]!;
      const half = dtS / 2;
      const coning = (dtS * dtS) / 12;
      advance(
        this.#strapdown,
        half * (px + nx) + coning * (py * nz - pz * ny),
        half * (py + ny) + coning * (pz * nx - px * nz),
        half * (pz + nz) + coning * (px * ny - py * nx),
      );
      normalise(this.#strapdown);
    }
    last[0] = gx;
    last[1] = gy;
    last[2] = gz;
  }

  #finish(tUs: number, dtS: number, ax: number, ay: number, az: number): void {
    const size = Math.hypot(ax, ay, az);
    this.#last[3] = tUs;
    this.#last[4] = dtS;
    this.#last[5] = this.#last[5]! + 1;
    if (size > MIN_ACC_MPS2 && size < Number.POSITIVE_INFINITY) this.#incline(dtS, ax, ay, az);
    this.#publish();
  }

  #incline(dtS: number, ax: number, ay: number, az: number): void {
    const bridged = Math.min(dtS, this.#params.maxBridgedGapS) || FIRST_STEP_S;
    this.#rawAcc[0] = ax;
    this.#rawAcc[1] = ay;
    this.#rawAcc[2] = az;
    this.#rest.step(bridged, this.#gyro, this.#rawAcc);
    rotate(this.#strapdown, ax, ay, az, this.#scratch);
    this.#acc.step(bridged, this.#scratch);
    const a = this.#acc.value;
    rotate(this.#inclination, a[0]!, a[1]!, a[2]!, this.#scratch);
    const scale = 1 / Math.hypot(this.#scratch[0]!, this.#scratch[1]!, this.#scratch[2]!);
    if (!(scale < Number.POSITIVE_INFINITY)) return;
    this.#level(this.#scratch[0]! * scale, this.#scratch[1]! * scale, this.#scratch[2]! * scale);
    this.#learn(bridged, this.#scratch[0]! * scale, this.#scratch[1]! * scale);
  }

  /** Turns the inclination the shortest way so that the unit vector (x, y, z) points up. */
  #level(x: number, y: number, z: number): void {
    const c = this.#correction;
    const w = Math.sqrt(Math.max(0, (z + 1) / 2));
    c[0] = w;
    c[1] = w > UPSIDE_DOWN ? (0.5 * y) / w : 1;
    c[2] = w > UPSIDE_DOWN ? (-0.5 * x) / w : 0;
    c[3] = 0;
    multiply(c, this.#inclination, this.#inclination);
    normalise(this.#inclination);
  }

  #learn(dtS: number, x: number, y: number): void {
    multiply(this.#inclination, this.#strapdown, this.#correction);
    this.#bias.follow(dtS, this.#correction);
    if (this.#rest.resting) this.#bias.observeRest(dtS, this.#rest.state);
    else this.#bias.observeMotion(dtS, -y, x);
  }

  /** After a long silence: nothing filtered is still true. */
  #restart(): void {
    this.#acc.reset();
    this.#bias.rotation.reset();
    this.#rest.interrupt();
  }

  #rateNorm(): number {
    const b = this.#bias.bias;
    return Math.hypot(this.#last[0]! - b[0]!, this.#last[1]! - b[1]!, this.#last[2]! - b[2]!);
  }

  #publish(): void {
    multiply(this.#inclination, this.#strapdown, this.quaternion);
    this.#mag.turn(this.quaternion);
    normalise(this.quaternion);
  }
}

/** The very first acceleration stands for a moment, so that the running mean starts with it. */
const FIRST_STEP_S = 1e-3;
const UPSIDE_DOWN = 1e-6;
