import { createRotationBuffer, projectRow, type RotationBuffer } from '../src/measures/rotation/index.ts';
import { parseAxes } from '../src/mounting/axes.ts';
import { OrientationFilter } from '../src/orientation/orientation-filter.ts';
import { POSTURE_STATES } from '../src/pipeline/outputs.ts';
import { createPipeline, type PipelineParams } from '../src/pipeline/pipeline.ts';
import type { ImuBatch } from '../src/signal/imu-batch.ts';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '../src/simulation/index.ts';

export const RATE_HZ = 100;
export const SEED = 1;
const UNKNOWN = POSTURE_STATES.indexOf('unknown');

export function workday(hours: number): WorkdaySimulation {
  return new WorkdaySimulation(defaultWorkday(SEED, hours), {
    rateHz: RATE_HZ,
    errors: commodityErrors(SEED),
  });
}

export function pipelineOf(hasGyro: boolean, rateHz = RATE_HZ) {
  const params: PipelineParams = { rateHz, hasGyro, hasMag: false, axes: parseAxes('up,right,forward') };
  return createPipeline(params);
}

/** A workday in batches of `chunk` samples. */
export function recorded(hours: number, chunk: number): ImuBatch[] {
  const simulation = workday(hours);
  const batches: ImuBatch[] = [];
  for (let batch = simulation.next(chunk); batch; batch = simulation.next(chunk)) batches.push(batch);
  return batches;
}

/** Every sample twice, the second half an interval later: the same recording at twice the rate. */
export function doubled(batch: ImuBatch): ImuBatch {
  const twice = (column: Float64Array, laterBy = 0): Float64Array =>
    Float64Array.from({ length: 2 * batch.n }, (_, i) => column[i >> 1]! + (i % 2) * laterBy);
  const vector = (v: ImuBatch['accMps2']) => ({ x: twice(v.x), y: twice(v.y), z: twice(v.z) });
  return {
    n: 2 * batch.n,
    tUs: twice(batch.tUs, 1e6 / RATE_HZ / 2),
    accMps2: vector(batch.accMps2),
    gyrRadps: batch.gyrRadps && vector(batch.gyrRadps),
    magUt: batch.magUt && vector(batch.magUt),
  };
}

/** What the rotation stage gets of the batches. */
export function projected(batches: readonly ImuBatch[]): RotationBuffer[] {
  const filter = new OrientationFilter();
  const { quaternion, biasRadps } = filter;
  const known = { quaternion, biasRadps, upright: null, posture: UNKNOWN };
  return batches.map((batch) => {
    const buffer = createRotationBuffer(batch.n);
    for (let i = 0; i < batch.n; i++) {
      filter.updateRow(batch.tUs, batch.accMps2, batch.gyrRadps!, i);
      projectRow(batch, i, known, buffer);
    }
    return buffer;
  });
}
