/**
 * How the belt moves, one number with its first and second derivative per channel. Angles in rad, lengths in m.
 * Body frame: x anterior, y left, z up; the belt turns by heading, then flexion, then side bend.
 */
export const CHANNEL = {
  /** Where the person faces, left positive. */
  heading: 0,
  /** Turning of the pelvis against that direction (gait). */
  pelvis: 1,
  /** Forward positive; 0 is the mean of upright walking. */
  flexion: 2,
  /** Left positive. */
  sideBend: 3,
  /** Height. */
  up: 4,
  /** Displacement along and to the left of the heading. */
  forward: 5,
  left: 6,
  /** Speed of walking along the heading, m/s. */
  speed: 7,
} as const;

export type Channel = (typeof CHANNEL)[keyof typeof CHANNEL];

export const CHANNELS = 8;
const FIELDS = 3;

export class MotionState {
  readonly #fields = new Float64Array(CHANNELS * FIELDS);

  /** Back to resting values. */
  reset(values: Float64Array): void {
    this.#fields.fill(0);
    for (let channel = 0; channel < CHANNELS; channel++) this.#fields[channel * FIELDS] = values[channel]!;
  }

  add(channel: Channel, value: number, rate: number, acceleration: number): void {
    const at = channel * FIELDS;
    const f = this.#fields;
    f[at] = f[at]! + value;
    f[at + 1] = f[at + 1]! + rate;
    f[at + 2] = f[at + 2]! + acceleration;
  }

  value(channel: Channel): number {
    return this.#fields[channel * FIELDS]!;
  }

  rate(channel: Channel): number {
    return this.#fields[channel * FIELDS + 1]!;
  }

  acceleration(channel: Channel): number {
    return this.#fields[channel * FIELDS + 2]!;
  }
}
