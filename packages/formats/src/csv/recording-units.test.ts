import type { ImuBatch } from '@plumbline/core';
import { defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';
import { describe, expect, it } from 'vitest';
import { RecordingError } from './recording-error.ts';
import { RecordingUnits } from './recording-units.ts';

const RATE_HZ = 50;
const G_MPS2 = 9.80665;
const DEG_PER_RAD = 180 / Math.PI;

interface Scales {
  readonly acc?: number;
  readonly gyr?: number;
}

/** Ten minutes of a simulated day or as many as are asked for, from `fromS` on, in other units. */
function recording({ acc = 1, gyr = 1 }: Scales, fromS = 0, seconds = 600): ImuBatch {
  const day = new WorkdaySimulation(defaultWorkday(1, (fromS + seconds) / 3600), { rateHz: RATE_HZ });
  day.next(fromS * RATE_HZ);
  const batch = day.next(seconds * RATE_HZ)!;
  for (const column of Object.values(batch.accMps2)) scale(column, acc);
  for (const column of Object.values(batch.gyrRadps)) scale(column, gyr);
  return batch;
}

function scale(column: Float64Array, times: number): void {
  for (let i = 0; i < column.length; i++) column[i]! *= times;
}

function refusal(batch: ImuBatch, rateHz = RATE_HZ): RecordingError | null {
  try {
    const units = new RecordingUnits(rateHz);
    units.take(batch);
    units.check();
    return null;
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
}

describe('units that cannot be', () => {
  it.each([
    ['g', 1 / G_MPS2, '1 m/s^2'],
    ['milli-g', 1000 / G_MPS2, '1000 m/s^2'],
    ['counts of a 16 g range', 2048 / G_MPS2, '2100 m/s^2'],
    ['a sensor that is dead', 0, '0 m/s^2'],
  ])('acceleration in %s is refused with what it reads', (_unit, acc, value) => {
    expect(refusal(recording({ acc }))).toMatchObject({
      field: 'acc_x,acc_y,acc_z',
      value,
      remedy: expect.stringContaining('9.80665'),
    });
  });

  it.each([
    ['while walking', 30],
    ['while sitting still', 120],
  ])('angular rates in degrees per second are refused %s', (_what, fromS) => {
    expect(refusal(recording({ gyr: DEG_PER_RAD }, fromS))).toMatchObject({
      field: 'gyr_x,gyr_y,gyr_z',
      remedy: expect.stringContaining('0.0174533'),
    });
  });

  it.each([
    ['all of them', ['x', 'y', 'z'], []],
    ['one of a left-handed frame', ['y'], ['y']],
  ] as const)('rates whose sign is changed, %s, are refused: left would be right', (_which, gyr, acc) => {
    const batch = recording({}, 30);
    for (const axis of gyr) scale(batch.gyrRadps![axis], -1);
    for (const axis of acc) scale(batch.accMps2[axis], -1);
    expect(refusal(batch)).toMatchObject({
      field: 'gyr_x,gyr_y,gyr_z',
      value: expect.stringMatching(/^correlation -0\.[2-9]/),
      remedy: expect.stringContaining('change the sign'),
    });
  });

  it.each(['x', 'y', 'z'] as const)(
    'rates about %s alone whose sign is changed are refused, and named',
    (axis) => {
      const batch = recording({}, 30, 3600);
      scale(batch.gyrRadps![axis], -1);
      const { field, value } = refusal(batch)!;
      expect(field).toBe('gyr_x,gyr_y,gyr_z');
      expect(value.match(/gain of gyr_. -/g)).toEqual([`gain of gyr_${axis} -`]);
    },
  );

  it('rates of a left-handed frame are put right by what the refusal says', () => {
    const batch = recording({}, 30);
    const leftHanded = structuredClone(batch);
    for (const columns of [leftHanded.accMps2, leftHanded.gyrRadps!]) scale(columns.y, -1);
    expect(refusal(leftHanded)?.remedy).toMatch(/one axis of acceleration and of the same axis of the rates/);
    for (const columns of [leftHanded.accMps2, leftHanded.gyrRadps!]) scale(columns.y, -1);
    expect(leftHanded).toEqual(batch);
    expect(refusal(leftHanded)).toBeNull();
  });

  it('rates whose sign was changed until somebody put it right are refused as well', () => {
    const batch = recording({}, 30);
    for (const column of Object.values(batch.gyrRadps!)) scale(column.subarray(0, 300 * RATE_HZ), -1);
    expect(refusal(batch)?.field).toBe('gyr_x,gyr_y,gyr_z');
  });

  it('times in milliseconds are refused before anything is read', () => {
    expect(() => new RecordingUnits(RATE_HZ * 1000)).toThrow(/t_us 'every 20.0 us'.*times 1000/);
  });
});

describe('units that can be', () => {
  it.each([
    ['the right ones', {}],
    ['a gain of acceleration that is off by a third', { acc: 1.33 }],
    ['a gyroscope that is dead', { gyr: 0 }],
    ['a gyroscope whose gain is off by a third', { gyr: 0.67 }],
  ])('%s pass', (_what, scales) => {
    expect(refusal(recording(scales))).toBeNull();
  });

  it('pass where a body is pushed to and fro and hardly turns', () => {
    const batch = recording({});
    for (let i = 0; i < batch.n; i++) batch.accMps2.z[i]! += 2 * Math.sin(i / 20);
    expect(refusal(batch)).toBeNull();
  });

  it('pass in a left-handed frame whose rates were turned with it', () => {
    const batch = recording({}, 30);
    scale(batch.accMps2.y, -1);
    scale(batch.gyrRadps!.x, -1);
    scale(batch.gyrRadps!.z, -1);
    expect(refusal(batch)).toBeNull();
  });

  it('say that a gyroscope is dead, and nothing of it where there are few rows', () => {
    const isDead = (gyr: number, rows?: number): boolean => {
      const units = new RecordingUnits(RATE_HZ);
      const whole = recording({ gyr });
      units.take({ ...whole, n: 1 });
      units.take({ ...whole, n: rows ?? whole.n });
      return units.isGyroDead;
    };
    expect([isDead(0), isDead(1)]).toEqual([true, false]);
    expect([isDead(0, 48), isDead(0, 49)]).toEqual([false, true]);
    expect(new RecordingUnits(RATE_HZ).isGyroDead).toBe(false);
  });

  it('pass where a sensor turns about the vertical all the time', () => {
    const batch = recording({});
    const { x, y, z } = batch.accMps2;
    for (let i = 0; i < batch.n; i++) {
      const size = Math.hypot(x[i]!, y[i]!, z[i]!);
      batch.gyrRadps!.x[i]! += (2 * x[i]!) / size;
      batch.gyrRadps!.y[i]! += (2 * y[i]!) / size;
      batch.gyrRadps!.z[i]! += (2 * z[i]!) / size;
    }
    expect(refusal(batch)).toBeNull();
  });

  it('pass of a few rows, of losses and of rows out of order', () => {
    const batch = recording({ gyr: DEG_PER_RAD });
    expect(refusal({ ...batch, n: RATE_HZ })).toBeNull();
    const sparse = { ...batch, tUs: batch.tUs.map((_, i) => i * 300_000) };
    expect(refusal(sparse)).toBeNull();
    expect(refusal({ ...batch, tUs: batch.tUs.toReversed() })).toBeNull();
  });
});
