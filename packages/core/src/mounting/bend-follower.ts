import { decodeNumbers, encodeNumbers } from '../orientation/state-codec.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { angleBetweenDeg, cross, dot, unit, type Vec3 } from './body-frame.ts';
import { GUIDED_BENDS_PARAMS as P } from './guided-bends.params.ts';
import { principalAxis, type Symmetric3 } from './principal-axis.ts';

/** One bend, out and back. Sensor frame. */
export interface Bend {
  /** Deepest tilt against standing, degrees. */
  readonly flexionDeg: number;
  /** Points to the wearer's left. */
  readonly left: Vec3;
  /** How much the bend turned about one axis. */
  readonly eigenvalueRatio: number;
  /** "Up" while standing before it. */
  readonly up: Vec3;
  /** Samples were lost since the wearer last stood still: how it turned meanwhile is not known. */
  readonly isBroken: boolean;
  /** Gravity tilted to the other side than the gyroscope says. */
  readonly isAgainstGravity: boolean;
}

const DPS = Math.PI / 180;
/** Sums of a stretch without movement: samples, acceleration (3), rate (3), seconds. */
const STILL = 8;

/**
 * Follows "up" through bends by integrating the rate, from the gravity and the gyroscope's bias of the last time the
 * wearer stood still; without a gyroscope by smoothed gravity.
 */
export class BendFollower {
  readonly #still = new Float64Array(STILL);
  /** Up now, up while standing, bias (rad/s), direction of the deepest tilt. */
  readonly #up = new Float64Array(3);
  readonly #standing = new Float64Array(3);
  readonly #bias = new Float64Array(3);
  readonly #deepest = new Float64Array(3);
  /** Sums of products of what the bend turns about. */
  readonly #turning = new Float64Array(6);
  /** Up from standing on by the gyroscope alone, whatever gravity says in a bend that is held; without one `up`. */
  readonly #turned = new Float64Array(3);
  /** Sums over the bend of what is felt and of `turned`: who ends at rest has not been pushed on the whole. */
  readonly #felt = new Float64Array(3);
  readonly #told = new Float64Array(3);
  /** Deepest tilt so far, degrees, and how long it has lasted, s. */
  readonly #bend = new Float64Array(2);
  #isReady = false;
  #isBent = false;
  #isBroken = false;

  /** The wearer has stood still once. */
  get isReady(): boolean {
    return this.#isReady;
  }

  get isBent(): boolean {
    return this.#isBent;
  }

  /** How long the present bend has lasted, s. */
  get bentS(): number {
    return this.#bend[1]!;
  }

  /** Tilt against standing, degrees. */
  get tiltDeg(): number {
    return this.#isReady ? angleBetweenDeg(vec(this.#up), vec(this.#standing)) : 0;
  }

  /** A sample `dtS` after the one before: m/s^2, rad/s or null. A bend when one has just ended. */
  push(acc: Vec3, gyr: Vec3 | null, dtS: number): Bend | null {
    if (dtS > P.lostMaxS) this.#isBroken = true;
    this.#followStillness(acc, gyr, dtS);
    if (!this.#isReady) return null;
    if (gyr) {
      this.#turn(this.#up, gyr, dtS);
      this.#turn(this.#turned, gyr, dtS);
    } else {
      this.#smooth(acc, dtS);
      this.#turned.set(this.#up);
    }
    this.#addTurning(gyr, dtS);
    return this.#followBend(acc, dtS);
  }

  snapshot(): Snapshot {
    return {
      still: encodeNumbers(this.#still),
      up: encodeNumbers(this.#up),
      standing: encodeNumbers(this.#standing),
      bias: encodeNumbers(this.#bias),
      deepest: encodeNumbers(this.#deepest),
      turning: encodeNumbers(this.#turning),
      turned: encodeNumbers(this.#turned),
      felt: encodeNumbers(this.#felt),
      told: encodeNumbers(this.#told),
      bend: encodeNumbers(this.#bend),
      flags: [this.#isReady, this.#isBent, this.#isBroken],
    };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.still, this.#still, 'bends.still');
    decodeNumbers(snapshot.up, this.#up, 'bends.up');
    decodeNumbers(snapshot.standing, this.#standing, 'bends.standing');
    decodeNumbers(snapshot.bias, this.#bias, 'bends.bias');
    decodeNumbers(snapshot.deepest, this.#deepest, 'bends.deepest');
    decodeNumbers(snapshot.turning, this.#turning, 'bends.turning');
    decodeNumbers(snapshot.turned, this.#turned, 'bends.turned');
    decodeNumbers(snapshot.felt, this.#felt, 'bends.felt');
    decodeNumbers(snapshot.told, this.#told, 'bends.told');
    decodeNumbers(snapshot.bend, this.#bend, 'bends.bend');
    [this.#isReady, this.#isBent, this.#isBroken] = snapshot.flags as [boolean, boolean, boolean];
  }

  /** While nothing moves, gravity is what is felt; while nobody is bent either, upright and bias are. */
  #followStillness(acc: Vec3, gyr: Vec3 | null, dtS: number): void {
    const s = this.#still;
    if (!this.#isStill(acc, gyr)) s.fill(0);
    s[0]! += 1;
    s[7]! += dtS;
    for (let k = 0; k < 3; k++) {
      s[1 + k]! += acc[k]!;
      s[4 + k]! += gyr ? gyr[k]! : 0;
    }
    if (s[7]! < P.stillS) return;
    const up = unit([s[1]!, s[2]!, s[3]!]);
    this.#up.set(up);
    // Whoever is still in mid-bend is not standing; but lost samples may have left the tilt wrong.
    if (this.#isBent) return;
    this.#isReady = true;
    this.#isBroken = false;
    this.#standing.set(up);
    this.#turned.set(up);
    for (let k = 0; k < 3; k++) this.#bias[k] = s[4 + k]! / s[0]!;
    this.#turning.fill(0);
  }

  #isStill(acc: Vec3, gyr: Vec3 | null): boolean {
    const s = this.#still;
    const n = s[0]!;
    if (n === 0) return true;
    const moved = Math.hypot(acc[0] - s[1]! / n, acc[1] - s[2]! / n, acc[2] - s[3]! / n);
    if (moved > P.stillAccMps2) return false;
    if (!gyr) return true;
    const [x, y, z] = this.#isReady ? vec(this.#bias) : [s[4]! / n, s[5]! / n, s[6]! / n];
    return Math.hypot(gyr[0] - x, gyr[1] - y, gyr[2] - z) < P.stillGyrDps * DPS;
  }

  /** The world's up turns against the sensor: du/dt = u x omega, to second order. */
  #turn(up: Float64Array, gyr: Vec3, dtS: number): void {
    const [x, y, z] = vec(up);
    const a = (gyr[0] - this.#bias[0]!) * dtS;
    const b = (gyr[1] - this.#bias[1]!) * dtS;
    const c = (gyr[2] - this.#bias[2]!) * dtS;
    const dx = y * c - z * b;
    const dy = z * a - x * c;
    const dz = x * b - y * a;
    up.set(
      unit([x + dx + (dy * c - dz * b) / 2, y + dy + (dz * a - dx * c) / 2, z + dz + (dx * b - dy * a) / 2]),
    );
  }

  #smooth(acc: Vec3, dtS: number): void {
    const share = 1 - Math.exp(-dtS / P.smoothingS);
    const towards = unit(acc);
    for (let k = 0; k < 3; k++) this.#up[k]! += (towards[k]! - this.#up[k]!) * share;
  }

  /** What a bend turns about: the rate, or without a gyroscope the axis from standing to now. */
  #addTurning(gyr: Vec3 | null, dtS: number): void {
    const [x, y, z] = gyr
      ? [gyr[0] - this.#bias[0]!, gyr[1] - this.#bias[1]!, gyr[2] - this.#bias[2]!]
      : cross(vec(this.#up), vec(this.#standing));
    const t = this.#turning;
    t[0]! += x * x * dtS;
    t[1]! += x * y * dtS;
    t[2]! += x * z * dtS;
    t[3]! += y * y * dtS;
    t[4]! += y * z * dtS;
    t[5]! += z * z * dtS;
  }

  #followBend(acc: Vec3, dtS: number): Bend | null {
    const tilt = this.tiltDeg;
    if (!this.#isBent && tilt < P.bentDeg) return null;
    if (tilt < P.bentDeg) return this.#end();
    this.#isBent = true;
    this.#bend[1]! += dtS;
    for (let k = 0; k < 3; k++) {
      this.#felt[k]! += acc[k]! * dtS;
      this.#told[k]! += this.#turned[k]! * dtS;
    }
    if (tilt > this.#bend[0]!) {
      this.#bend[0] = tilt;
      this.#deepest.set(this.#up);
    }
    return null;
  }

  #end(): Bend | null {
    const up = vec(this.#standing);
    const found = principalAxis(Array.from(this.#turning) as unknown as Symmetric3);
    const flexionDeg = this.#bend[0]!;
    const ahead = cross(vec(this.#deepest), up);
    const isAgainstGravity = level(this.#felt, this.#told, up) < 0;
    this.#felt.fill(0);
    this.#told.fill(0);
    this.#isBent = false;
    this.#bend.fill(0);
    this.#turning.fill(0);
    if (!found) return null;
    /** Bending forward takes "up" backward in the sensor: from there to standing is about the left axis. */
    const sign = dot(found.axis, ahead[0], ahead[1], ahead[2]) < 0 ? -1 : 1;
    const [x, y, z] = found.axis;
    const left: Vec3 = [sign * x, sign * y, sign * z];
    const seen = { isBroken: this.#isBroken, isAgainstGravity };
    return { flexionDeg, left, eigenvalueRatio: found.ratio, up, ...seen };
  }
}

/** Product of the parts of `a` and `b` across `up`, a unit vector. */
function level(a: Float64Array, b: Float64Array, up: Vec3): number {
  const [x, y, z] = vec(a);
  return dot(vec(b), x, y, z) - dot(up, x, y, z) * dot(up, ...vec(b));
}

function vec(v: Float64Array): Vec3 {
  return [v[0]!, v[1]!, v[2]!];
}
