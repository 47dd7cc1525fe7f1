import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import type { InclinationParams } from './orientation.params.ts';
import type { Vector } from './quaternion.ts';
import { RAD_PER_DEG, SAMPLE } from './sample.ts';

/** Where `GravityTracker.state` holds what. */
export const GRAVITY_STATE = {
  VELOCITY: 0,
  GRAVITY: 3,
  LAST_ACC: 6,
  P_VV: 9,
  P_VG: 10,
  P_GG: 11,
  SPEED2: 12,
  /** Kalman gains of velocity and gravity in the last step. */
  GAIN_V: 13,
  GAIN_G: 14,
  /** What the last step added to the variance of gravity, (m/s^2)^2. */
  PROCESS: 15,
  /** Length of the last step, s; 0 while a sample brought no acceleration. */
  STEP_S: 16,
  /** Of the samples since the last acceleration: their time, s, and what they added to the variance. */
  WAITED_S: 17,
  WAITED_PROCESS: 18,
  /** What the last step added to the variance of the velocity, (m/s)^2. */
  SPEED_PROCESS: 19,
} as const;
const {
  VELOCITY,
  GRAVITY,
  LAST_ACC,
  P_VV,
  P_VG,
  P_GG,
  SPEED2,
  GAIN_V,
  GAIN_G,
  PROCESS,
  STEP_S,
  WAITED_S,
  WAITED_PROCESS,
  SPEED_PROCESS,
} = GRAVITY_STATE;
const { DT_S, RATE, DOUBT, ACC_DOUBT } = SAMPLE;
const LENGTH = 20;

const GRAVITY2 = STANDARD_GRAVITY_MPS2 ** 2;
/** Standard deviation of gravity taken from a single sample of a moving sensor, m/s^2. */
const FIRST_SIGMA_MPS2 = 5;
/** Speed of a body of which nothing is known yet, m/s. */
const FIRST_SPEED_MPS = 0.5;
/**
 * Velocity's variance in a step, in proportion to gravity's and to the step squared: what turns the strapdown unseen
 * also turns the acceleration, and what the body did meanwhile about doubles it. It counts in holes alone.
 */
const HOLE_SHARE = 2;
/** Between two accelerations the body is taken to move evenly for no longer than this, s. */
const MAX_WITHOUT_ACC_S = 0.1;
/** While gravity is less certain than 1 m/s^2, a velocity shows that error, not the body's speed. */
const UNSURE2 = 1;

/**
 * Where gravity points in the almost-inertial frame, from the acceleration turned into that frame.
 *
 * The VQF paper low-passes it with a second-order Butterworth filter. That filter is the steady state of a
 * Kalman filter that knows two things: a body's velocity stays bounded (v' = a - g, and v is "observed" as
 * zero with the noise density R = 2 tau v_rms^2), and gravity seems to wander as the strapdown drifts (density
 * Q = (g s)^2). Its poles are Butterworth's with wc = (Q / R)^(1/4), the paper's tau = sqrt(2) / wc. Running
 * the Kalman filter itself gives the start-up mean, irregular steps and recovery after gaps for nothing, and
 * lets tau follow the motion: longer while the body is thrown about, shorter while it turns fast.
 * Covariances are those of one axis; all three axes share them, so that no direction is preferred.
 */
export class GravityTracker {
  readonly state = new Float64Array(LENGTH);
  /** m/s^2, almost-inertial frame; points up (specific force at rest). */
  readonly gravity: Vector;
  readonly velocity: Vector;
  readonly #minSpeed2: number;
  readonly #maxSpeed2: number;
  /** Density of the velocity's noise per squared speed, s. */
  readonly #speedMemory: number;
  readonly #perWindow: number;
  readonly #share2: number;
  readonly #walk2: number;
  readonly #noGyroWalk2: number;

  constructor(params: InclinationParams) {
    this.velocity = this.state.subarray(VELOCITY, VELOCITY + 3);
    this.gravity = this.state.subarray(GRAVITY, GRAVITY + 3);
    this.#minSpeed2 = params.minSpeedMps ** 2;
    this.#maxSpeed2 = params.maxSpeedMps ** 2;
    this.#speedMemory = 2 * params.speedCorrelationS;
    this.#perWindow = 1 / params.speedWindowS;
    this.#share2 = 2 * params.gyroErrorCorrelationS * params.gyroErrorShare ** 2;
    this.#walk2 = (params.gyroWalkDegPerSqrtS * RAD_PER_DEG) ** 2;
    this.#noGyroWalk2 = (params.noGyroWalkDegPerSqrtS * RAD_PER_DEG) ** 2;
  }

  /** Starts with one acceleration in the almost-inertial frame. */
  start(acc: Vector): void {
    const s = this.state;
    s.fill(0);
    s.set(acc, GRAVITY);
    s.set(acc, LAST_ACC);
    s[P_VV] = FIRST_SPEED_MPS ** 2;
    s[P_GG] = FIRST_SIGMA_MPS2 ** 2 + (norm(acc) - STANDARD_GRAVITY_MPS2) ** 2;
    s[SPEED2] = FIRST_SPEED_MPS ** 2;
  }

  /** Drift of the strapdown in this step, from the rate and from what the strapdown could not know. */
  drift(sample: Float64Array, bias: Vector): void {
    const x = sample[RATE]! - bias[0]!;
    const y = sample[RATE + 1]! - bias[1]!;
    const z = sample[RATE + 2]! - bias[2]!;
    const rate2 = x * x + y * y + z * z;
    const variance = (this.#share2 * rate2 + this.#walk2) * sample[DT_S]! + sample[DOUBT]!;
    this.state[PROCESS] = GRAVITY2 * variance + this.state[WAITED_PROCESS]!;
    this.state[STEP_S] = 0;
  }

  /** The same without gyroscope: the sensor frame itself is taken as inertial and drifts as a body turns. */
  driftWithoutGyro(sample: Float64Array): void {
    this.state[PROCESS] = GRAVITY2 * this.#noGyroWalk2 * sample[DT_S]!;
    this.state[STEP_S] = 0;
  }

  /** Instead of `step` after `drift`: the sample brought no acceleration. */
  wait(sample: Float64Array): void {
    const s = this.state;
    s[WAITED_S] = s[WAITED_S]! + sample[DT_S]!;
    s[WAITED_PROCESS] = s[PROCESS]!;
  }

  /** Takes the acceleration in the almost-inertial frame; `drift` comes first. */
  step(sample: Float64Array, acc: Vector): void {
    const s = this.state;
    s[STEP_S] = sample[DT_S]!;
    if (s[WAITED_S] !== 0) this.#lengthen();
    const dt = s[STEP_S]!;
    s[SPEED_PROCESS] = dt * dt * (HOLE_SHARE * s[PROCESS]! + sample[ACC_DOUBT]! * sample[ACC_DOUBT]!);
    this.#predict(acc);
    const vx = s[VELOCITY]!;
    const vy = s[VELOCITY + 1]!;
    const vz = s[VELOCITY + 2]!;
    const speed2 = Math.min(Math.max(s[SPEED2]!, this.#minSpeed2), this.#maxSpeed2);
    const scale = dt / (dt * s[P_VV]! + this.#speedMemory * speed2);
    const gainV = s[P_VV]! * scale;
    const gainG = s[P_VG]! * scale;
    s[P_GG] = s[P_GG]! - gainG * s[P_VG]!;
    s[P_VG] = s[P_VG]! - gainV * s[P_VG]!;
    s[P_VV] = s[P_VV]! - gainV * s[P_VV]!;
    s[GAIN_V] = gainV;
    s[GAIN_G] = gainG;
    if (s[P_GG]! < UNSURE2) {
      s[SPEED2] = s[SPEED2]! + dt * this.#perWindow * (vx * vx + vy * vy + vz * vz - s[SPEED2]!);
    }
    s[GRAVITY] = s[GRAVITY]! - gainG * vx;
    s[GRAVITY + 1] = s[GRAVITY + 1]! - gainG * vy;
    s[GRAVITY + 2] = s[GRAVITY + 2]! - gainG * vz;
    s[VELOCITY] = vx - gainV * vx;
    s[VELOCITY + 1] = vy - gainV * vy;
    s[VELOCITY + 2] = vz - gainV * vz;
  }

  /** The step is as long as no acceleration came. In the state, because a number that is returned may be boxed. */
  #lengthen(): void {
    const s = this.state;
    const dt = s[STEP_S]!;
    s[STEP_S] = Math.max(dt, Math.min(s[WAITED_S]! + dt, MAX_WITHOUT_ACC_S));
    s[WAITED_S] = 0;
    s[WAITED_PROCESS] = 0;
  }

  #predict(acc: Vector): void {
    const s = this.state;
    const dt = s[STEP_S]!;
    for (let i = 0; i < 3; i++) {
      s[VELOCITY + i] = s[VELOCITY + i]! + dt * (0.5 * (s[LAST_ACC + i]! + acc[i]!) - s[GRAVITY + i]!);
      s[LAST_ACC + i] = acc[i]!;
    }
    s[P_VV] = s[P_VV]! + dt * (dt * s[P_GG]! - 2 * s[P_VG]!) + s[SPEED_PROCESS]!;
    s[P_VG] = s[P_VG]! - dt * s[P_GG]!;
    s[P_GG] = s[P_GG]! + s[PROCESS]!;
  }
}

function norm(v: Vector): number {
  return Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!);
}
