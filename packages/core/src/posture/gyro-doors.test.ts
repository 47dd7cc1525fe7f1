import { describe, expect, it } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import {
  commodityErrors,
  defaultWorkday,
  posturePerSecond,
  type WorkdayPlan,
  WorkdaySimulation,
} from '../simulation/index.ts';

const RATE_HZ = 25;
const START_US = 1_767_600_000_000_000;

/** Share of the seconds told rightly as sitting or not, and the seconds told. */
function judge(plan: WorkdayPlan, hasGyro: boolean): number {
  const day = new WorkdaySimulation(plan, { rateHz: RATE_HZ, startUs: START_US, errors: commodityErrors(1) });
  const axes = parseAxes('up,right,forward');
  const pipeline = createPipeline({ rateHz: RATE_HZ, hasGyro, hasMag: false, axes });
  const told = new Map<number, PostureSecond>();
  for (let batch = day.next(6000); batch; batch = day.next(6000)) {
    const known = hasGyro ? batch : { ...batch, gyrRadps: null };
    for (const second of pipeline.push(known).seconds) told.set(second.tUs, second);
  }
  for (const second of pipeline.flush().seconds) told.set(second.tUs, second);
  const truth = posturePerSecond(day.truth);
  const right = truth.filter(
    (posture, s) => (posture === 'sitting') === (told.get(START_US + s * 1e6)?.state === 'sitting'),
  );
  return right.length / truth.length;
}

describe('sitting against standing with a gyroscope', () => {
  it('is right for all but seconds of a workday, as with acceleration alone', () => {
    const plan = defaultWorkday(3, 1);
    expect(judge(plan, true)).toBeGreaterThan(0.998);
    expect(judge(plan, false)).toBeGreaterThan(0.998);
  });

  it('holds for somebody who stands still for 38 minutes, whom acceleration alone gives up', () => {
    const { activities, ...rest } = defaultWorkday(9, 3);
    const still = activities.findLast(({ kind }) => kind === 'stand')!;
    const before = activities.slice(0, 4);
    const plan = { ...rest, activities: [...before, { ...still, durationS: 2300 }] };
    expect(judge(plan, true)).toBeGreaterThan(0.99);
    expect(judge(plan, false)).toBeLessThan(0.97);
  });
});
