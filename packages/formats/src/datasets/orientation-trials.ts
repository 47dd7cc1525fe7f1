import { join } from 'node:path';
import { type OrientationTrial, readTrial } from '@plumbline/core';
import {
  asStated,
  isPositive,
  isText,
  type OnFault,
  readEntries,
  readZipped,
  unlessFaulty,
} from './manifest.ts';

interface Entry {
  readonly trial: string;
  readonly n: number;
  readonly fs: number;
  readonly sha256?: string;
}

/** A folder of recordings with optical truth: `manifest.json` beside `<trial>.f32.gz`, see `readTrial`. */
export async function readOrientationTrials(folder: string, onFault: OnFault): Promise<OrientationTrial[]> {
  const trials: OrientationTrial[] = [];
  for (const entry of await readEntries<Entry>(folder, 'trials', faultOf, onFault)) {
    const trial = await unlessFaulty(onFault, () => readOne(folder, entry));
    if (trial) trials.push(trial);
  }
  return trials;
}

function faultOf({ trial, n, fs }: Partial<Entry>): keyof Entry | null {
  if (!isText(trial)) return 'trial';
  if (!isPositive(n)) return 'n';
  return isPositive(fs) ? null : 'fs';
}

async function readOne(folder: string, { trial, n, fs, sha256 }: Entry): Promise<OrientationTrial> {
  const file = `${trial}.f32.gz`;
  const bytes = await readZipped(folder, file, sha256);
  return asStated(join(folder, file), bytes, 'n', () => readTrial(trial, n, fs, bytes));
}
