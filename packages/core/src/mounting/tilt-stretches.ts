import type { Vec3Columns } from '../signal/imu-batch.ts';

const US_PER_S = 1e6;
/** Turning is compared over stretches of this length, s; a longer silence than the second begins a new one, s. */
export const STRETCH_S = 0.5;
const LONGEST_SILENCE_S = 0.2;
/** One in which up turns by less says nothing, rad; older ones than so many count less. */
export const LIVELY_RAD = 0.03;
export const REMEMBERED_STRETCHES = 400;

/**
 * The stretch so far: sum of acceleration, angle, samples, sums of the square and of the fourth power of acceleration. Those
 * before: direction of up, angle, unrest; the rates with which this one and the last began. When it began, the last sample.
 */
const ACC = 0;
const ANGLE = 3;
const SAMPLES = 6;
const SIZE2 = 7;
const SIZE4 = 8;
const UP_BEFORE = 9;
const UP = 12;
const ANGLE_BEFORE = 15;
const TURN = 18;
const UNREST_BEFORE = 21;
const UNREST = 22;
const RATE_BEFORE = 23;
const RATE = 26;
const SPIN_UP = 29;
const BEGAN_US = 32;
const LAST_US = 33;
const LENGTH = 34;

/**
 * How gravity and the gyroscope turned in the sensor, half a second after half a second: from the mean acceleration of one
 * stretch to that of the next, and by the rates from the middle of the one to that of the other. Allocates nothing.
 */
export class TiltStretches {
  readonly state = new Float64Array(LENGTH);
  /** Directions of up of the last two stretches, unit vectors, sensor frame; NaN where there were none. */
  readonly upBefore = this.state.subarray(UP_BEFORE, UP_BEFORE + 3);
  readonly up = this.state.subarray(UP, UP + 3);
  /** The angle by which the gyroscope turned between them, rad, sensor frame. */
  readonly turnRad = this.state.subarray(TURN, TURN + 3);
  /** Mean angular acceleration of the second less that of the first, rad/s^2, sensor frame. */
  readonly spinUpRadps2 = this.state.subarray(SPIN_UP, SPIN_UP + 3);

  constructor() {
    this.state.fill(Number.NaN, UP_BEFORE, ANGLE_BEFORE);
    this.state[BEGAN_US] = Number.NaN;
    this.state[LAST_US] = Number.NEGATIVE_INFINITY;
  }

  /** Time of the last sample that was taken, us. */
  get lastUs(): number {
    return this.state[LAST_US]!;
  }

  /** Length of the tilt between the last two stretches, rad; NaN where there are not two. */
  get tiltRad(): number {
    const [a, b] = [this.upBefore, this.up];
    return Math.hypot(b[0]! - a[0]!, b[1]! - a[1]!, b[2]! - a[2]!);
  }

  /** How much the size of acceleration varied in the last two stretches, standard deviation in the livelier one, m/s^2. */
  get unrestMps2(): number {
    return Math.max(this.state[UNREST_BEFORE]!, this.state[UNREST]!);
  }

  /**
   * Row `i` of samples, m/s^2 and rad/s: true when a stretch has ended with it that another one goes before. Rows that are
   * not finite or not later than all before are left out.
   */
  push(tUs: Float64Array, accMps2: Vec3Columns, gyrRadps: Vec3Columns, i: number): boolean {
    const s = this.state;
    const dtS = (tUs[i]! - s[LAST_US]!) / US_PER_S;
    if (!(dtS > 0) || !isFinite6(accMps2, gyrRadps, i)) return false;
    s[LAST_US] = tUs[i]!;
    let ended = false;
    if (dtS > LONGEST_SILENCE_S) this.#restart(tUs[i]!, gyrRadps, i);
    else if (tUs[i]! - s[BEGAN_US]! >= STRETCH_S * US_PER_S) ended = this.#end(tUs[i]!, gyrRadps, i);
    this.#add(accMps2, gyrRadps, i, Math.min(dtS, LONGEST_SILENCE_S));
    return ended;
  }

  #add(acc: Vec3Columns, gyr: Vec3Columns, i: number, dtS: number): void {
    const s = this.state;
    const x = acc.x[i]!;
    const y = acc.y[i]!;
    const z = acc.z[i]!;
    const size2 = x * x + y * y + z * z;
    s[SAMPLES]! += 1;
    s[SIZE2]! += size2;
    s[SIZE4]! += size2 * size2;
    s[ACC]! += x;
    s[ACC + 1]! += y;
    s[ACC + 2]! += z;
    s[ANGLE] = s[ANGLE]! + gyr.x[i]! * dtS;
    s[ANGLE + 1] = s[ANGLE + 1]! + gyr.y[i]! * dtS;
    s[ANGLE + 2] = s[ANGLE + 2]! + gyr.z[i]! * dtS;
  }

  #restart(tUs: number, gyr: Vec3Columns, i: number): void {
    this.up.fill(Number.NaN);
    this.#begin(tUs, gyr, i);
  }

  #begin(tUs: number, gyr: Vec3Columns, i: number): void {
    const s = this.state;
    s[BEGAN_US] = tUs;
    s.fill(0, ACC, UP_BEFORE);
    s.copyWithin(RATE_BEFORE, RATE, SPIN_UP);
    s[RATE] = gyr.x[i]!;
    s[RATE + 1] = gyr.y[i]!;
    s[RATE + 2] = gyr.z[i]!;
  }

  /** Between the middles of two stretches lies half of the angle of each. */
  #end(tUs: number, gyr: Vec3Columns, i: number): boolean {
    const s = this.state;
    const size = Math.hypot(s[ACC]!, s[ACC + 1]!, s[ACC + 2]!);
    s[UNREST_BEFORE] = s[UNREST]!;
    s[UNREST] = unrest(s[SIZE2]! / s[SAMPLES]!, s[SIZE4]! / s[SAMPLES]!);
    for (let k = 0; k < 3; k++) {
      s[UP_BEFORE + k] = s[UP + k]!;
      s[UP + k] = s[ACC + k]! / size;
      s[TURN + k] = (s[ANGLE_BEFORE + k]! + s[ANGLE + k]!) / 2;
      s[ANGLE_BEFORE + k] = s[ANGLE + k]!;
    }
    this.#spinUp(gyr, i);
    this.#begin(tUs, gyr, i);
    return this.tiltRad >= 0;
  }

  /** By the rates with which one began, the other began and ended. */
  #spinUp(gyr: Vec3Columns, i: number): void {
    const s = this.state;
    s[SPIN_UP] = (s[RATE_BEFORE]! - 2 * s[RATE]! + gyr.x[i]!) / STRETCH_S;
    s[SPIN_UP + 1] = (s[RATE_BEFORE + 1]! - 2 * s[RATE + 1]! + gyr.y[i]!) / STRETCH_S;
    s[SPIN_UP + 2] = (s[RATE_BEFORE + 2]! - 2 * s[RATE + 2]! + gyr.z[i]!) / STRETCH_S;
  }
}

/** Standard deviation of a size of which the means of the square and of the fourth power are known, where it varies little. */
function unrest(mean2: number, mean4: number): number {
  return Math.sqrt(Math.max(0, mean4 - mean2 * mean2) / mean2) / 2;
}

function isFinite6(a: Vec3Columns, b: Vec3Columns, i: number): boolean {
  const sum = a.x[i]! + a.y[i]! + a.z[i]! + b.x[i]! + b.y[i]! + b.z[i]!;
  return sum - sum === 0;
}
