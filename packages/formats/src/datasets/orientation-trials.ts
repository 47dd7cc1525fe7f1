import { type OrientationTrial, readTrial } from '@plumbline/core';
import { fault, isPositive, isText, readEntries, readZipped } from './manifest.ts';

interface Entry {
  readonly trial: string;
  readonly n: number;
  readonly fs: number;
}

/** A folder of recordings with optical truth: `manifest.json` beside `<trial>.f32.gz`, see `readTrial`. */
export async function readOrientationTrials(folder: string): Promise<OrientationTrial[]> {
  const entries = await readEntries<Entry>(folder, 'trials', ({ trial, n, fs }) => {
    if (!isText(trial)) return 'trial';
    if (!isPositive(n)) return 'n';
    return isPositive(fs) ? null : 'fs';
  });
  const trials: OrientationTrial[] = [];
  for (const { trial, n, fs } of entries) {
    const bytes = await readZipped(folder, `${trial}.f32.gz`);
    trials.push(asTrial(folder, { trial, n, fs }, bytes));
  }
  return trials;
}

function asTrial(folder: string, { trial, n, fs }: Entry, bytes: Uint8Array): OrientationTrial {
  try {
    return readTrial(trial, n, fs, bytes);
  } catch (cause) {
    throw fault(folder, trial, `${bytes.length} bytes`, (cause as Error).message, 'fetch the data again');
  }
}
