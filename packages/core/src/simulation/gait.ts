import { CHANNEL, type Channel, type MotionState } from './motion-state.ts';
import { envelope, type Motion } from './motions.ts';

/** How somebody walks. */
export interface GaitShape {
  /** Steps per second. */
  readonly stepHz: number;
  /** Half the rise and fall of the belt at every step, m. */
  readonly bounceM: number;
  /** Half the sway to the side at every stride, m. */
  readonly swayM: number;
  /** Half the turning of the pelvis at every stride, rad. */
  readonly pelvisRad: number;
  /** Which foot first, and when the rhythm hurries and tarries, rad. */
  readonly phase: number;
  readonly rhythmPhase: number;
}

interface Harmonic {
  readonly channel: Channel;
  /** Times the stride frequency (half the step frequency): even ones repeat at every step. */
  readonly order: number;
  readonly amplitude: number;
  readonly phase: number;
}

const RAMP_S = 0.9;
/** The rhythm wanders by about 2 % around its mean, once in about 4 s. */
const RHYTHM_RADPS = 2 * Math.PI * 0.23;
const RHYTHM_RAD = 0.09;

/** Rhythmic movement of the belt while walking; the way itself is heading and speed. */
export class Gait implements Motion {
  readonly startS: number;
  readonly endS: number;
  readonly #strideRadps: number;
  readonly #shape: GaitShape;
  readonly #rampS: number;
  readonly #harmonics: readonly Harmonic[];

  constructor(startS: number, endS: number, shape: GaitShape) {
    this.startS = startS;
    this.endS = endS;
    this.#strideRadps = Math.PI * shape.stepHz;
    this.#shape = shape;
    this.#rampS = Math.min(RAMP_S, (endS - startS) / 2);
    this.#harmonics = harmonicsOf(shape);
  }

  add(tS: number, state: MotionState): void {
    const sinceS = tS - this.startS;
    const e = scratch;
    envelope(sinceS, this.endS - tS, this.#rampS, e);
    const rhythm = RHYTHM_RADPS * sinceS + this.#shape.rhythmPhase;
    const phase = this.#strideRadps * sinceS + this.#shape.phase + RHYTHM_RAD * Math.sin(rhythm);
    const rate = this.#strideRadps + RHYTHM_RAD * RHYTHM_RADPS * Math.cos(rhythm);
    const hurry = -RHYTHM_RAD * RHYTHM_RADPS * RHYTHM_RADPS * Math.sin(rhythm);
    for (const harmonic of this.#harmonics) {
      const { order, amplitude } = harmonic;
      const sine = amplitude * Math.sin(order * phase + harmonic.phase);
      const cosine = amplitude * Math.cos(order * phase + harmonic.phase);
      const first = order * rate * cosine;
      const second = order * hurry * cosine - order * rate * order * rate * sine;
      state.add(
        harmonic.channel,
        e[0]! * sine,
        e[1]! * sine + e[0]! * first,
        e[2]! * sine + 2 * e[1]! * first + e[0]! * second,
      );
    }
  }

  leave(): void {}
}

const scratch = new Float64Array(3);

/** Order, amplitude against the first column's, phase. */
type Row = readonly [order: number, share: number, phase: number];

/**
 * Displacements, so that an acceleration of order k is k^2 times larger: the shares give the accelerations and
 * rates of straight walking in the Mobilise-D lower-back recordings of people who walk at 1.6 to 1.9 steps/s
 * (vertical 1.9, forward 1.4, sideways 0.7 m/s^2; turning 18, tipping 12 deg/s; higher orders likewise).
 */
const VERTICAL: readonly Row[] = [
  [2, 1, -1.57],
  [1, 0.25, 0.3],
  [3, 0.035, 1.4],
  [4, 0.04, 0.6],
  [6, 0.0175, 2.1],
  [8, 0.005, 0.9],
];
const FORWARD: readonly Row[] = [
  [2, 0.5, 0.4],
  [1, 0.25, 1],
  [3, 0.012, 2],
  [4, 0.06, 1.9],
  [5, 0.0126, 0.2],
  [6, 0.012, 1.1],
];
const SIDEWAYS: readonly Row[] = [
  [1, 1, 0],
  [2, 0.045, 0.8],
  [3, 0.035, 1.2],
  [5, 0.015, 2.2],
];
const TURNING: readonly Row[] = [
  [1, 1, 1.57],
  [2, 0.13, 0.2],
  [3, 0.11, 2.6],
  [5, 0.044, 0.9],
];
/** Against the turning of the pelvis. */
const TIPPING_SIDEWAYS: readonly Row[] = [
  [1, 0.15, 0.5],
  [2, 0.04, 1.3],
  [3, 0.14, 1],
  [5, 0.03, 2.4],
];
const TIPPING_FORWARD: readonly Row[] = [
  [1, 0.25, 0.1],
  [2, 0.33, 1.1],
  [3, 0.09, 0.7],
  [6, 0.037, 2.9],
];

function harmonicsOf({ bounceM, swayM, pelvisRad }: GaitShape): readonly Harmonic[] {
  const of = (channel: Channel, size: number, rows: readonly Row[]): Harmonic[] =>
    rows.map(([order, share, phase]) => ({ channel, order, amplitude: share * size, phase }));
  return [
    ...of(CHANNEL.up, bounceM, VERTICAL),
    ...of(CHANNEL.forward, bounceM, FORWARD),
    ...of(CHANNEL.left, swayM, SIDEWAYS),
    ...of(CHANNEL.pelvis, pelvisRad, TURNING),
    ...of(CHANNEL.sideBend, pelvisRad, TIPPING_SIDEWAYS),
    ...of(CHANNEL.flexion, pelvisRad, TIPPING_FORWARD),
  ];
}
