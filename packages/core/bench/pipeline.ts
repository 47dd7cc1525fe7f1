/**
 * The whole live pipeline on a simulated workday: nanoseconds and allocated bytes per sample, and a day of 8 h.
 * node packages/core/bench/pipeline.ts [--json] [--quick]
 */
import type { ImuBatch } from '../src/signal/imu-batch.ts';
import type { WorkdaySimulation } from '../src/simulation/index.ts';
import { costOf } from './allocation.ts';
import { type BenchResult, calibrationNs, cpuNs, printResults } from './calibration.ts';
import { doubled, pipelineOf, RATE_HZ, recorded, workday } from './recording.ts';

/** A second at a time, as live; and a file's chunk. */
const CHUNKS = { live: RATE_HZ, file: 6000 } as const;
const quick = process.argv.includes('--quick');
const SHORT_HOURS = 1;
const DAY_HOURS = 8;
/** Of the recording that allocations are counted on. */
const COUNTED_HOURS = 0.5;

interface Run {
  readonly samples: number;
  readonly ns: number;
}

/** Only the pipeline's own time counts, not the simulation's. */
function fold(hours: number, chunk: number, hasGyro: boolean): Run {
  const simulation = workday(hours);
  const pipeline = pipelineOf(hasGyro);
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

/** Objects and boxed numbers; the buffers of the columns that a push gives back live outside the heap. */
function allocated(chunk: number): Pick<BenchResult, 'bytesPerSample' | 'bytesPerSecond'> {
  const once = recorded(COUNTED_HOURS, chunk);
  const twice = once.map(doubled);
  const samples = once.reduce((sum, { n }) => sum + n, 0);
  const feed = (batches: readonly ImuBatch[], rateHz: number) => () => {
    const pipeline = pipelineOf(true, rateHz);
    return () => {
      for (const batch of batches) pipeline.push(batch);
    };
  };
  const seconds = samples / RATE_HZ;
  return costOf({ seconds, samples, once: feed(once, RATE_HZ), twice: feed(twice, 2 * RATE_HZ) });
}

function bench(): BenchResult[] {
  fold(SHORT_HOURS / 4, CHUNKS.file, true);
  const calibration = calibrationNs();
  const result = (name: string, { ns, samples }: Run): BenchResult => ({
    name,
    nsPerSample: ns / samples,
    ratio: ns / samples / calibration,
    bytesPerSample: null,
  });
  const withBytes = (name: string, chunk: number): BenchResult => {
    const { bytesPerSample, bytesPerSecond } = allocated(chunk);
    return { ...result(name, fold(SHORT_HOURS, chunk, true)), bytesPerSample, bytesPerSecond };
  };
  const results = [
    withBytes('pipeline, 1 s at a time, 100 Hz', CHUNKS.live),
    withBytes('pipeline, 1 min at a time, 100 Hz', CHUNKS.file),
    result('pipeline, acceleration alone, 100 Hz', fold(SHORT_HOURS, CHUNKS.live, false)),
  ];
  if (quick) return results;
  const day = fold(DAY_HOURS, CHUNKS.file, true);
  return [...results, { ...result(`pipeline, a day of ${DAY_HOURS} h, 100 Hz`, day), seconds: day.ns / 1e9 }];
}

printResults(bench());
