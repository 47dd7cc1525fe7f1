import { describe, expect, it } from 'vitest';
import { seededRandom } from '../measures/rotation/random.ts';
import { createVec3Columns, type ImuBatch } from '../signal/imu-batch.ts';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import { GYRO_AXES, GyroAxes, type GyroAxis } from './gyro-axes.ts';
import { TiltStretches } from './tilt-stretches.ts';

const RATE_HZ = 25;
const G_MPS2 = 9.80665;
const RAD_PER_DEG = Math.PI / 180;

interface Sways {
  /** Degrees to and fro about the vertical, and about the sensor's y and z. */
  readonly aboutDeg?: readonly [number, number, number];
  /** How long to and fro about the vertical takes, at each of its paces. */
  readonly turnS?: readonly number[];
  /** By how much the sensor's x, which points up, leans towards its z. */
  readonly tiltDeg?: number;
  /** How far behind or in front of the axis of turning the clip is, m: it is pushed as it turns faster and slower. */
  readonly leverM?: number;
  /** By how much it is pushed to a side as it turns, m/s^2 per rad. */
  readonly pushedPerRad?: number;
  /** How much it is shaken, at 4 Hz, m/s^2. */
  readonly shakenMps2?: number;
}

/** Ten minutes of swaying by few degrees, each axis at a pace of its own: small angles add up. */
function swaying(sways: Sways): ImuBatch {
  const {
    aboutDeg = [0, 6, 6],
    turnS = [3, 6],
    tiltDeg = 0,
    leverM = 0,
    pushedPerRad = 0,
    shakenMps2 = 0,
  } = sways;
  // At one pace alone, being pushed and being tilted would be the same.
  const paces = [turnS, [4.3, 8.6], [5.7, 11.4]];
  const n = 600 * RATE_HZ;
  const [accMps2, gyrRadps] = [createVec3Columns(n), createVec3Columns(n)];
  const tUs = Float64Array.from({ length: n }, (_, i) => (i / RATE_HZ) * 1e6);
  const [cos, sin] = [Math.cos(tiltDeg * RAD_PER_DEG), Math.sin(tiltDeg * RAD_PER_DEG)];
  for (let i = 0; i < n; i++) {
    const t = i / RATE_HZ;
    const [turn, bend, lean] = aboutDeg.map((deg, k) => sway(deg * RAD_PER_DEG, paces[k]!, t));
    const shaken = shakenMps2 * Math.sin(8 * Math.PI * t);
    accMps2.x[i] = G_MPS2 * (cos - sin * bend!.angle) + shaken;
    accMps2.y[i] = -G_MPS2 * cos * lean!.angle + leverM * turn!.acceleration + pushedPerRad * turn!.angle;
    accMps2.z[i] = G_MPS2 * (sin + cos * bend!.angle) + shaken;
    gyrRadps.x[i] = cos * turn!.rate;
    gyrRadps.y[i] = bend!.rate;
    gyrRadps.z[i] = sin * turn!.rate + lean!.rate;
  }
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}

function sway(amplitude: number, periodsS: readonly number[], t: number) {
  const sum = { angle: 0, rate: 0, acceleration: 0 };
  for (const omega of periodsS.map((periodS) => (2 * Math.PI) / periodS)) {
    sum.angle += amplitude * Math.sin(omega * t);
    sum.rate += amplitude * omega * Math.cos(omega * t);
    sum.acceleration -= amplitude * omega * omega * Math.sin(omega * t);
  }
  return sum;
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

  it('say nothing of the one that points up: gravity does not turn about it', () => {
    const gainOf = (tiltDeg: number) =>
      new Map(judge(swaying({ aboutDeg: [12, 6, 6], tiltDeg })).gains).get('x');
    expect(gainOf(0)).toBeUndefined();
    expect(gainOf(25)).toBeGreaterThan(0.6);
  });

  it.each([
    ['in front of', 0.2],
    ['behind', -0.2],
  ])('are not doubted where a clip %s the axis is pushed by swivelling to and fro', (_where, leverM) => {
    for (const tiltDeg of [-25, -10, 10, 25]) {
      const swivel = swaying({ aboutDeg: [20, 6, 6], turnS: [1.3], tiltDeg, leverM });
      expect(judge(swivel).reversed).toEqual([]);
    }
  });

  it('are not doubted where a push goes with little tilt', () => {
    for (const pushedPerRad of [-1, 1]) {
      const pushed = swaying({ aboutDeg: [12, 6, 6], tiltDeg: 3, pushedPerRad });
      expect(judge(pushed).reversed).toEqual([]);
    }
  });

  it.each([1, 2, 3, 4])(
    'are not called reversed by chance where rates have nothing to do with gravity (%i)',
    (seed) => {
      const batch = swaying({});
      const random = seededRandom(seed);
      for (const column of Object.values(batch.gyrRadps!)) {
        for (let i = 0; i < batch.n; i++) column[i] = i % 5 === 0 ? 0.2 * (random() - 0.5) : column[i - 1]!;
      }
      const axes = new GyroAxes();
      const stretches = new TiltStretches();
      for (let i = 0; i < batch.n; i++) {
        if (stretches.push(batch.tUs, batch.accMps2, batch.gyrRadps!, i)) axes.add(stretches);
        expect(axes.reversed).toEqual([]);
      }
    },
  );

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
    restored.restore(JSON.parse(JSON.stringify(judge(half).snapshot())));
    expect(restored.snapshot()).toEqual(judge(half).snapshot());
    expect(restored.reversed).toEqual(['z']);
    expect(() => restored.restore({ fit: [1], found: [] })).toThrow(/'gyro.axes.fit' must hold 29 numbers/);
  });
});
