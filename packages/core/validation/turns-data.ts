import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TurnsRecording } from '../src/measures/rotation/evaluation.ts';
import { createVec3Columns, type ImuBatch } from '../src/signal/imu-batch.ts';

interface Entry {
  readonly recording: string;
  readonly turns_optical: readonly (readonly [number, number, number])[];
  readonly walking_periods: readonly (readonly [number, number])[];
}

/** Reads a folder of recordings with turns (`manifest.json` beside `*.csv.gz`). */
export function readTurnsRecordings(folder: string): TurnsRecording[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { recordings: Entry[] };
  return manifest.recordings.map((entry) => ({
    name: entry.recording,
    samples: readSamples(join(folder, `${entry.recording}.csv.gz`)),
    opticalTurns: entry.turns_optical,
    walkingPeriods: entry.walking_periods,
  }));
}

function readSamples(file: string): ImuBatch {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1);
  const n = lines.length;
  const tUs = new Float64Array(n);
  const accMps2 = createVec3Columns(n);
  const gyrRadps = createVec3Columns(n);
  const columns = [tUs, accMps2.x, accMps2.y, accMps2.z, gyrRadps.x, gyrRadps.y, gyrRadps.z];
  lines.forEach((line, i) => {
    const cells = line.split(',');
    columns.forEach((column, c) => {
      column[i] = Number(cells[c]);
    });
  });
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}
