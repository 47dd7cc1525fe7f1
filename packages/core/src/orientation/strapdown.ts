import { FullScale } from './full-scale.ts';
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
/** The usual step, s, and the mean squares of the rate (rad/s) and of its slope (rad/s^2) over some seconds. */
const USUAL_STEP = 20;
const RATE2 = 21;
const SLOPE2 = 22;
/** How long the rate has stood at the end of its range, s. */
const SATURATED_S = 23;
const LENGTH = 24;

/** A step longer than this many usual ones lost a sample: its curve is drawn once its far side is known. */
const GAP_RATIO = 1.5;
/** A step shorter than this share of the usual one tells no slope: clocks jitter, and little over little is anything. */
const SHORT_RATIO = 0.3;
/** By how much a step moves the usual one, itself taken within half and twice of it. */
const STEP_SHARE = 1 / 8;
/** The motion that a hole may have hidden is averaged over 5 s. */
const PER_MOTION = 1 / 5;
/** Motion comes in bursts: in a hole it may be this many times its mean square. */
const BURST = 2;
/** A step longer than this many neighbours is a hole too wide for a curve: it stays straight. */
const HOLE_RATIO = 3;
/** Share of a saturated rate that may be missing. */
const SATURATION_ERROR = 0.3;
/** No gyroscope ends below, deg/s. */
const LEAST_RANGE_DPS = 100;

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
  /** The rate of the last sample, rad/s, sensor frame, bias included. */
  readonly rate: Float64Array;
  readonly fullScale: FullScale;
  /** This step's rotation vector. */
  readonly #turn = new Float64Array(3);
  readonly #extra = new Float64Array(3);

  constructor(gyroRangeDps: number) {
    this.quaternion = this.state.subarray(0, 4);
    this.quaternion[0] = 1;
    this.rate = this.state.subarray(LAST_RATE, LAST_RATE + 3);
    this.fullScale = new FullScale(LEAST_RANGE_DPS * RAD_PER_DEG, gyroRangeDps * RAD_PER_DEG);
  }

  /** Starts afresh from this sample, keeping the orientation. */
  start(sample: Float64Array): void {
    this.#remember(sample);
    this.state[SAMPLES] = 1;
  }

  /** Turns by the sample's step; writes into the sample how much of the turn is doubtful. */
  step(sample: Float64Array, bias: Float64Array): void {
    const s = this.state;
    this.#trapezoid(sample, bias);
    sample[DOUBT] = 0;
    const h = sample[DT_S]!;
    if (h >= SHORT_RATIO * s[USUAL_STEP]!) this.#follow(sample);
    if (h !== s[USUAL_STEP]) this.#adapt(sample);
    this.#doubt(sample);
    advance(this.quaternion, this.#turn);
    s[LAST_TURN] = this.#turn[0]!;
    s[LAST_TURN + 1] = this.#turn[1]!;
    s[LAST_TURN + 2] = this.#turn[2]!;
    this.#remember(sample);
  }

  /** What the differences to earlier samples add to the straight turn. */
  #follow(sample: Float64Array): void {
    const s = this.state;
    if (s[SAMPLES]! > 1) this.#curve(sample);
    else this.#slope(sample);
    s[STEP2] = s[STEP1]!;
    s[STEP1] = sample[DT_S]!;
    if (s[SAMPLES]! < 4) s[SAMPLES] = s[SAMPLES]! + 1;
  }

  #adapt(sample: Float64Array): void {
    const h = sample[DT_S]!;
    const usual = this.state[USUAL_STEP] === 0 ? h : this.state[USUAL_STEP]!;
    this.state[USUAL_STEP] = usual + STEP_SHARE * (Math.min(Math.max(h, usual / 2), 2 * usual) - usual);
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
    const lost = h > GAP_RATIO * s[USUAL_STEP]!;
    const now = lost ? 0 : -(h * h * h) / 6;
    const known = s[SAMPLES]! > 2 && h1 <= HOLE_RATIO * h2 && h1 <= HOLE_RATIO * h;
    const cubic = known ? -(h1 * h1 * h1 * (h1 + 2 * h2)) / (12 * (h + h1 + h2)) : 0;
    const late = known && s[SKIPPED]! > 0 ? -(h1 * h1 * h1) / 6 : 0;
    let size2 = 0;
    let rate2 = 0;
    let slope2 = 0;
    for (let i = 0; i < 3; i++) {
      const rate = sample[RATE + i]!;
      const slope = (rate - s[LAST_RATE + i]!) * perStep;
      const curvature = (slope - s[SLOPE + i]!) * perTwo;
      extra[i] = cubic * (curvature - s[CURVATURE + i]!) + late * s[CURVATURE + i]!;
      turn[i] = turn[i]! + now * curvature + extra[i]!;
      size2 += curvature * curvature;
      rate2 += rate * rate;
      slope2 += slope * slope;
      s[SLOPE + i] = slope;
      s[CURVATURE + i] = curvature;
    }
    this.#bend();
    s[SKIPPED] = lost ? 1 : 0;
    const unsure = (h * h * h) / 6;
    sample[DOUBT] = unsure * unsure * size2 + (lost ? this.#hidden(sample) : 0);
    const share = Math.min(1, h * PER_MOTION);
    s[RATE2] = s[RATE2]! + share * (rate2 - s[RATE2]!);
    s[SLOPE2] = s[SLOPE2]! + share * (slope2 - s[SLOPE2]!);
  }

  /**
   * Variance of what the straight line misses in a hole of h seconds, rad^2. A swing of rate r at w misses
   * h r |sin x / x - cos x| with x = w h / 2: about h r x^2 / 3 while the hole is short, h r / sqrt(2) when it is long.
   * The mean squares of rate and slope give r and w.
   */
  #hidden(sample: Float64Array): number {
    const s = this.state;
    const h = sample[DT_S]!;
    const rate2 = s[RATE2]!;
    const swing2 = (s[SLOPE2]! * h * h) / 4;
    const scale = 9 * rate2 * rate2 + 2 * swing2 * swing2;
    return scale > 0 ? (BURST * h * h * rate2 * swing2 * swing2) / scale : 0;
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

  /** A saturated axis turned by an unknown amount more, the same way all the time: the error grows with it. */
  #doubt(sample: Float64Array): void {
    const s = this.state;
    if (!this.fullScale.isReached(sample, RATE)) {
      s[SATURATED_S] = 0;
      return;
    }
    const missing = SATURATION_ERROR * this.fullScale.limit;
    const before = s[SATURATED_S]!;
    s[SATURATED_S] = before + sample[DT_S]!;
    sample[DOUBT] = sample[DOUBT]! + missing * missing * sample[DT_S]! * (2 * before + sample[DT_S]!);
  }
}
