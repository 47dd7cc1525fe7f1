import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * A recording as the WT901BLE would send it, worked out here from the data sheet's scales alone:
 * 16 g and 2000 degrees/s over 32768 counts, rounded to the nearest count.
 */
const STANDARD_GRAVITY_MPS2 = 9.80665;
const ACC_LSB_MPS2 = (16 * STANDARD_GRAVITY_MPS2) / 32_768;
const GYR_LSB_RADPS = ((2000 / 32_768) * Math.PI) / 180;
const COUNT_MAX = 32_767;
const COUNT_MIN = -32_768;
const AXES = 3;

export function quantisedRecording(path: string): number[][] {
  const text = gunzipSync(readFileSync(path)).toString('utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(1).map(Number).map(toCount));
}

function toCount(value: number, column: number): number {
  const count = Math.round(value / (column < AXES ? ACC_LSB_MPS2 : GYR_LSB_RADPS));
  // A count has no sign of zero.
  return Math.min(COUNT_MAX, Math.max(COUNT_MIN, count)) + 0;
}
