import { describe, expect, it } from 'vitest';
import { createVec3Columns, type ImuBatch } from '../signal/imu-batch.ts';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import { GYRO_AXES, GyroAxes, type GyroAxis } from './gyro-axes.ts';
import { TiltStretches } from './tilt-stretches.ts';

const RATE_HZ = 25;
const G_MPS2 = 9.80665;
const RAD_PER_DEG = Math.PI / 180;

interface Sways {
  /** Degrees to and fro about the sensor's x, which points up, and about y and z. */
  readonly aboutDeg?: readonly [number, number, number];
  /** How far in front of the axis of turning the clip is, m: it is pushed as it turns. */
  readonly leverM?: number;
  /** How much it is shaken along z, at 4 Hz, m/s^2. */
  readonly shakenMps2?: number;
}

/** Ten minutes of swaying by few degrees, each axis at a pace of its own: small angles add up. */
function swaying({ aboutDeg = [0, 6, 6], leverM = 0, shakenMps2 = 0 }: Sways): ImuBatch {
  const n = 600 * RATE_HZ;
  const accMps2 = createVec3Columns(n);
  const gyrRadps = createVec3Columns(n);
  const tUs = Float64Array.from({ length: n }, (_, i) => (i / RATE_HZ) * 1e6);
  for (let i = 0; i < n; i++) {
    const t = i / RATE_HZ;
    const [turn, bend, lean] = aboutDeg.map((deg, k) => sway(deg * RAD_PER_DEG, [3, 4.3, 5.7][k]!, t));
    accMps2.x[i] = G_MPS2;
    accMps2.y[i] = -G_MPS2 * lean!.angle + leverM * turn!.acceleration;
    accMps2.z[i] = G_MPS2 * bend!.angle + shakenMps2 * Math.sin(8 * Math.PI * t);
    accMps2.x[i]! += (shakenMps2 / 2) * Math.sin(8 * Math.PI * t + 1);
    [gyrRadps.x[i], gyrRadps.y[i], gyrRadps.z[i]] = [turn!.rate, bend!.rate, lean!.rate];
  }
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}

function sway(amplitude: number, periodS: number, t: number) {
  const omega = (2 * Math.PI) / periodS;
  return {
    angle: amplitude * Math.sin(omega * t),
    rate: amplitude * omega * Math.cos(omega * t),
    acceleration: -amplitude * omega * omega * Math.sin(omega * t),
  };
}

function workday(seed: number, hours: number): ImuBatch {
  const day = new WorkdaySimulation(defaultWorkday(seed, hours), {
    rateHz: RATE_HZ,
    errors: commodityErrors(seed),
  });
  return day.next(hours * 3600 * RATE_HZ)!;
}

/** With the rates about some axes the other way round. */
function reversed(batch: ImuBatch, axes: readonly GyroAxis[]): ImuBatch {
  const gyrRadps = { ...batch.gyrRadps! };
  for (const axis of axes) gyrRadps[axis] = gyrRadps[axis].map((rate) => -rate);
  return { ...batch, gyrRadps };
}

function judge(batch: ImuBatch, axes = new GyroAxes()): GyroAxes {
  const stretches = new TiltStretches();
  for (let i = 0; i < batch.n; i++) {
    if (stretches.push(batch.tUs, batch.accMps2, batch.gyrRadps!, i)) axes.add(stretches);
  }
  return axes;
}

const SETS: readonly (readonly GyroAxis[])[] = [['x'], ['y'], ['z'], ['x', 'z'], ['x', 'y', 'z']];

describe('the axes of a gyroscope beside gravity', () => {
  it('gain 1 where a body turns and nothing pushes it', () => {
    const { gains, hasReversed } = judge(swaying({ aboutDeg: [6, 6, 6] }));
    expect(hasReversed).toBe(false);
    expect(gains.map(([axis]) => axis)).toEqual(['y', 'z']);
    for (const [, gain] of gains) expect(gain).toBeCloseTo(1, 1);
  });

  it.each([1, 2])('are all right in a workday with the errors of a commodity sensor (person %i)', (seed) => {
    const { gains, reversed: found } = judge(workday(seed, 2));
    expect(found).toEqual([]);
    expect(gains.length).toBe(3);
    for (const [, gain] of gains) expect(gain).toBeGreaterThan(0.5);
  });

  it.each(SETS.map((axes) => [axes.join(' and '), axes] as const))(
    'are told apart: %s reversed, and no other',
    (_which, axes) => {
      const whole = workday(1, 1);
      const right = new Map(judge(whole).gains);
      const { reversed: found, gains } = judge(reversed(whole, axes));
      expect(found).toEqual(axes);
      for (const [axis, gain] of gains) expect(Math.sign(gain)).toBe(axes.includes(axis) ? -1 : 1);
      expect(right.size).toBe(GYRO_AXES.length);
    },
  );

  it('are believed again one by one, each when it has shown that it turns right', () => {
    const axes = judge(workday(1, 1), new GyroAxes(['x', 'y', 'z']));
    expect(axes.reversed).toEqual([]);
    const bendingAlone = judge(swaying({ aboutDeg: [0, 6, 6] }), new GyroAxes(['x', 'y', 'z']));
    expect(bendingAlone.reversed).toEqual(['x']);
  });

  it('say nothing of the one that points up: gravity does not turn about it, but a push goes with it', () => {
    const batch = swaying({ aboutDeg: [20, 6, 6], leverM: 0.2 });
    expect(new Map(judge(batch).gains).has('x')).toBe(false);
    const tilted = {
      ...batch,
      accMps2: { ...batch.accMps2, z: batch.accMps2.z.map((z) => z + 0.1 * G_MPS2) },
    };
    expect(judge(tilted).reversed).toEqual([]);
  });

  it('say nothing of who is shaken', () => {
    expect(judge(reversed(swaying({ shakenMps2: 3 }), ['x', 'y', 'z'])).gains).toEqual([]);
  });

  it('outlive rates that nobody reaches, and a gyroscope that is dead', () => {
    const batch = reversed(swaying({}), ['y']);
    for (let i = 0; i < batch.n; i += 211) batch.gyrRadps!.y[i] = 1e308;
    expect(judge(batch).reversed).toEqual(['y']);
    for (const column of Object.values(batch.gyrRadps!)) column.fill(0);
    expect(judge(batch).gains).toEqual([]);
  });

  it('go on from a snapshot as if nothing had happened', () => {
    const batch = reversed(workday(1, 1), ['z']);
    const half = { ...batch, n: batch.n / 2 };
    const restored = new GyroAxes();
    restored.restore(JSON.parse(JSON.stringify(judge(half).snapshot())), 'axes');
    expect(restored.snapshot()).toEqual(judge(half).snapshot());
    expect(restored.reversed).toEqual(['z']);
    expect(() => restored.restore([1], 'axes')).toThrow(/'axes' must hold 17 numbers/);
  });
});
