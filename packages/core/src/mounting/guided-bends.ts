import type { MountingSeed } from '../pipeline/outputs.ts';
import type { Snapshot, Stage } from '../pipeline/stage.ts';
import { IMPLAUSIBLE_MPS2, IMPLAUSIBLE_RADPS } from '../signal/implausible.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { type Bend, BendFollower } from './bend-follower.ts';
import { angleBetweenDeg, bodyFrame, cross, unit, type Vec3 } from './body-frame.ts';
import { GUIDED_BENDS_PARAMS as P } from './guided-bends.params.ts';

/** Why bends were not accepted. */
export const BEND_REFUSALS = [
  'not_still',
  'too_shallow',
  'not_straight',
  'not_back',
  'disagree',
  'too_few',
  'interrupted',
  'against_gravity',
] as const;
export type BendRefusal = (typeof BEND_REFUSALS)[number];

/** What to tell the wearer. */
export const BEND_WORDS: Readonly<Record<BendRefusal, string>> = {
  not_still: 'Stand still for two seconds before the first bend.',
  too_shallow: `Bend further forward, at least ${P.flexionDeg} degrees.`,
  not_straight: 'Bend straight forward without turning or leaning to a side.',
  not_back: 'Come back upright after each bend.',
  disagree: 'The bends went in different directions. Stand facing one point and bend towards it each time.',
  too_few: `At least ${P.bendsNeeded} bends are needed.`,
  interrupted: 'Data from the sensor was lost. Stand still for two seconds, then bend again.',
  against_gravity:
    'The gyroscope turns the other way than gravity does in the sensor: left would be told as right. Set the axes or signs of the sensor right, then bend again.',
};

/** What the bends have shown. Sensor frame; `seed` is ready for the wearer's next pipeline. */
export interface BendCalibration {
  readonly seed: MountingSeed & { readonly forward: Vec3; readonly flexionRangeDeg: number };
  readonly bends: number;
  /** Of the bends' axes about their mean, degrees; of the mean itself it is this over the root of the count. */
  readonly axesSdDeg: number;
  readonly leastEigenvalueRatio: number;
}

export interface BendsProgress {
  readonly phase: 'stand_still' | 'bend' | 'accepted' | 'refused';
  /** Bends that count so far, of how many. */
  readonly bends: number;
  readonly of: number;
  /** Against standing, degrees; 0 before the wearer stood still. */
  readonly tiltDeg: number;
  /** Why the last bend did not count, or why the test was refused. */
  readonly refusal: BendRefusal | null;
  /** One plain sentence. */
  readonly text: string;
  readonly calibration: BendCalibration | null;
}

const US_PER_S = 1e6;

/**
 * Three to five forward bends that show which way is forward and how far the wearer bends. Push samples as they
 * come; the answer says where the test is. After `accepted` or `refused` nothing changes any more: begin a new one.
 */
export class GuidedBends implements Stage<ImuBatch, BendsProgress> {
  readonly #follower = new BendFollower();
  #bends: Bend[] = [];
  #phase: BendsProgress['phase'] = 'stand_still';
  #refusal: BendRefusal | null = null;
  #failures = 0;
  #calibration: BendCalibration | null = null;
  #lastUs: number | null = null;
  /** Since when it waits for the wearer. */
  #waitingUs: number | null = null;

  push(batch: ImuBatch): BendsProgress {
    for (let i = 0; i < batch.n && !this.#isOver; i++) this.#step(batch, i);
    return this.#progress();
  }

  /** The wearer stops: what there is, is judged. */
  flush(): BendsProgress {
    if (!this.#isOver) this.#judge();
    return this.#progress();
  }

  snapshot(): Snapshot {
    return {
      follower: this.#follower.snapshot(),
      bends: [...this.#bends],
      phase: this.#phase,
      refusal: this.#refusal,
      failures: this.#failures,
      calibration: this.#calibration,
      times: [this.#lastUs, this.#waitingUs],
    };
  }

  restore(snapshot: Snapshot): void {
    this.#follower.restore(snapshot.follower as Snapshot);
    this.#bends = [...(snapshot.bends as Bend[])];
    this.#phase = snapshot.phase as BendsProgress['phase'];
    this.#refusal = snapshot.refusal as BendRefusal | null;
    this.#failures = Number(snapshot.failures);
    this.#calibration = snapshot.calibration as BendCalibration | null;
    [this.#lastUs, this.#waitingUs] = snapshot.times as [number | null, number | null];
  }

  get #isOver(): boolean {
    return this.#phase === 'accepted' || this.#phase === 'refused';
  }

  /** Samples that are not finite, beyond any sensor, repeated or out of order change nothing. */
  #step(batch: ImuBatch, i: number): void {
    const tUs = batch.tUs[i]!;
    const acc = row(batch.accMps2, i);
    const gyr = batch.gyrRadps && row(batch.gyrRadps, i);
    if (!isBelow(IMPLAUSIBLE_MPS2, acc) || (gyr && !isBelow(IMPLAUSIBLE_RADPS, gyr))) return;
    if (!(tUs > (this.#lastUs ?? Number.NEGATIVE_INFINITY))) return;
    const dtS = this.#lastUs === null ? 0 : (tUs - this.#lastUs) / US_PER_S;
    this.#lastUs = tUs;
    this.#waitingUs ??= tUs;
    if (dtS > P.gapMaxS) this.#refuse('interrupted');
    else this.#follow(tUs, this.#follower.push(acc, gyr, dtS));
  }

  #follow(tUs: number, bend: Bend | null): void {
    if (this.#phase === 'stand_still' && this.#follower.isReady) {
      this.#phase = 'bend';
      this.#waitingUs = tUs;
    }
    if (bend) this.#take(tUs, bend);
    else if (this.#follower.isBent) this.#waitForEnd();
    else if (tUs - this.#waitingUs! > P.waitMaxS * US_PER_S) this.#giveUp();
  }

  /** However long it has been waited for: a bend that goes on may end. */
  #waitForEnd(): void {
    if (this.#follower.bentS > P.bendMaxS) this.#refuse('not_back');
  }

  #take(tUs: number, bend: Bend): void {
    this.#waitingUs = tUs;
    this.#refusal = fault(bend);
    if (this.#refusal === null) {
      this.#failures = 0;
      this.#bends.push(bend);
    } else if (++this.#failures > P.failuresMax) this.#refuse(this.#refusal);
    if (this.#bends.length >= P.bends) this.#judge();
  }

  /** Nothing happened for long. */
  #giveUp(): void {
    if (this.#phase === 'stand_still') this.#refuse('not_still');
    else this.#judge();
  }

  #judge(): void {
    if (this.#bends.length < P.bendsNeeded) {
      this.#refuse(this.#phase === 'stand_still' ? 'not_still' : (this.#refusal ?? 'too_few'));
      return;
    }
    const calibration = calibrate(this.#bends, this.#lastUs!);
    if (calibration === null) {
      this.#refuse('disagree');
      return;
    }
    this.#phase = 'accepted';
    this.#refusal = null;
    this.#calibration = calibration;
  }

  #refuse(refusal: BendRefusal): void {
    this.#phase = 'refused';
    this.#refusal = refusal;
  }

  #progress(): BendsProgress {
    return {
      phase: this.#phase,
      bends: this.#bends.length,
      of: P.bends,
      tiltDeg: this.#follower.tiltDeg,
      refusal: this.#refusal,
      text: this.#text(),
      calibration: this.#calibration,
    };
  }

  #text(): string {
    if (this.#phase === 'accepted') return 'Done. The sensor knows which way is forward.';
    if (this.#refusal) return BEND_WORDS[this.#refusal];
    if (this.#phase === 'stand_still') return 'Stand upright and still.';
    return `Bend forward as far as is comfortable and come back: bend ${this.#bends.length + 1} of ${P.bends}.`;
  }
}

function fault(bend: Bend): BendRefusal | null {
  if (bend.isBroken) return 'interrupted';
  if (bend.flexionDeg < P.flexionDeg) return 'too_shallow';
  if (bend.isAgainstGravity) return 'against_gravity';
  const offLevelDeg = Math.abs(angleBetweenDeg(bend.left, bend.up) - 90);
  const isStraight = bend.eigenvalueRatio >= P.eigenvalueRatio && offLevelDeg <= P.offLevelDeg;
  return isStraight ? null : 'not_straight';
}

/** Null when the bends disagree. */
function calibrate(bends: readonly Bend[], tUs: number): BendCalibration | null {
  const left = meanDirection(bends.map((bend) => bend.left));
  const up = meanDirection(bends.map((bend) => bend.up));
  const squares = bends.reduce((sum, bend) => sum + angleBetweenDeg(bend.left, left) ** 2, 0);
  const axesSdDeg = Math.sqrt(squares / (bends.length - 1));
  const forward = bodyFrame(up, cross(left, up)).forward;
  if (axesSdDeg >= P.axesSdDeg || !forward) return null;
  const depths = bends.map((bend) => bend.flexionDeg).sort((a, b) => b - a);
  /** The second deepest: one bend may overshoot. */
  const flexionRangeDeg = depths[1]!;
  const leastEigenvalueRatio = Math.min(...bends.map((bend) => bend.eigenvalueRatio));
  const seed = { up, forward, source: 'bends' as const, calibratedAtUs: tUs, flexionRangeDeg };
  return { seed, bends: bends.length, axesSdDeg, leastEigenvalueRatio };
}

function meanDirection(directions: readonly Vec3[]): Vec3 {
  const sum = directions.reduce<Vec3>((s, v) => [s[0] + v[0], s[1] + v[1], s[2] + v[2]], [0, 0, 0]);
  return unit(sum);
}

function isBelow(limit: number, values: Vec3): boolean {
  return values.every((value) => Math.abs(value) < limit);
}

function row(columns: { x: Float64Array; y: Float64Array; z: Float64Array }, i: number): Vec3 {
  return [columns.x[i]!, columns.y[i]!, columns.z[i]!];
}
