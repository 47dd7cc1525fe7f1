import { openRecording, RecordingUnits } from '@plumbline/formats';
import { messageOf, StartFailure } from './failure.ts';

export interface RecordingFacts {
  readonly samples: number;
  /** The nearest rate that the virtual sensor has. */
  readonly rateHz: number;
  readonly durationS: number;
}

/** Rates of the WT901BLE that a recording can be played at. */
const SENSOR_RATES_HZ = [10, 20, 50, 100, 200];
const RATE_TOLERANCE = 0.05;
const US_PER_S = 1e6;
const HEADER_LINES = 1;

/** Reads the whole file, so that a malformed line is told before anything is started. */
export async function inspectRecording(path: string): Promise<RecordingFacts> {
  const stepsUs = new Map<number, number>();
  let samples = 0;
  let firstUs = Number.NaN;
  let lastUs = Number.NaN;
  let gyroscope = false;
  try {
    const { rateHz, batches } = await openRecording(path);
    const units = new RecordingUnits(rateHz);
    for await (const batch of batches) {
      units.take(batch);
      gyroscope ||= batch.gyrRadps !== null;
      for (let i = 0; i < batch.n; i++) {
        const tUs = batch.tUs[i]!;
        if (samples++ === 0) firstUs = tUs;
        else countStep(stepsUs, tUs, lastUs, samples);
        lastUs = tUs;
      }
    }
    units.check();
  } catch (error) {
    throw new StartFailure(`The recording cannot be played: ${messageOf(error)}`, '');
  }
  requirePlayable(path, samples, gyroscope);
  return { samples, rateHz: sensorRate(path, commonStep(stepsUs)), durationS: (lastUs - firstUs) / US_PER_S };
}

function countStep(stepsUs: Map<number, number>, tUs: number, lastUs: number, sample: number): void {
  const stepUs = tUs - lastUs;
  if (!(stepUs > 0)) {
    const line = sample + HEADER_LINES;
    throw new RangeError(
      `line ${line}: t_us ${tUs} is not later than ${lastUs} before it; sort the rows by time.`,
    );
  }
  stepsUs.set(stepUs, (stepsUs.get(stepUs) ?? 0) + 1);
}

function requirePlayable(path: string, samples: number, gyroscope: boolean): void {
  if (samples < 2) {
    throw new StartFailure(`The recording ${path} holds ${samples} samples.`, 'Give one with at least two.');
  }
  if (!gyroscope) {
    throw new StartFailure(
      `The recording ${path} has no gyr_x,gyr_y,gyr_z columns, and the virtual WT901BLE always sends them.`,
      'Look at it with: plumbline analyse <recording> --out <folder>',
    );
  }
}

function commonStep(stepsUs: ReadonlyMap<number, number>): number {
  return [...stepsUs].reduce((best, step) => (step[1] > best[1] ? step : best))[0];
}

function sensorRate(path: string, stepUs: number): number {
  const measuredHz = US_PER_S / stepUs;
  const near = SENSOR_RATES_HZ.find((rate) => Math.abs(measuredHz / rate - 1) < RATE_TOLERANCE);
  if (near !== undefined) return near;
  throw new StartFailure(
    `The recording ${path} runs at ${measuredHz.toFixed(1)} Hz, and the virtual WT901BLE at ${SENSOR_RATES_HZ.join(', ')} Hz.`,
    'Resample it, or look at it with: plumbline analyse <recording> --out <folder>',
  );
}
