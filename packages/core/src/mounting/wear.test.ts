import { describe, expect, test } from 'vitest';
import type { PipelineOutput } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { createVec3Columns, type ImuBatch, sliceBatch } from '../signal/imu-batch.ts';
import {
  type Activity,
  clipOnBelt,
  commodityErrors,
  drawPerson,
  SeededRandom,
  WorkdaySimulation,
} from '../simulation/index.ts';
import { MOUNTING_PARAMS } from './mounting.params.ts';

const RATE_HZ = 25;
const OPTIONS = { rateHz: RATE_HZ, hasGyro: true, hasMag: false, axes: null };
const START_US = 1_795_000_000_000_000;
/** Noise of a commodity accelerometer per sample, m/s^2: of a common one and of a poor one. */
const NOISE_MPS2 = 0.01;
const POOR_NOISE_MPS2 = 0.03;
/** What is decided lies so far back. */
const DECIDED_AFTER_S = 15;

function worn(seed: number, activities: readonly Activity[], startS: number, tiltDeg?: number): ImuBatch[] {
  const random = new SeededRandom(seed);
  const person = drawPerson(random);
  const mounting = clipOnBelt({ forward: tiltDeg ?? random.between(-12, 12), left: 3, turned: 4 });
  const plan = { seed, person, mounting, mirrored: false, activities };
  const options = { rateHz: RATE_HZ, startUs: START_US + startS * 1e6, errors: commodityErrors(seed) };
  const day = new WorkdaySimulation(plan, options);
  const batches: ImuBatch[] = [];
  for (let batch = day.next(RATE_HZ * 60); batch; batch = day.next(RATE_HZ * 60)) batches.push(batch);
  return batches;
}

/** A clip that lies on its side on a table. */
function onTable(seed: number, startS: number, lengthS: number, noiseMps2 = NOISE_MPS2): ImuBatch {
  const random = new SeededRandom(seed);
  const n = lengthS * RATE_HZ;
  const [accMps2, gyrRadps] = [createVec3Columns(n), createVec3Columns(n)];
  const tUs = Float64Array.from({ length: n }, (_, i) => START_US + startS * 1e6 + (i * 1e6) / RATE_HZ);
  for (let i = 0; i < n; i++) {
    accMps2.x[i] = noiseMps2 * random.normal();
    accMps2.y[i] = 9.8 + noiseMps2 * random.normal();
    accMps2.z[i] = 0.4 + noiseMps2 * random.normal();
    for (const axis of [gyrRadps.x, gyrRadps.y, gyrRadps.z]) axis[i] = 0.01 + 0.001 * random.normal();
  }
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}

function analyse(batches: readonly ImuBatch[]) {
  const pipeline = createPipeline(OPTIONS);
  const said = [...batches.map((batch) => pipeline.push(batch)), pipeline.flush()];
  const told = said.flatMap(({ seconds }) => seconds.map(({ tUs, state }) => [tUs, state] as const));
  return {
    states: [...new Map(told).values()],
    atOnce: [...new Map(told.toReversed()).values()].toReversed(),
    events: said.flatMap(({ mountingEvents }) => mountingEvents ?? []),
  };
}

const OPENING: readonly Activity[] = [
  { kind: 'stand', durationS: 20 },
  { kind: 'walk', durationS: 60 },
];

describe.each([
  { name: 'a common sensor', noiseMps2: NOISE_MPS2, knownAfterS: MOUNTING_PARAMS.tableS },
  { name: 'a poor one', noiseMps2: POOR_NOISE_MPS2, knownAfterS: MOUNTING_PARAMS.notWornS },
])('a simulated day with the clip off, $name', ({ noiseMps2, knownAfterS }) => {
  const TABLE_S = 20 * 60;
  const BEFORE_S = 300;
  const errors: number[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const before = worn(seed, [...OPENING, { kind: 'sit', durationS: BEFORE_S - 80 }], 0);
    const table = onTable(seed, BEFORE_S, TABLE_S, noiseMps2);
    const after = worn(seed + 100, [...OPENING, { kind: 'sit', durationS: 120 }], BEFORE_S + TABLE_S);
    const { states, atOnce, events } = analyse([...before, table, ...after]);

    test(`person ${seed}: twenty minutes on a table are not worn after the first of them`, () => {
      const isOff = states.map((state) => state === 'not_worn');
      const first = isOff.indexOf(true);
      expect(Math.abs(first - (BEFORE_S + MOUNTING_PARAMS.heldFromS))).toBeLessThan(5);
      expect(Math.abs(isOff.lastIndexOf(true) - (BEFORE_S + TABLE_S))).toBeLessThan(15);
      expect(isOff.slice(first, BEFORE_S + TABLE_S - 5)).not.toContain(false);
      errors.push(TABLE_S - isOff.filter(Boolean).length);
    });

    test(`person ${seed}: it shows at once after ${knownAfterS / 60} minutes until it moves`, () => {
      const isOff = atOnce.map((state) => state === 'not_worn');
      const first = isOff.indexOf(true);
      expect(Math.abs(first - (BEFORE_S + knownAfterS + DECIDED_AFTER_S))).toBeLessThan(5);
      expect(isOff.lastIndexOf(true) - (BEFORE_S + TABLE_S)).toBeLessThanOrEqual(1);
      expect(isOff.slice(first, BEFORE_S + TABLE_S - 5)).not.toContain(false);
    });

    test(`person ${seed}: the event says since when`, () => {
      const [removed, again] = events.filter(({ kind }) => kind === 'removed' || kind === 'worn_again');
      expect(Math.abs((removed!.tUs - START_US) / 1e6 - BEFORE_S)).toBeLessThan(15);
      expect(Math.abs((again!.tUs - START_US) / 1e6 - BEFORE_S - TABLE_S)).toBeLessThan(15);
    });
  }

  test('the error is the quarter of a minute before anything waits', () => {
    console.info(`worn although on a table for 20 min: ${errors.join(', ')} s`);
    for (const error of errors) expect(Math.abs(error - MOUNTING_PARAMS.heldFromS)).toBeLessThan(5);
  });
});

test('a clip put back ten degrees off is found out by the next walk: nobody puts it back as it was', () => {
  const before = worn(1, [...OPENING, { kind: 'sit', durationS: 100 }], 0, 0);
  const after = worn(1, [...OPENING, { kind: 'sit', durationS: 100 }], 180 + 900, 10);
  const { events } = analyse([...before, onTable(1, 180, 900), ...after]);
  expect(events.map(({ kind }) => kind)).toEqual(['removed', 'worn_again', 'slip', 'slip']);
  expect(Math.abs(events.at(-1)!.angleDeg! - 10)).toBeLessThan(2);
});

test('whoever puts the clip on a table from a chair has had no break', () => {
  const day = worn(1, [...OPENING, { kind: 'sit', durationS: 1200 }], 0);
  const pipeline = createPipeline(OPTIONS);
  const said = [...day, onTable(1, 1280, 1200)].map((batch) => pipeline.push(batch));
  expect([...said, pipeline.flush()].flatMap(({ breaks }) => breaks ?? [])).toEqual([]);
});

/** The end of a day that ends on a table for so long; the wearer sat until then. */
function endingOnTable(tableS: number): PipelineOutput {
  const pipeline = createPipeline(OPTIONS);
  for (const batch of worn(1, [...OPENING, { kind: 'sit', durationS: 40 }], 0)) pipeline.push(batch);
  pipeline.push(onTable(1, 120, tableS));
  return pipeline.flush();
}

test.each([
  { tableS: 120, state: 'unknown', why: 'for its last 104 s the sensor kept as still as on a table' },
  { tableS: 170, state: 'unknown', why: 'for its last 154 s the sensor kept as still as on a table' },
  { tableS: 300, state: 'not_worn', why: null },
])('of $tableS s on a table at the end $state is what is told, and why', ({ tableS, state, why }) => {
  const { seconds, bouts, decidedUntilUs, mounting } = endingOnTable(tableS);
  expect(mounting.reason?.split(':')[0] ?? null).toBe(why);
  const endUs = START_US + (120 + tableS) * 1e6;
  expect(decidedUntilUs).toBe(endUs);
  expect(seconds.at(-1)).toMatchObject({ tUs: endUs - 1e6, state });
  expect(bouts.bouts.at(-1)).toMatchObject({ state, endUs, open: false });
});

test('of a clip that was never worn it is told that upright is not known, not that it ends still', () => {
  const pipeline = createPipeline(OPTIONS);
  pipeline.push(onTable(1, 0, 120));
  expect(pipeline.flush().mounting.reason).toMatch(/^upright is not known yet/);
});

test('a clip on a table is told the same in any pieces and over a restore in each of them', () => {
  const day = [...worn(1, [...OPENING, { kind: 'sit', durationS: 40 }], 0), onTable(1, 120, 800)];
  const whole = createPipeline(OPTIONS);
  const said = [...day.map((batch) => whole.push(batch)), whole.flush()];
  let pipeline = createPipeline(OPTIONS);
  const parts = day
    .flatMap((batch) => pieces(batch, 37 * RATE_HZ))
    .map((piece) => {
      const told = pipeline.push(piece);
      const snapshot = JSON.parse(JSON.stringify(pipeline.snapshot()));
      pipeline = createPipeline(OPTIONS);
      pipeline.restore(snapshot);
      return told;
    });
  const secondsOf = (outputs: readonly PipelineOutput[]) => outputs.flatMap(({ seconds }) => seconds);
  expect(secondsOf([...parts, pipeline.flush()])).toEqual(secondsOf(said));
});

function pieces(batch: ImuBatch, length: number): ImuBatch[] {
  const count = Math.ceil(batch.n / length);
  return Array.from({ length: count }, (_, i) =>
    sliceBatch(batch, i * length, Math.min(batch.n, (i + 1) * length)),
  );
}

describe('a still sitter', () => {
  test.each([1, 2, 3])('person %i wears it through an hour without a shift', (seed) => {
    const sit: Activity = { kind: 'sit', durationS: 3600, shiftsPer15Min: 0, fidgetsPer15Min: 0 };
    const { states, events } = analyse(worn(seed, [...OPENING, sit], 0));
    expect(states).not.toContain('not_worn');
    expect(events).toEqual([]);
    expect(states.filter((state) => state === 'sitting').length).toBeGreaterThan(3450);
  });
});
