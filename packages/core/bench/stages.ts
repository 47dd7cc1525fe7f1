/**
 * What every stage of the live pipeline costs on a simulated workday, a second at a time: nanoseconds and allocated
 * bytes per sample, and bytes per second of the recording for what is said once a second.
 * node packages/core/bench/stages.ts [--json] [--quick]
 */
import { createLoadStage } from '../src/measures/load/index.ts';
import { createRotationStage, type RotationBuffer } from '../src/measures/rotation/index.ts';
import { parseAxes } from '../src/mounting/axes.ts';
import { OrientationFilter } from '../src/orientation/orientation-filter.ts';
import { HeadingDeviation } from '../src/pipeline/heading-deviation.ts';
import type { PostureSecond } from '../src/pipeline/outputs.ts';
import { POSTURE_PARAMS } from '../src/posture/posture.params.ts';
import { SAMPLE, SAMPLE_LENGTH } from '../src/posture/posture-sample.ts';
import { PostureStage } from '../src/posture/posture-stage.ts';
import type { ImuBatch } from '../src/signal/imu-batch.ts';
import { costOf } from './allocation.ts';
import { type BenchResult, calibrationNs, printResults } from './calibration.ts';
import { doubled, pipelineOf, projected, RATE_HZ, recorded } from './recording.ts';

const { TIME_US, ACC, UP, ROTATION_DEG } = SAMPLE;
const HOURS = process.argv.includes('--quick') ? 0.2 : 0.5;

/** Makes a stage for a rate and gives what feeds it with everything. */
type Feed<In> = (parts: readonly In[], rateHz: number) => () => void;

const orientation: Feed<ImuBatch> = (parts) => {
  const filter = new OrientationFilter();
  return () => {
    for (const { n, tUs, accMps2, gyrRadps } of parts)
      for (let i = 0; i < n; i++) filter.updateRow(tUs, accMps2, gyrRadps!, i);
  };
};

const accelerationAlone: Feed<ImuBatch> = (parts) => {
  const filter = new OrientationFilter();
  return () => {
    for (const { n, tUs, accMps2 } of parts) for (let i = 0; i < n; i++) filter.updateAccRow(tUs, accMps2, i);
  };
};

const heading: Feed<RotationBuffer> = (parts) => {
  const deviation = new HeadingDeviation();
  const q = Float64Array.of(1, 0, 0, 0);
  return () => {
    for (const { n, tUs } of parts) for (let i = 0; i < n; i++) deviation.push(tUs, i, q);
  };
};

const posture: Feed<RotationBuffer> = (parts, rateHz) => {
  const stage = new PostureStage({
    rateHz,
    axes: parseAxes('up,right,forward'),
    seed: null,
    params: POSTURE_PARAMS,
  });
  return () => {
    for (const part of parts) {
      pushPosture(stage, part);
      stage.drain();
    }
  };
};

const sample = new Float64Array(SAMPLE_LENGTH);
function pushPosture(stage: PostureStage, { n, tUs, up, verticalMps2 }: RotationBuffer): void {
  for (let i = 0; i < n; i++) {
    const size = verticalMps2[i]!;
    sample[TIME_US] = tUs[i]!;
    sample[ACC] = size * up.x[i]!;
    sample[ACC + 1] = size * up.y[i]!;
    sample[ACC + 2] = size * up.z[i]!;
    sample[UP] = up.x[i]!;
    sample[UP + 1] = up.y[i]!;
    sample[UP + 2] = up.z[i]!;
    sample[ROTATION_DEG] = 0;
    stage.pushSample(sample);
  }
}

const rotation: Feed<RotationBuffer> = (parts) => {
  const stage = createRotationStage();
  return () => {
    for (const part of parts) stage.push(part);
  };
};

const load: Feed<PostureSecond[]> = (parts) => {
  const stage = createLoadStage();
  return () => {
    for (const part of parts) stage.push(part);
  };
};

const pipeline: Feed<ImuBatch> = (parts, rateHz) => {
  const stage = pipelineOf(true, rateHz);
  return () => {
    for (const part of parts) stage.push(part);
  };
};

function bench(): BenchResult[] {
  const calibration = calibrationNs();
  const once = recorded(HOURS, RATE_HZ);
  const twice = once.map(doubled);
  const samples = once.reduce((sum, { n }) => sum + n, 0);
  const result = <In>(name: string, feed: Feed<In>, a: readonly In[], b: readonly In[]): BenchResult => {
    const cost = costOf({
      seconds: samples / RATE_HZ,
      samples,
      once: () => feed(a, RATE_HZ),
      twice: () => feed(b, 2 * RATE_HZ),
    });
    return { name: `${name}, ${RATE_HZ} Hz`, ratio: cost.nsPerSample / calibration, ...cost };
  };
  const [known, knownTwice] = [projected(once), projected(twice)];
  const said = secondsOf(once);
  return [
    result('stage orientation', orientation, once, twice),
    result('stage acceleration alone', accelerationAlone, once, twice),
    result('stage heading', heading, known, knownTwice),
    result('stage posture', posture, known, knownTwice),
    result('stage rotation', rotation, known, knownTwice),
    result('stage load', load, said, said),
    result('stages together, 1 s at a time', pipeline, once, twice),
  ];
}

/** What posture says of every second, as load gets it. */
function secondsOf(batches: readonly ImuBatch[]): PostureSecond[][] {
  const stage = pipelineOf(true);
  const seconds = batches.flatMap((batch) => [...stage.push(batch).seconds]);
  const last = new Map(seconds.map((second) => [second.tUs, second]));
  return [...last.values()].toSorted((a, b) => a.tUs - b.tUs).map((second) => [second]);
}

printResults(bench());
