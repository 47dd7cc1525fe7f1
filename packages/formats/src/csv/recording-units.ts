import { GyroAgreement, type ImuBatch, STRETCH_S, TiltStretches } from '@plumbline/core';
import { RecordingError } from './recording-error.ts';

const US_PER_S = 1e6;
/** No wearable samples faster; times in milliseconds look as if it did. */
const FASTEST_HZ = 5000;
/** A fifth of gravity and five times as much: between them lies the middle of whatever a body wears. */
const [LEAST_MPS2, MOST_MPS2] = [2, 50];
/** One row in so many is enough for the middle of all. */
const SIZE_EVERY = 4;
/** Nobody tilts by this much in the middle one of all stretches, rad ... */
const RESTLESS_RAD = 0.1;
/** ... while gravity turns by less than this share of it. */
const STEADY_SHARE = 0.2;
/** Fewer stretches say nothing about the gyroscope. */
const LEAST_STRETCHES = 20;
/** A sensor at rest that rounds coarsely reads the same for some rows: fewer of them say nothing of its gyroscope. */
const LEAST_GYRO_ROWS = 50;
/** One look at the end may ask for less than {@link GyroAgreement}, which looks at every stretch. */
const AGAINST_AT_END = -0.3;

const ACC_REMEDY =
  'give m/s^2, which is g times 9.80665, milli-g times 0.00980665, or counts times the scale of the sensor';
const GYR_REMEDY =
  'give rad/s, which is degrees per second times 0.0174533, and take off what the sensor reads at rest';
const SIGN_REMEDY =
  'change the sign of each rate whose gain is below 0, of all three where they turn the other way round; in a left-handed frame, the sign of one axis of acceleration and of the same axis of the rates; then turn to the left and see that it is told as left';
const TIME_REMEDY = 'give microseconds, which is milliseconds times 1000';

/**
 * Whether a recording can be in the units of its columns, from what nobody escapes: gravity is about 9.8 m/s^2, and a
 * body that tilts turns gravity in its sensor. In other units, or turning the other way round, every measure would be told,
 * and be wrong. A gain that is off by a third passes. Allocates nothing per sample.
 */
export class RecordingUnits {
  #rows = 0;
  readonly #sizesMps2 = new LogHistogram();
  readonly #tiltsRad = new LogHistogram();
  readonly #turnsRad = new LogHistogram();
  readonly #stretches = new TiltStretches();
  readonly #agreement = new GyroAgreement();
  /** The first rate, and whether another one came. */
  readonly #firstRadps = new Float64Array(3).fill(Number.NaN);
  #gyroVaries = false;

  /** Throws a RecordingError when rows come faster than any sensor measures. */
  constructor(rateHz: number) {
    if (rateHz <= FASTEST_HZ) return;
    const value = `every ${(US_PER_S / rateHz).toPrecision(3)} us`;
    throw wrong('t_us', value, `would be ${Math.round(rateHz)} rows a second`, TIME_REMEDY);
  }

  take({ n, tUs, accMps2, gyrRadps }: ImuBatch): void {
    const { x, y, z } = accMps2;
    for (let i = 0; i < n; i++) {
      if (this.#rows++ % SIZE_EVERY !== 0) continue;
      this.#sizesMps2.add(Math.sqrt(x[i]! * x[i]! + y[i]! * y[i]! + z[i]! * z[i]!));
    }
    if (!gyrRadps) return;
    this.#compare(gyrRadps, n);
    for (let i = 0; i < n; i++) {
      if (this.#stretches.push(tUs, accMps2, gyrRadps, i)) this.#takeStretch();
    }
  }

  /** Whether all rates were the same in every row, as of a sensor that has none and writes zeros. False of few rows. */
  get isGyroDead(): boolean {
    const isKnown = !Number.isNaN(this.#firstRadps[0]!) && this.#rows >= LEAST_GYRO_ROWS;
    return isKnown && !this.#gyroVaries;
  }

  /** After the last row. Throws a RecordingError that names the columns, what they read and what to write. */
  check(): void {
    this.#checkSizes();
    if (!this.#agreement.wasAgainst && this.#agreement.correlation >= AGAINST_AT_END) return;
    const gains = this.#agreement.gains.map(([axis, gain]) => `, gain of gyr_${axis} ${gain.toFixed(2)}`);
    const value = `correlation ${this.#agreement.lowest.toFixed(2)}${gains.join('')}`;
    const problem =
      'is how the rates, and each by itself, go with the turning of gravity in the sensor: left would be told as right';
    throw wrong('gyr_x,gyr_y,gyr_z', value, problem, SIGN_REMEDY);
  }

  #checkSizes(): void {
    const sizeMps2 = this.#sizesMps2.median;
    if (sizeMps2 < LEAST_MPS2 || sizeMps2 > MOST_MPS2) {
      const problem = 'is the size of acceleration most of the time, where gravity alone is 9.8 m/s^2';
      throw wrong('acc_x,acc_y,acc_z', `${told(sizeMps2)} m/s^2`, problem, ACC_REMEDY);
    }
    const turnRad = this.#turnsRad.median;
    if (this.#turnsRad.count < LEAST_STRETCHES || turnRad < RESTLESS_RAD) return;
    if (this.#tiltsRad.median >= STEADY_SHARE * turnRad) return;
    const problem = 'is the rate of tilting most of the time, while the direction of gravity hardly changes';
    throw wrong('gyr_x,gyr_y,gyr_z', `${told(turnRad / STRETCH_S)} rad/s`, problem, GYR_REMEDY);
  }

  #compare({ x, y, z }: ImuBatch['accMps2'], n: number): void {
    const first = this.#firstRadps;
    if (this.#gyroVaries || n === 0) return;
    if (Number.isNaN(first[0]!)) first.set([x[0]!, y[0]!, z[0]!]);
    for (let i = 0; i < n && !this.#gyroVaries; i++) {
      this.#gyroVaries = x[i] !== first[0] || y[i] !== first[1] || z[i] !== first[2];
    }
  }

  #takeStretch(): void {
    const stretch = this.#stretches;
    this.#tiltsRad.add(stretch.tiltRad);
    this.#turnsRad.add(across(stretch.turnRad, stretch.up));
    this.#agreement.add(stretch);
  }
}

/** Length of the part of `v` across the unit vector `u`. */
function across(v: Float64Array, u: Float64Array): number {
  const along = v[0]! * u[0]! + v[1]! * u[1]! + v[2]! * u[2]!;
  return Math.hypot(v[0]! - along * u[0]!, v[1]! - along * u[1]!, v[2]! - along * u[2]!);
}

function told(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(2)));
}

function wrong(field: string, value: string, problem: string, remedy: string): RecordingError {
  return new RecordingError({ line: 0, field, value, problem, remedy });
}

const BINS_PER_OCTAVE = 16;
const LOWEST_EXPONENT = -20;
const BINS = 40 * BINS_PER_OCTAVE;

/** Counts sizes on a logarithmic scale; each bin is 4 % wide. */
class LogHistogram {
  readonly #bins = new Float64Array(BINS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(size: number): void {
    const bin = Math.floor((Math.log2(size) - LOWEST_EXPONENT) * BINS_PER_OCTAVE);
    this.#bins[Math.max(0, Math.min(BINS - 1, bin))]!++;
    this.#count++;
  }

  /** The middle of its bin; 0 in the lowest one, and of nothing. */
  get median(): number {
    let seen = 0;
    let bin = 0;
    while (bin < BINS - 1 && seen + this.#bins[bin]! < this.#count / 2) seen += this.#bins[bin++]!;
    return bin === 0 ? 0 : 2 ** ((bin + 0.5) / BINS_PER_OCTAVE + LOWEST_EXPONENT);
  }
}
