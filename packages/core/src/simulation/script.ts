import { CHANNEL, CHANNELS, type Channel } from './motion-state.ts';
import { Creep, type Motion, Oscillation, Step } from './motions.ts';
import type { Person } from './plan.ts';
import type { SeededRandom } from './random.ts';
import type { TrueBout, TrueEvent, TruePosture, TrueRotation } from './truth.ts';

const TREMBLE_HZ = [1.1, 2.3];

export const RAD_PER_DEG = Math.PI / 180;

/** What an activity's script writes: motions for the belt, truth for the tests. Seconds since the start. */
export class Script {
  readonly person: Person;
  readonly random: SeededRandom;
  readonly motions: Motion[] = [];
  readonly bouts: TrueBout[] = [];
  readonly rotations: TrueRotation[] = [];
  readonly events: TrueEvent[] = [];
  /** Where every channel will rest when all motions so far are over. */
  readonly #resting: Float64Array;

  constructor(person: Person, random: SeededRandom, resting: Float64Array) {
    this.person = person;
    this.random = random;
    this.#resting = Float64Array.from(resting);
  }

  get resting(): Float64Array {
    return Float64Array.from(this.#resting);
  }

  restingAt(channel: Channel): number {
    return this.#resting[channel]!;
  }

  add(motion: Motion): void {
    motion.leave(this.#resting);
    this.motions.push(motion);
  }

  /** Changes a channel by an amount. */
  move(channel: Channel, startS: number, durationS: number, delta: number): void {
    this.add(new Step(channel, startS, durationS, delta));
  }

  /** Brings a channel to a value. */
  moveTo(channel: Channel, startS: number, durationS: number, target: number): void {
    this.move(channel, startS, durationS, target - this.#resting[channel]!);
  }

  creep(startS: number, endS: number, deltaDeg: number, tauS: number): void {
    this.add(new Creep(CHANNEL.flexion, startS, endS, deltaDeg * RAD_PER_DEG, tauS));
  }

  /** Slow wandering of an angle, a sum of a few slow waves. */
  sway(channel: Channel, startS: number, endS: number, sizeDeg: number, hz: readonly number[]): void {
    for (const frequency of hz) {
      const amplitude = (sizeDeg * RAD_PER_DEG * this.random.between(0.6, 1.2)) / hz.length;
      const phase = this.random.between(0, 2 * Math.PI);
      const shape = {
        amplitude,
        hz: frequency * this.random.between(0.8, 1.25),
        phase,
        rampS: 1 / frequency,
      };
      this.add(new Oscillation(channel, startS, endS, shape));
    }
  }

  /** What is never quite still: muscles, breath and heart, as accelerations and rates of about this size. */
  tremble(startS: number, endS: number, accMps2: number, rateDps: number): void {
    for (const channel of [CHANNEL.up, CHANNEL.forward, CHANNEL.left]) {
      for (const hz of TREMBLE_HZ) this.#quiver(channel, startS, endS, hz, accMps2 / (2 * Math.PI * hz) ** 2);
    }
    for (const channel of [CHANNEL.heading, CHANNEL.flexion, CHANNEL.sideBend]) {
      const radps = rateDps * RAD_PER_DEG;
      for (const hz of TREMBLE_HZ) this.#quiver(channel, startS, endS, hz, radps / (2 * Math.PI * hz));
    }
  }

  #quiver(channel: Channel, startS: number, endS: number, meanHz: number, amplitude: number): void {
    const hz = meanHz * this.random.between(0.8, 1.25);
    const phase = this.random.between(0, 2 * Math.PI);
    this.add(new Oscillation(channel, startS, endS, { amplitude, hz, phase, rampS: 1 / hz }));
  }

  posture(posture: TruePosture, startS: number, endS: number): void {
    this.bouts.push({ posture, startS, endS });
  }

  /** Motions in order of their start. */
  sortedMotions(): Motion[] {
    return this.motions.sort((a, b) => a.startS - b.startS);
  }
}

export function restingValues(): Float64Array {
  return new Float64Array(CHANNELS);
}
