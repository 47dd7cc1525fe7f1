/**
 * The whole live pipeline on a simulated workday: nanoseconds and allocated bytes per sample, and a day of 8 h.
 * node packages/core/bench/pipeline.ts [--json] [--quick]
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseAxes } from '../src/mounting/axes.ts';
import { createPipeline, type PipelineParams } from '../src/pipeline/pipeline.ts';
import type { ImuBatch } from '../src/signal/imu-batch.ts';
import { commodityErrors, defaultWorkday, WorkdaySimulation } from '../src/simulation/index.ts';
import { type BenchResult, calibrationNs, cpuNs, printResults } from './calibration.ts';

const RATE_HZ = 100;
const SEED = 1;
/** A second at a time, as live; and a file's chunk. */
const CHUNKS = { live: RATE_HZ, file: 6000 } as const;
const quick = process.argv.includes('--quick');
const SHORT_HOURS = 1;
const DAY_HOURS = 8;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function params(hasGyro: boolean): PipelineParams {
  return { rateHz: RATE_HZ, hasGyro, hasMag: false, axes: parseAxes('up,right,forward') };
}

interface Run {
  readonly samples: number;
  readonly ns: number;
}

/** Only the pipeline's own time counts, not the simulation's. */
function fold(hours: number, chunk: number, hasGyro: boolean): Run {
  const simulation = new WorkdaySimulation(defaultWorkday(SEED, hours), {
    rateHz: RATE_HZ,
    errors: commodityErrors(SEED),
  });
  const pipeline = createPipeline(params(hasGyro));
  let ns = 0;
  for (const part of parts(simulation, chunk)) {
    const start = cpuNs();
    for (const batch of part) pipeline.push(hasGyro ? batch : { ...batch, gyrRadps: null });
    ns += cpuNs() - start;
  }
  const start = cpuNs();
  pipeline.flush();
  return { samples: simulation.length, ns: ns + cpuNs() - start };
}

/** A minute at a time in chunks: the clock of CPU time is too coarse for a single chunk. */
function* parts(simulation: WorkdaySimulation, chunk: number): Generator<ImuBatch[]> {
  const perMinute = CHUNKS.file / chunk;
  for (let first = simulation.next(chunk); first; first = simulation.next(chunk)) {
    const part: ImuBatch[] = [first];
    while (part.length < perMinute) {
      const batch = simulation.next(chunk);
      if (!batch) break;
      part.push(batch);
    }
    yield part;
  }
}

/**
 * Objects and boxed numbers, bytes per sample, in a minute of a warm pipeline; the median over the minutes. The
 * buffers of the columns that a push gives back live outside the heap and are not in it.
 */
function allocatedBytes(chunk: number): number {
  const simulation = new WorkdaySimulation(defaultWorkday(SEED, SHORT_HOURS), { rateHz: RATE_HZ });
  const pipeline = createPipeline(params(true));
  const bytes: number[] = [];
  for (const part of parts(simulation, chunk)) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (const batch of part) pipeline.push(batch);
    const samples = part.reduce((sum, { n }) => sum + n, 0);
    bytes.push((process.memoryUsage().heapUsed - before) / samples);
  }
  return median(bytes);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function bench(): BenchResult[] {
  fold(SHORT_HOURS / 4, CHUNKS.file, true);
  const calibration = calibrationNs();
  const result = (name: string, { ns, samples }: Run, bytes: number | null = null): BenchResult => ({
    name,
    nsPerSample: ns / samples,
    ratio: ns / samples / calibration,
    bytesPerSample: bytes,
  });
  const results = [
    result(
      'pipeline, 1 s at a time, 100 Hz',
      fold(SHORT_HOURS, CHUNKS.live, true),
      allocatedBytes(CHUNKS.live),
    ),
    result(
      'pipeline, 1 min at a time, 100 Hz',
      fold(SHORT_HOURS, CHUNKS.file, true),
      allocatedBytes(CHUNKS.file),
    ),
    result('pipeline, acceleration alone, 100 Hz', fold(SHORT_HOURS, CHUNKS.live, false)),
  ];
  if (quick) return results;
  const day = fold(DAY_HOURS, CHUNKS.file, true);
  return [...results, { ...result(`pipeline, a day of ${DAY_HOURS} h, 100 Hz`, day), seconds: day.ns / 1e9 }];
}

printResults(bench());
