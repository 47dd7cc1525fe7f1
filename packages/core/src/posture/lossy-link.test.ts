import { expect, test } from 'vitest';
import { seededRandom } from '../measures/rotation/random.ts';
import { parseAxes } from '../mounting/axes.ts';
import type { PostureState } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { createVec3Columns, type ImuBatch } from '../signal/imu-batch.ts';
import { defaultWorkday, posturePerSecond, WorkdaySimulation } from '../simulation/index.ts';

const RATE_HZ = 25;
const START_US = 1_767_600_000_000_000;

/** The batch without what a link loses that falls silent for `lostS` every `everyS` on average. */
function dropped(batch: ImuBatch, lostS: number, everyS: number): ImuBatch {
  const random = seededRandom(1);
  const kept: number[] = [];
  for (let i = 0; i < batch.n; i++) {
    if (random() < 1 / (everyS * RATE_HZ)) i += lostS * RATE_HZ;
    else kept.push(i);
  }
  const of = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!);
  const accMps2 = createVec3Columns(kept.length);
  for (const axis of ['x', 'y', 'z'] as const) accMps2[axis].set(of(batch.accMps2[axis]));
  return { n: kept.length, tUs: of(batch.tUs), accMps2, gyrRadps: null, magUt: null };
}

/** Share of the seconds with a stated posture that are told rightly as sitting or not. */
function judge(seed: number, lostS: number, everyS: number): number {
  const day = new WorkdaySimulation(defaultWorkday(seed, 2), { rateHz: RATE_HZ, startUs: START_US });
  const batch = dropped(day.next(day.length)!, lostS, everyS);
  const axes = parseAxes('up,right,forward');
  const pipeline = createPipeline({ rateHz: RATE_HZ, hasGyro: false, hasMag: false, axes });
  const seconds = [...pipeline.push(batch).seconds, ...pipeline.flush().seconds];
  const told = new Map<number, PostureState>(seconds.map(({ tUs, state }) => [tUs, state]));
  const known = posturePerSecond(day.truth).map((truth, s) => [truth, told.get(START_US + s * 1e6)] as const);
  const stated = known.filter(([, state]) => state !== undefined && state !== 'unknown');
  return (
    stated.filter(([truth, state]) => (truth === 'sitting') === (state === 'sitting')).length / stated.length
  );
}

test.each([
  [0.48, 10],
  [1, 10],
  [2, 40],
])('sitting is told in spite of a link that loses %d s every %d s', (lostS, everyS) => {
  expect(judge(2, lostS, everyS)).toBeGreaterThan(0.99);
});
