import { multiply, normalise, type Quaternion, rotate } from '../orientation/quaternion.ts';

/** How the clip sits: sensor coordinates into body coordinates (x forward, y left, z up), w x y z. */
export type Mounting = readonly [w: number, x: number, y: number, z: number];

/** The clip slips on the belt: it turns about an axis of the body, and stays there. */
export interface Slip {
  readonly startS: number;
  readonly durationS: number;
  /** Rotation vector in the body frame. */
  readonly turnDeg: readonly [x: number, y: number, z: number];
}

const RAD_PER_DEG = Math.PI / 180;
const QUARTER_TURN_DEG = 90;

/** Sensor x up, y right, z forward, then turned by small angles about the body's axes. */
export function clipOnBelt(tiltDeg: { forward: number; left: number; turned: number }): Mounting {
  const toBody = rotation([0, 0, tiltDeg.turned]);
  multiply(toBody, rotation([0, tiltDeg.forward, 0]), toBody);
  multiply(toBody, rotation([-tiltDeg.left, 0, 0]), toBody);
  multiply(toBody, upRightForward(), toBody);
  normalise(toBody);
  return toBody as unknown as Mounting;
}

/** Sensor x is the body's z, sensor y its -y, sensor z its x. */
function upRightForward(): Quaternion {
  const q = rotation([0, -QUARTER_TURN_DEG, 0]);
  multiply(q, rotation([2 * QUARTER_TURN_DEG, 0, 0]), q);
  return q;
}

/** Rotation vector in degrees, times `share`, to quaternion. */
export function rotation([xDeg, yDeg, zDeg]: readonly [number, number, number], share = 1): Quaternion {
  const half = (Math.hypot(xDeg, yDeg, zDeg) * RAD_PER_DEG) / 2;
  const perDeg = half === 0 ? 0 : (Math.sin(half * share) * RAD_PER_DEG) / (2 * half);
  return Float64Array.of(Math.cos(half * share), perDeg * xDeg, perDeg * yDeg, perDeg * zDeg);
}

/** The mounting through a day with slips; times must not go back. */
export class ClipMounting {
  /** Sensor to body, now. */
  readonly toBody: Quaternion;
  readonly #toSensor: Quaternion;
  readonly #slips: readonly Slip[];
  readonly #settled: Quaternion;
  readonly #rate = new Float64Array(3);
  #next = 0;

  constructor(mounting: Mounting, slips: readonly Slip[]) {
    this.#settled = Float64Array.from(mounting);
    this.toBody = Float64Array.from(mounting);
    this.#toSensor = new Float64Array(4);
    this.#slips = [...slips].sort((a, b) => a.startS - b.startS);
    this.#invert();
  }

  moveTo(tS: number): void {
    let slip = this.#slips[this.#next];
    if (!slip || tS < slip.startS) return;
    for (; slip && tS >= slip.startS + slip.durationS; slip = this.#slips[++this.#next]) this.#settle(slip);
    this.#rate.fill(0);
    this.toBody.set(this.#settled);
    if (slip && tS >= slip.startS) this.#slide(slip, (tS - slip.startS) / slip.durationS);
    this.#invert();
  }

  /** Turning of the body plus that of a slip, or a force, from body into sensor coordinates. */
  turnToSensor(bodyRadps: Float64Array, out: Float64Array): void {
    for (let axis = 0; axis < 3; axis++) out[axis] = bodyRadps[axis]! + this.#rate[axis]!;
    rotate(this.#toSensor, out, out);
  }

  forceToSensor(bodyMps2: Float64Array, out: Float64Array): void {
    rotate(this.#toSensor, bodyMps2, out);
  }

  #settle(slip: Slip): void {
    multiply(rotation(slip.turnDeg), this.#settled, this.#settled);
    normalise(this.#settled);
  }

  /** With the profile of least jerk. */
  #slide(slip: Slip, u: number): void {
    multiply(rotation(slip.turnDeg, u * u * u * (10 + u * (-15 + 6 * u))), this.#settled, this.toBody);
    const perS = (30 * u * u * (1 - u) * (1 - u)) / slip.durationS;
    for (let axis = 0; axis < 3; axis++) this.#rate[axis] = perS * slip.turnDeg[axis]! * RAD_PER_DEG;
  }

  #invert(): void {
    for (let i = 0; i < 4; i++) this.#toSensor[i] = i === 0 ? this.toBody[i]! : -this.toBody[i]!;
  }
}
