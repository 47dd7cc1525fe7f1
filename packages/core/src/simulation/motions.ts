import type { Channel, MotionState } from './motion-state.ts';

/** Something that moves the belt during `[startS, endS)` and may leave it elsewhere. Seconds since the start. */
export interface Motion {
  readonly startS: number;
  readonly endS: number;
  /** Adds value, rate and acceleration at `tS`, `startS <= tS < endS`. */
  add(tS: number, state: MotionState): void;
  /** Adds what remains afterwards to the resting values. */
  leave(resting: Float64Array): void;
}

/** From here to there with the least jerk (T. Flash, N. Hogan 1985): the profile of calm human movement. */
export class Step implements Motion {
  readonly startS: number;
  readonly endS: number;
  readonly #channel: Channel;
  readonly #delta: number;

  constructor(channel: Channel, startS: number, durationS: number, delta: number) {
    this.startS = startS;
    this.endS = startS + durationS;
    this.#channel = channel;
    this.#delta = delta;
  }

  add(tS: number, state: MotionState): void {
    const span = this.endS - this.startS;
    const u = (tS - this.startS) / span;
    const value = u * u * u * (10 + u * (-15 + 6 * u));
    const rate = (30 * u * u * (1 - u) * (1 - u)) / span;
    const acceleration = (60 * u * (1 - u) * (1 - 2 * u)) / (span * span);
    state.add(this.#channel, this.#delta * value, this.#delta * rate, this.#delta * acceleration);
  }

  leave(resting: Float64Array): void {
    resting[this.#channel] = resting[this.#channel]! + this.#delta;
  }
}

/** Out and back without a rest: 64 (u (1 - u))^3, smooth up to the acceleration at both ends. */
export class Bump implements Motion {
  readonly startS: number;
  readonly endS: number;
  readonly #channel: Channel;
  readonly #height: number;

  constructor(channel: Channel, startS: number, durationS: number, height: number) {
    this.startS = startS;
    this.endS = startS + durationS;
    this.#channel = channel;
    this.#height = height;
  }

  add(tS: number, state: MotionState): void {
    const span = this.endS - this.startS;
    const u = (tS - this.startS) / span;
    const w = u * (1 - u);
    const slope = 1 - 2 * u;
    const scale = 64 * this.#height;
    const rate = (3 * w * w * slope) / span;
    const acceleration = (6 * w * (slope * slope - w)) / (span * span);
    state.add(this.#channel, scale * w * w * w, scale * rate, scale * acceleration);
  }

  leave(): void {}
}

export interface OscillationShape {
  readonly amplitude: number;
  readonly hz: number;
  readonly phase: number;
  /** Swells and fades over this time. */
  readonly rampS: number;
}

export class Oscillation implements Motion {
  readonly startS: number;
  readonly endS: number;
  readonly #channel: Channel;
  readonly #shape: OscillationShape;

  constructor(channel: Channel, startS: number, endS: number, shape: OscillationShape) {
    this.startS = startS;
    this.endS = endS;
    this.#channel = channel;
    this.#shape = { ...shape, rampS: Math.min(shape.rampS, (endS - startS) / 2) };
  }

  add(tS: number, state: MotionState): void {
    const { amplitude, hz, phase, rampS } = this.#shape;
    const omega = 2 * Math.PI * hz;
    const angle = omega * (tS - this.startS) + phase;
    const sine = Math.sin(angle);
    const cosine = omega * Math.cos(angle);
    envelope(tS - this.startS, this.endS - tS, rampS, scratch);
    const e = scratch[0]!;
    const de = scratch[1]!;
    const dde = scratch[2]!;
    state.add(
      this.#channel,
      amplitude * e * sine,
      amplitude * (de * sine + e * cosine),
      amplitude * (dde * sine + 2 * de * cosine - e * omega * omega * sine),
    );
  }

  leave(): void {}
}

/** Slow yielding: delta (1 - exp(-t / tau))^2, which begins without a jerk; stays where it got to. */
export class Creep implements Motion {
  readonly startS: number;
  readonly endS: number;
  readonly #channel: Channel;
  readonly #delta: number;
  readonly #tauS: number;

  constructor(channel: Channel, startS: number, endS: number, delta: number, tauS: number) {
    this.startS = startS;
    this.endS = endS;
    this.#channel = channel;
    this.#delta = delta;
    this.#tauS = tauS;
  }

  /** What it will have moved at the end. */
  get total(): number {
    const rest = Math.exp(-(this.endS - this.startS) / this.#tauS);
    return this.#delta * (1 - rest) ** 2;
  }

  add(tS: number, state: MotionState): void {
    const rest = Math.exp(-(tS - this.startS) / this.#tauS);
    const tau = this.#tauS;
    const rate = (2 * (1 - rest) * rest) / tau;
    const acceleration = (2 * rest * (2 * rest - 1)) / (tau * tau);
    state.add(this.#channel, this.#delta * (1 - rest) ** 2, this.#delta * rate, this.#delta * acceleration);
  }

  leave(resting: Float64Array): void {
    resting[this.#channel] = resting[this.#channel]! + this.total;
  }
}

const scratch = new Float64Array(3);

/** Minimum-jerk swell from 0 to 1 and back, with its derivatives, into `out`. */
export function envelope(sinceS: number, untilS: number, rampS: number, out: Float64Array): void {
  const nearest = Math.min(sinceS, untilS);
  out[0] = 1;
  out[1] = 0;
  out[2] = 0;
  if (nearest >= rampS || rampS <= 0) return;
  const u = nearest / rampS;
  const direction = sinceS <= untilS ? 1 : -1;
  out[0] = u * u * u * (10 + u * (-15 + 6 * u));
  out[1] = (direction * 30 * u * u * (1 - u) * (1 - u)) / rampS;
  out[2] = (60 * u * (1 - u) * (1 - 2 * u)) / (rampS * rampS);
}
