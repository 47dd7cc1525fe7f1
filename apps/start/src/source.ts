import { basename } from 'node:path';
import type { StartOptions } from './options.ts';
import { inspectRecording } from './recording.ts';

/** What the virtual sensor plays, checked before anything is started. */
export interface Source {
  /** For people: "walk.csv.gz, 13,759 samples at 100 Hz". */
  readonly title: string;
  readonly rateHz: number;
  readonly durationS: number;
  readonly args: readonly string[];
}

const WORKDAY_HOURS = 8;
const WORKDAY_RATE_HZ = 100;
const S_PER_HOUR = 3600;

export async function chooseSource(options: StartOptions): Promise<Source> {
  if (options.recording !== null) return recordingSource(options.recording);
  return {
    title: `a synthetic workday (seed ${options.seed})`,
    rateHz: WORKDAY_RATE_HZ,
    durationS: WORKDAY_HOURS * S_PER_HOUR,
    args: ['--workday', String(options.seed), '--hours', String(WORKDAY_HOURS)],
  };
}

async function recordingSource(path: string): Promise<Source> {
  const { samples, rateHz, durationS } = await inspectRecording(path);
  return {
    title: `${basename(path)}, ${samples.toLocaleString('en')} samples at ${rateHz} Hz`,
    rateHz,
    durationS,
    args: ['--recording', path],
  };
}
