import { commodityErrors, defaultWorkday, WorkdaySimulation } from '@plumbline/core/simulation';
import type { Source } from './source.ts';

const RATE_HZ = 100;
const ROWS_AT_ONCE = 256;

/** A synthetic day with the errors of a commodity sensor. */
export function workdaySource(seed: number, hours: number): Source {
  const day = new WorkdaySimulation(defaultWorkday(seed, hours), {
    rateHz: RATE_HZ,
    errors: commodityErrors(seed),
  });
  return { title: `workday ${seed}`, rateHz: RATE_HZ, hasGyro: true, batches: batchesOf(day) };
}

async function* batchesOf(day: WorkdaySimulation) {
  for (let batch = day.next(ROWS_AT_ONCE); batch; batch = day.next(ROWS_AT_ONCE)) yield batch;
}
