import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type OrientationTrial, readTrial } from '../src/orientation/validation/trial.ts';

interface Entry {
  readonly trial: string;
  readonly n: number;
  readonly fs: number;
}

/** Reads a folder of trials (`manifest.json` beside `*.f32.gz`). */
export function readTrials(folder: string): OrientationTrial[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { trials: Entry[] };
  return manifest.trials.map(({ trial, n, fs }) =>
    readTrial(trial, n, fs, gunzipSync(readFileSync(join(folder, `${trial}.f32.gz`)))),
  );
}
