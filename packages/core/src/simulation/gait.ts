import { CHANNEL, type Channel, type MotionState } from './motion-state.ts';
import { envelope, type Motion } from './motions.ts';

/** How somebody walks. Harmonics after R. Moe-Nilssen, J. Helbostad 2004 and W. Zijlstra, A. Hof 2003. */
export interface GaitShape {
  /** Steps per second. */
  readonly stepHz: number;
  /** Half the rise and fall of the belt at every step, m. */
  readonly bounceM: number;
  /** Half the sway to the side at every stride, m. */
  readonly swayM: number;
  /** Half the turning of the pelvis at every stride, rad. */
  readonly pelvisRad: number;
  /** Which foot first. */
  readonly phase: number;
}

interface Harmonic {
  readonly channel: Channel;
  /** Times the stride frequency (half the step frequency): even ones repeat at every step. */
  readonly order: number;
  readonly amplitude: number;
  readonly phase: number;
}

const RAMP_S = 0.9;
const QUARTER = Math.PI / 2;

/** Rhythmic movement of the belt while walking; the way itself is heading and speed. */
export class Gait implements Motion {
  readonly startS: number;
  readonly endS: number;
  readonly #strideRadps: number;
  readonly #phase: number;
  readonly #rampS: number;
  readonly #harmonics: readonly Harmonic[];

  constructor(startS: number, endS: number, shape: GaitShape) {
    this.startS = startS;
    this.endS = endS;
    this.#strideRadps = Math.PI * shape.stepHz;
    this.#phase = shape.phase;
    this.#rampS = Math.min(RAMP_S, (endS - startS) / 2);
    this.#harmonics = harmonicsOf(shape);
  }

  add(tS: number, state: MotionState): void {
    const e = scratch;
    envelope(tS - this.startS, this.endS - tS, this.#rampS, e);
    const stride = this.#strideRadps * (tS - this.startS) + this.#phase;
    for (const { channel, order, amplitude, phase } of this.#harmonics) {
      const omega = order * this.#strideRadps;
      const sine = amplitude * Math.sin(order * stride + phase);
      const cosine = amplitude * omega * Math.cos(order * stride + phase);
      state.add(
        channel,
        e[0]! * sine,
        e[1]! * sine + e[0]! * cosine,
        e[2]! * sine + 2 * e[1]! * cosine - e[0]! * omega * omega * sine,
      );
    }
  }

  leave(): void {}
}

const scratch = new Float64Array(3);

/** Displacements: an acceleration of order k is k^2 times larger, which makes the heel strike of the higher ones. */
function harmonicsOf({ bounceM, swayM, pelvisRad }: GaitShape): readonly Harmonic[] {
  return [
    { channel: CHANNEL.up, order: 2, amplitude: bounceM, phase: -QUARTER },
    { channel: CHANNEL.up, order: 4, amplitude: 0.14 * bounceM, phase: 0.6 },
    { channel: CHANNEL.up, order: 6, amplitude: 0.035 * bounceM, phase: 2.1 },
    { channel: CHANNEL.up, order: 1, amplitude: 0.06 * bounceM, phase: 0.3 },
    { channel: CHANNEL.forward, order: 2, amplitude: 0.45 * bounceM, phase: 0.4 },
    { channel: CHANNEL.forward, order: 4, amplitude: 0.1 * bounceM, phase: 1.9 },
    { channel: CHANNEL.left, order: 1, amplitude: swayM, phase: 0 },
    { channel: CHANNEL.left, order: 3, amplitude: 0.09 * swayM, phase: 1.2 },
    { channel: CHANNEL.pelvis, order: 1, amplitude: pelvisRad, phase: QUARTER },
    { channel: CHANNEL.sideBend, order: 1, amplitude: 0.7 * pelvisRad, phase: 0.5 },
    { channel: CHANNEL.flexion, order: 2, amplitude: 0.3 * pelvisRad, phase: 1.1 },
  ];
}
