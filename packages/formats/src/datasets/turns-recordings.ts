import { join } from 'node:path';
import { createVec3Columns, type ImuBatch, type TurnsRecording } from '@plumbline/core';
import {
  fault,
  isPositive,
  isRows,
  isText,
  type OnFault,
  readEntries,
  readZipped,
  unlessFaulty,
} from './manifest.ts';

interface Entry {
  readonly recording: string;
  readonly rate_hz: number;
  readonly turns_optical: readonly (readonly [number, number, number])[];
  readonly walking_periods: readonly (readonly [number, number])[];
}

export interface RatedTurnsRecording extends TurnsRecording {
  readonly rateHz: number;
}

/** A folder of recordings with turns seen by cameras: `manifest.json` beside `<recording>.csv.gz`. */
export async function readTurnsRecordings(folder: string, onFault: OnFault): Promise<RatedTurnsRecording[]> {
  const recordings: RatedTurnsRecording[] = [];
  for (const entry of await readEntries<Entry>(folder, 'recordings', faultOf, onFault)) {
    const samples = await unlessFaulty(onFault, () => readSamples(folder, `${entry.recording}.csv.gz`));
    if (samples === null) continue;
    recordings.push({
      name: entry.recording,
      rateHz: entry.rate_hz,
      samples,
      opticalTurns: entry.turns_optical,
      walkingPeriods: entry.walking_periods,
    });
  }
  return recordings;
}

function faultOf(entry: Partial<Entry>): keyof Entry | null {
  if (!isText(entry.recording)) return 'recording';
  if (!isPositive(entry.rate_hz)) return 'rate_hz';
  if (!isRows(entry.turns_optical, 3)) return 'turns_optical';
  return isRows(entry.walking_periods, 2) ? null : 'walking_periods';
}

/** `t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z` in m/s^2 and rad/s. */
async function readSamples(folder: string, file: string): Promise<ImuBatch> {
  const lines = (await readZipped(folder, file)).toString('utf8').trimEnd().split('\n').slice(1);
  const n = lines.length;
  const [tUs, accMps2, gyrRadps] = [new Float64Array(n), createVec3Columns(n), createVec3Columns(n)];
  const columns = [tUs, accMps2.x, accMps2.y, accMps2.z, gyrRadps.x, gyrRadps.y, gyrRadps.z];
  lines.forEach((line, i) => {
    const cells = line.split(',');
    columns.forEach((column, c) => {
      column[i] = Number(cells[c]);
    });
    if (columns.every((column) => Number.isFinite(column[i]))) return;
    const problem = `is not ${columns.length} numbers`;
    throw fault(join(folder, file), `row ${i + 1}`, line, problem, 'fetch the data again');
  });
  return { n, tUs, accMps2, gyrRadps, magUt: null };
}
