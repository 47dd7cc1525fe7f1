import { advance, type Quaternion } from './quaternion.ts';
import { RAD_PER_DEG, SAMPLE } from './sample.ts';

const { DT_S, RATE, DOUBT } = SAMPLE;
const LAST_RATE = 4;
const SLOPE = 7;
const CURVATURE = 10;
const LAST_TURN = 13;
/** Steps before the last and before that, s. */
const STEP1 = 16;
const STEP2 = 17;
const SAMPLES = 18;
const SKIPPED = 19;
const LENGTH = 20;

/** A step longer than this many steps before it lost a sample: its curve is drawn once its far side is known. */
const GAP_RATIO = 1.5;
/** A step longer than this many neighbours is a hole too wide for a curve: it stays straight. */
const HOLE_RATIO = 3;
/** Share of a saturated rate that may be missing. */
const SATURATION_ERROR = 0.25;
const NEAR_FULL_SCALE = 0.999;

/**
 * Strapdown integration from sensor to almost-inertial frame over irregular steps, lost samples included.
 *
 * The rate is taken as the cubic through four samples (Newton's divided differences): two-sample trapezoid,
 * then what the curvature adds, and one sample later what the third difference adds to the step before
 * (for equal steps this is the Adams-Moulton rule of order 4). For rates that run straight from r0 to r1 in
 * a step h the turn is h (r0 + r1)/2 + h^2/12 r0 x r1; the second part is coning (Bortz 1971; Savage 1998).
 */
export class Strapdown {
  /** Sensor to almost-inertial frame. */
  readonly quaternion: Quaternion;
  readonly state = new Float64Array(LENGTH);
  /** This step's rotation vector. */
  readonly #turn = new Float64Array(3);
  readonly #extra = new Float64Array(3);
  readonly #fullScale: number;

  constructor(gyroRangeDps: number) {
    this.quaternion = this.state.subarray(0, 4);
    this.quaternion[0] = 1;
    this.#fullScale = gyroRangeDps * RAD_PER_DEG * NEAR_FULL_SCALE;
  }

  /** Starts afresh from this sample, keeping the orientation. */
  start(sample: Float64Array): void {
    this.#remember(sample);
    this.state[SAMPLES] = 1;
  }

  step(sample: Float64Array, bias: Float64Array): void {
    const s = this.state;
    this.#trapezoid(sample, bias);
    sample[DOUBT] = 0;
    if (s[SAMPLES]! > 1) this.#curve(sample);
    else this.#slope(sample);
    this.#doubt(sample);
    advance(this.quaternion, this.#turn);
    s[LAST_TURN] = this.#turn[0]!;
    s[LAST_TURN + 1] = this.#turn[1]!;
    s[LAST_TURN + 2] = this.#turn[2]!;
    s[STEP2] = s[STEP1]!;
    s[STEP1] = sample[DT_S]!;
    this.#remember(sample);
    if (s[SAMPLES]! < 4) s[SAMPLES] = s[SAMPLES]! + 1;
  }

  #remember(sample: Float64Array): void {
    const s = this.state;
    s[LAST_RATE] = sample[RATE]!;
    s[LAST_RATE + 1] = sample[RATE + 1]!;
    s[LAST_RATE + 2] = sample[RATE + 2]!;
  }

  #trapezoid(sample: Float64Array, bias: Float64Array): void {
    const s = this.state;
    const h = sample[DT_S]!;
    const ax = s[LAST_RATE]! - bias[0]!;
    const ay = s[LAST_RATE + 1]! - bias[1]!;
    const az = s[LAST_RATE + 2]! - bias[2]!;
    const bx = sample[RATE]! - bias[0]!;
    const by = sample[RATE + 1]! - bias[1]!;
    const bz = sample[RATE + 2]! - bias[2]!;
    const coning = (h * h) / 12;
    this.#turn[0] = (h / 2) * (ax + bx) + coning * (ay * bz - az * by);
    this.#turn[1] = (h / 2) * (ay + by) + coning * (az * bx - ax * bz);
    this.#turn[2] = (h / 2) * (az + bz) + coning * (ax * by - ay * bx);
  }

  /** First step: there is a slope but no curvature yet. */
  #slope(sample: Float64Array): void {
    const s = this.state;
    for (let i = 0; i < 3; i++) {
      s[SLOPE + i] = (sample[RATE + i]! - s[LAST_RATE + i]!) / sample[DT_S]!;
      s[CURVATURE + i] = 0;
    }
    s[SKIPPED] = 0;
  }

  /** Adds what the second and third differences say, and keeps the differences. */
  #curve(sample: Float64Array): void {
    const s = this.state;
    const turn = this.#turn;
    const extra = this.#extra;
    const h = sample[DT_S]!;
    const h1 = s[STEP1]!;
    const h2 = s[STEP2]!;
    const perStep = 1 / h;
    const perTwo = 1 / (h + h1);
    const lost = h > GAP_RATIO * h1;
    const now = lost ? 0 : -(h * h * h) / 6;
    const known = s[SAMPLES]! > 2 && h1 <= HOLE_RATIO * h2 && h1 <= HOLE_RATIO * h;
    const cubic = known ? -(h1 * h1 * h1 * (h1 + 2 * h2)) / (12 * (h + h1 + h2)) : 0;
    const late = known && s[SKIPPED]! > 0 ? -(h1 * h1 * h1) / 6 : 0;
    let size2 = 0;
    for (let i = 0; i < 3; i++) {
      const slope = (sample[RATE + i]! - s[LAST_RATE + i]!) * perStep;
      const curvature = (slope - s[SLOPE + i]!) * perTwo;
      extra[i] = cubic * (curvature - s[CURVATURE + i]!) + late * s[CURVATURE + i]!;
      turn[i] = turn[i]! + now * curvature + extra[i]!;
      size2 += curvature * curvature;
      s[SLOPE + i] = slope;
      s[CURVATURE + i] = curvature;
    }
    this.#bend();
    s[SKIPPED] = lost ? 1 : 0;
    const unsure = (h * h * h) / 6;
    sample[DOUBT] = unsure * unsure * size2;
  }

  /** What is added late belongs before the last turn: first order of moving it through that turn. */
  #bend(): void {
    const s = this.state;
    const e = this.#extra;
    const t = this.#turn;
    t[0] = t[0]! - 0.5 * (s[LAST_TURN + 1]! * e[2]! - s[LAST_TURN + 2]! * e[1]!);
    t[1] = t[1]! - 0.5 * (s[LAST_TURN + 2]! * e[0]! - s[LAST_TURN]! * e[2]!);
    t[2] = t[2]! - 0.5 * (s[LAST_TURN]! * e[1]! - s[LAST_TURN + 1]! * e[0]!);
  }

  /** A saturated axis turned by an unknown amount more. */
  #doubt(sample: Float64Array): void {
    const x = Math.abs(sample[RATE]!);
    const y = Math.abs(sample[RATE + 1]!);
    const z = Math.abs(sample[RATE + 2]!);
    const full = this.#fullScale;
    if (x < full && y < full && z < full) return;
    const missing = SATURATION_ERROR * full * sample[DT_S]!;
    sample[DOUBT] = sample[DOUBT]! + missing * missing;
  }
}
