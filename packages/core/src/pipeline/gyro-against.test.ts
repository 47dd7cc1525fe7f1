import { describe, expect, test } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import { NO_GYROSCOPE } from '../mounting/gyro-watch.ts';
import { type ImuBatch, sliceBatch } from '../signal/imu-batch.ts';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '../simulation/index.ts';
import type { MountingEvent, PipelineOutput, RotationEvent } from './outputs.ts';
import { createPipeline, type PipelineParams } from './pipeline.ts';
import type { Snapshot } from './stage.ts';

const RATE_HZ = 50;
const PARAMS: PipelineParams = {
  rateHz: RATE_HZ,
  hasGyro: true,
  hasMag: false,
  axes: parseAxes('up,right,forward'),
};
const HOUR = day(1);
const REVERSED = reversed(HOUR);

/** The first hour of somebody's workday, with the errors of a commodity sensor. */
function day(seed: number): ImuBatch {
  const workday = new WorkdaySimulation(defaultWorkday(seed, 1), {
    rateHz: RATE_HZ,
    errors: commodityErrors(seed),
  });
  return workday.next(3600 * RATE_HZ)!;
}

/** Rates the other way round up to a time, s: all of them, or those about some axes. */
function reversed(
  batch: ImuBatch,
  untilS = Number.POSITIVE_INFINITY,
  axes: readonly ('x' | 'y' | 'z')[] = ['x', 'y', 'z'],
): ImuBatch {
  const gyrRadps = { ...batch.gyrRadps! };
  for (const axis of axes) {
    gyrRadps[axis] = gyrRadps[axis].map((rate, i) => (i < untilS * RATE_HZ ? -rate : rate));
  }
  return { ...batch, gyrRadps };
}

/** Samples between two times are lost, s. */
function without(batch: ImuBatch, fromS: number, untilS: number): ImuBatch {
  const rest = (column: Float64Array): Float64Array =>
    column.filter((_, i) => i < fromS * RATE_HZ || i >= untilS * RATE_HZ);
  const { x, y, z } = batch.accMps2;
  const gyr = batch.gyrRadps!;
  return {
    ...{ n: batch.n - (untilS - fromS) * RATE_HZ, tUs: rest(batch.tUs), magUt: null },
    accMps2: { x: rest(x), y: rest(y), z: rest(z) },
    gyrRadps: { x: rest(gyr.x), y: rest(gyr.y), z: rest(gyr.z) },
  };
}

/** What a pipeline says of a batch that comes in pieces; `fresh`: each time another one from a snapshot. */
function said(batch: ImuBatch, piece: number, params = PARAMS, fresh = false): PipelineOutput[] {
  let pipeline = createPipeline(params);
  const outputs: PipelineOutput[] = [];
  for (let at = 0; at < batch.n; at += piece) {
    outputs.push(pipeline.push(sliceBatch(batch, at, Math.min(at + piece, batch.n))));
    const snapshot = JSON.parse(JSON.stringify(pipeline.snapshot())) as Snapshot;
    if (!fresh) continue;
    pipeline = createPipeline(params);
    pipeline.restore(snapshot);
  }
  return [...outputs, pipeline.flush()];
}

const gyroEvents = (outputs: readonly PipelineOutput[]): MountingEvent[] =>
  outputs
    .flatMap(({ mountingEvents }) => mountingEvents ?? [])
    .filter(({ kind }) => kind === 'gyro_against' || kind === 'gyro_right');

/** Those that no event has made void. */
function standing(outputs: readonly PipelineOutput[]): RotationEvent[] {
  const voids = gyroEvents(outputs).filter(({ kind }) => kind === 'gyro_against');
  return outputs
    .flatMap(({ rotations }) => rotations)
    .filter(({ peakUs }) => !voids.some(({ tUs, judgedAtUs }) => tUs <= peakUs && peakUs < judgedAtUs!));
}

describe('a gyroscope that turns the other way than gravity', () => {
  const outputs = said(REVERSED, REVERSED.n);
  const [event, ...more] = gyroEvents(outputs);

  test('is known after some minutes, and only once', () => {
    expect(more).toEqual([]);
    expect(event).toMatchObject({ kind: 'gyro_against', tUs: HOUR.tUs[0] });
    expect((event!.judgedAtUs! - HOUR.tUs[0]!) / 60e6).toBeLessThan(5);
  });

  test('tells no rotation, and why there is none', () => {
    expect(standing(outputs)).toEqual([]);
    expect(outputs.at(-1)!.mounting.rotationReason).toMatch(/the other way than gravity/);
    const { tUs, rotationDeg } = outputs[0]!.orientation;
    for (const [i, at] of tUs.entries()) expect(Number.isNaN(rotationDeg[i]!)).toBe(at >= event!.judgedAtUs!);
  });

  test('leaves posture to acceleration', () => {
    const alone = said({ ...HOUR, gyrRadps: null }, HOUR.n);
    const states = (from: readonly PipelineOutput[]): Map<number, string> =>
      new Map(from.flatMap(({ seconds }) => seconds).map(({ tUs, state }) => [tUs, state]));
    const [here, there] = [states(outputs), states(alone)];
    const after = [...here].filter(([tUs]) => tUs > event!.judgedAtUs! + 60e6);
    const same = after.filter(([tUs, state]) => there.get(tUs) === state);
    expect(same.length / after.length).toBeGreaterThan(0.99);
  });

  test.each([1013, 60 * RATE_HZ])('is the same in pieces of %i samples, each from a snapshot', (piece) => {
    const pieces = said(REVERSED, piece, PARAMS, true);
    expect(gyroEvents(pieces)).toEqual([event]);
    expect(standing(pieces)).toEqual([]);
    const since = pieces.findIndex((output) => gyroEvents([output]).length > 0);
    expect(pieces.slice(0, since).flatMap(({ rotations }) => rotations)).not.toEqual([]);
    expect(pieces.slice(since).flatMap(({ rotations }) => rotations)).toEqual([]);
    expect(pieces.at(-1)!.mounting).toEqual(outputs.at(-1)!.mounting);
  });

  test('is believed again once it was put right', () => {
    const mended = said(without(reversed(HOUR, 600), 600, 660), HOUR.n);
    const [, right] = gyroEvents(mended);
    expect(right).toMatchObject({ kind: 'gyro_right', tUs: right!.judgedAtUs });
    expect(mended.at(-1)!.mounting.rotationReason).toBeNull();
    const told = standing(mended);
    expect(told.length).toBeGreaterThan(0);
    for (const { peakUs } of told) expect(peakUs).toBeGreaterThan(right!.tUs);
  });
});

describe('a session after one whose gyroscope turned against gravity', () => {
  const seed = said(REVERSED, REVERSED.n).at(-1)!.mounting.seed!;

  test('tells no rotation from its first sample on', () => {
    const outputs = said(reversed(day(2)), 3600 * RATE_HZ, { ...PARAMS, seed });
    expect(outputs.flatMap(({ rotations }) => rotations)).toEqual([]);
    const [event, ...more] = gyroEvents(outputs);
    expect(event).toMatchObject({ kind: 'gyro_against', tUs: outputs[0]!.orientation.tUs[0] });
    expect(more).toEqual([]);
    expect(outputs.at(-1)!.mounting.seed).toMatchObject({ isGyroAgainst: true });
  });

  test('believes it again when it was put right, and says so to the next one', () => {
    const outputs = said(day(2), 3600 * RATE_HZ, { ...PARAMS, seed });
    expect(gyroEvents(outputs).map(({ kind }) => kind)).toEqual(['gyro_against', 'gyro_right']);
    expect(standing(outputs)).not.toEqual([]);
    expect(outputs.at(-1)!.mounting.seed).not.toHaveProperty('isGyroAgainst');
  });
});

describe('a gyroscope of which only the axis along the spine is reversed', () => {
  const batch = reversed(HOUR, Number.POSITIVE_INFINITY, ['x']);
  const outputs = said(batch, batch.n);
  const { seed, rotationReason } = outputs.at(-1)!.mounting;

  test('is known within the hour, and no rotation of it stands', () => {
    expect(gyroEvents(outputs).map(({ kind }) => kind)).toEqual(['gyro_against']);
    expect(rotationReason).toMatch(/the other way than gravity/);
    expect(standing(outputs)).toEqual([]);
  });

  test('is the same in pieces, each from a snapshot', () => {
    const pieces = said(batch, 1013, PARAMS, true);
    expect(gyroEvents(pieces)).toEqual(gyroEvents(outputs));
    expect(pieces.at(-1)!.mounting).toEqual(outputs.at(-1)!.mounting);
  });

  test('is not believed by the next session before it has shown that this axis turns right', () => {
    expect(seed).toMatchObject({ reversedGyroAxes: ['x'] });
    expect(seed).not.toHaveProperty('isGyroAgainst');
    const next = said(day(1), 3600 * RATE_HZ, { ...PARAMS, seed: seed! });
    expect(gyroEvents(next).map(({ kind }) => kind)).toEqual(['gyro_against', 'gyro_right']);
    expect(next.at(-1)!.mounting.seed).not.toHaveProperty('reversedGyroAxes');
  });
});

test.each([1, 2, 3])('a gyroscope that turns with gravity is believed all the time (person %i)', (seed) => {
  const outputs = said(day(seed), 3600 * RATE_HZ);
  expect(gyroEvents(outputs)).toEqual([]);
  expect(outputs.at(-1)!.mounting.rotationReason).toBeNull();
});

test('a source without one says so', () => {
  const pipeline = createPipeline({ ...PARAMS, hasGyro: false });
  expect(pipeline.flush().mounting.rotationReason).toBe(NO_GYROSCOPE);
});
