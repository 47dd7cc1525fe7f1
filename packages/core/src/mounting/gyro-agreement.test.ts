import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../pipeline/stage.ts';
import { createVec3Columns, type ImuBatch, sliceBatch } from '../signal/imu-batch.ts';
import { clipOnBelt, commodityErrors, defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import { GyroAgreement } from './gyro-agreement.ts';

const RATE_HZ = 50;
const G_MPS2 = 9.80665;
/** A lean to and fro of 10 degrees every 4 s, and of half as much every 9 s: nobody leans at one pace. */
const LEAN_RAD = (10 * Math.PI) / 180;
const [OMEGA, SLOW] = [(2 * Math.PI) / 4, (2 * Math.PI) / 9];

interface Way {
  /** Of the gyroscope. */
  readonly sign: number;
  /** Share of the lean that gravity shows. */
  readonly felt?: number;
  readonly fromS?: number;
}

/** Somebody who leans about the sensor's x for so many seconds. */
function leaning(seconds: number, { sign, felt = 1, fromS = 0 }: Way): ImuBatch {
  const n = seconds * RATE_HZ;
  const accMps2 = createVec3Columns(n);
  const gyrRadps = createVec3Columns(n);
  const tUs = Float64Array.from({ length: n }, (_, i) => (fromS + i / RATE_HZ) * 1e6);
  for (let i = 0; i < n; i++) {
    const t = tUs[i]! / 1e6;
    const lean = LEAN_RAD * (Math.sin(OMEGA * t) + Math.sin(SLOW * t) / 2);
    accMps2.y[i] = G_MPS2 * Math.sin(felt * lean);
    accMps2.z[i] = G_MPS2 * Math.cos(felt * lean);
    gyrRadps.x[i] = sign * LEAN_RAD * (OMEGA * Math.cos(OMEGA * t) + (SLOW * Math.cos(SLOW * t)) / 2);
  }
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}

/** A walk at the cadence that looks most as if the gyroscope turned the other way. */
function walking(seconds: number, sign: number): ImuBatch {
  const rateHz = 100;
  const person = {
    stepHz: 1.3,
    speedMps: 0.91,
    bounceM: 0.02,
    seatDropM: 0.4,
    sittingDeg: -25,
    standingDeg: -2,
  };
  const mounting = clipOnBelt({ forward: 20, left: 0, turned: 0 });
  const activities = [{ kind: 'walk', durationS: seconds }] as const;
  const plan = { seed: 4, person, mounting, activities, mirrored: false };
  const walk = new WorkdaySimulation(plan, { rateHz, errors: commodityErrors(4) }).next(seconds * rateHz)!;
  return turned(walk, sign);
}

/** With all rates times `sign`. */
function turned(batch: ImuBatch, sign: number): ImuBatch {
  const { x, y, z } = batch.gyrRadps!;
  const times = (column: Float64Array): Float64Array => column.map((rate) => sign * rate);
  return { ...batch, gyrRadps: { x: times(x), y: times(y), z: times(z) } };
}

/** When it said that something had changed, s. */
function judged(agreement: GyroAgreement, ...batches: readonly ImuBatch[]): number[] {
  const times: number[] = [];
  for (const { n, tUs, accMps2, gyrRadps } of batches) {
    for (let i = 0; i < n; i++) {
      if (agreement.push(tUs, accMps2, gyrRadps!, i)) times.push(tUs[i]! / 1e6);
    }
  }
  return times;
}

describe('a gyroscope beside gravity', () => {
  it('goes with it where a body only leans', () => {
    const agreement = new GyroAgreement();
    expect(judged(agreement, leaning(300, { sign: 1 }))).toEqual([]);
    expect(agreement.correlation).toBeGreaterThan(0.99);
    expect(agreement.isAgainst || agreement.wasAgainst).toBe(false);
  });

  it('is against it where its sign is changed, which is known from some fifty lively stretches on', () => {
    const agreement = new GyroAgreement();
    const [at, ...more] = judged(agreement, leaning(300, { sign: -1 }));
    expect(at).toBeGreaterThan(25);
    expect(at).toBeLessThan(60);
    expect(more).toEqual([]);
    expect(agreement.correlation).toBeLessThan(-0.99);
    expect(agreement.sinceUs).toBe(0);
  });

  it.each([
    ['as soon as anything is known of it after a silence', 310, 360, 400],
    ['after many minutes without one', 300, 400, 880],
  ])('is believed again %s', (_when, fromS, fromAt, untilAt) => {
    const agreement = new GyroAgreement();
    const first = leaning(300, { sign: -1 });
    const [, again] = judged(agreement, first, leaning(600, { sign: 1, fromS }));
    expect(again).toBeGreaterThan(fromAt);
    expect(again).toBeLessThan(untilAt);
    expect(agreement.isAgainst).toBe(false);
    expect(agreement.wasAgainst).toBe(true);
    expect(agreement.sinceUs).toBe(again! * 1e6);
  });

  it('is found out on a link that falls silent again and again', () => {
    const agreement = new GyroAgreement();
    const pieces = Array.from({ length: 20 }, (_, k) => leaning(30, { sign: -1, fromS: 40 * k }));
    expect(judged(agreement, ...pieces)).toHaveLength(1);
  });

  it('is not believed from the start when it was not the last time, until it has shown that it turns right', () => {
    const agreement = new GyroAgreement({ isGyroAgainst: true });
    const [first, right, ...more] = judged(agreement, leaning(300, { sign: 1 }));
    expect(first).toBe(0);
    expect(right).toBeGreaterThan(50);
    expect(right).toBeLessThan(90);
    expect(more).toEqual([]);
    const still = new GyroAgreement({ isGyroAgainst: true });
    expect(judged(still, leaning(300, { sign: -1 }))).toEqual([0]);
    const walker = new GyroAgreement({ isGyroAgainst: true });
    expect(judged(walker, walking(900, 1))).toEqual([0]);
  });

  it.each([0, -0.15])('says nothing of who swings and feels up stay where it is (%f)', (felt) => {
    const agreement = new GyroAgreement();
    judged(agreement, leaning(600, { sign: 1, felt }));
    expect(agreement.correlation).toBe(0);
  });

  it('says nothing of who keeps still', () => {
    const agreement = new GyroAgreement();
    const still = leaning(600, { sign: -1 });
    for (const column of Object.values(still.gyrRadps!)) column.fill(0);
    still.accMps2.y.fill(0.1);
    judged(agreement, still);
    expect(agreement.correlation).toBe(0);
  });

  it.each([
    ['that are not finite now and then', Number.NaN, 20],
    ['that are not finite now and then', Number.NEGATIVE_INFINITY, 20],
    ['that nobody reaches, seldom', 1e308, 211],
    ['that nobody reaches, seldom', -1e30, 211],
  ])('outlives rates %s (%f)', (_what, rate, every) => {
    const agreement = new GyroAgreement();
    const batch = leaning(300, { sign: -1 });
    for (let i = 0; i < batch.n; i += every) batch.gyrRadps!.x[i] = rate;
    expect(judged(agreement, batch)).toHaveLength(1);
    expect(agreement.correlation).toBeLessThan(-0.9);
  });

  it('of somebody who only walks says nothing, whichever way it turns', () => {
    for (const sign of [1, -1]) {
      const agreement = new GyroAgreement();
      expect(judged(agreement, walking(900, sign))).toEqual([]);
      expect(Math.abs(agreement.correlation)).toBeLessThan(0.2);
    }
  });

  it('is against it all of a workday, although walking outweighs the rest at times', () => {
    const plan = defaultWorkday(6, 8);
    const day = new WorkdaySimulation(plan, { rateHz: 25, errors: commodityErrors(6) }).next(8 * 3600 * 25)!;
    const agreement = new GyroAgreement();
    expect(judged(agreement, turned(day, -1))).toHaveLength(1);
    expect(agreement.isAgainst).toBe(true);
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const batch = leaning(200, { sign: -1 });
    const cut = 33 * RATE_HZ + 7;
    const whole = new GyroAgreement();
    const times = judged(whole, batch);
    const parts = new GyroAgreement();
    const first = judged(parts, sliceBatch(batch, 0, cut));
    const restored = new GyroAgreement();
    restored.restore(JSON.parse(JSON.stringify(parts.snapshot())) as Snapshot);
    expect([...first, ...judged(restored, sliceBatch(batch, cut, batch.n))]).toEqual(times);
    expect(restored.snapshot()).toEqual(whole.snapshot());
  });
});
