import {
  applyBoutRevision,
  type Bout,
  createPipeline,
  createVec3Columns,
  type ImuBatch,
  type PipelineOutput,
  type PostureSecond,
  sliceBatch,
} from '@plumbline/core';
import type { StoredSamples } from './stored.ts';

/** The lines that a whole analysis comes down to: one per second and one per bout, as the database scales them. */
export interface DerivedLines {
  readonly seconds: readonly string[];
  readonly bouts: readonly string[];
}

const ACC_LSB_MPS2 = (16 * 9.80665) / 32_768;
const GYR_LSB_RADPS = ((2000 / 32_768) * Math.PI) / 180;

/** The WT901BLE's counts as the pipeline takes them: acceleration, then angular rate. */
function toBatch({ n, tUs, counts }: StoredSamples): ImuBatch {
  const accMps2 = createVec3Columns(n);
  const gyrRadps = createVec3Columns(n);
  counts.forEach((row, i) => {
    (['x', 'y', 'z'] as const).forEach((axis, a) => {
      accMps2[axis][i] = row[a]! * ACC_LSB_MPS2;
      gyrRadps[axis][i] = row[a + 3]! * GYR_LSB_RADPS;
    });
  });
  return { n, tUs: Float64Array.from(tUs), accMps2, gyrRadps, magUt: null };
}

/** One `push` per chunk and a `flush`: what `plumbline analyse` does with a file. */
export function analyseInChunks(samples: StoredSamples, chunk: number, rateHz: number): DerivedLines {
  const pipeline = createPipeline({ rateHz, hasGyro: true, hasMag: false, axes: null });
  const batch = toBatch(samples);
  const seconds = new Map<number, PostureSecond>();
  let bouts: readonly Bout[] = [];
  const take = (output: PipelineOutput): void => {
    for (const second of output.seconds) seconds.set(second.tUs, second);
    bouts = applyBoutRevision(bouts, output.bouts);
  };
  for (let at = 0; at < batch.n; at += chunk) {
    take(pipeline.push(sliceBatch(batch, at, Math.min(batch.n, at + chunk))));
  }
  take(pipeline.flush());
  return { seconds: [...seconds.values()].map(secondLine), bouts: bouts.map(boutLine) };
}

const scaled = (value: number | null, scale: number): number | string =>
  value === null ? 'null' : Math.round(value * scale);

function secondLine(second: PostureSecond): string {
  const angles = [second.flexionDeg, second.sideBendDeg, second.rotationDeg, second.tiltDeg];
  return [
    second.tUs,
    second.state,
    scaled(second.probability, 1000),
    ...angles.map((angle) => scaled(angle, 100)),
    scaled(second.activityMps2, 100),
    scaled(second.coverage, 1000),
  ].join(',');
}

function boutLine(bout: Bout): string {
  return [bout.startUs, bout.endUs, bout.state].join(',');
}
