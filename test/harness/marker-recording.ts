import { writeFile } from 'node:fs/promises';

/**
 * A recording whose counts are its sample numbers, so that every loss and every repeat shows. One g stays on z:
 * the plausibility gate must take it for a body.
 */
const ACC_LSB_MPS2 = (16 * 9.80665) / 32_768;
const NUMBERS_PER_COLUMN = 1000;
const COUNTS_PER_G = 2048;
const STEP_US = 10_000;

export async function writeMarkerRecording(path: string, samples: number): Promise<void> {
  const lines = ['t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z'];
  for (let i = 0; i < samples; i++) {
    const acc = [i % NUMBERS_PER_COLUMN, Math.floor(i / NUMBERS_PER_COLUMN), COUNTS_PER_G];
    lines.push([i * STEP_US, ...acc.map((count) => count * ACC_LSB_MPS2), 0, 0, 0].join(','));
  }
  await writeFile(path, `${lines.join('\n')}\n`);
}

export function markerNumber(counts: readonly number[]): number {
  return counts[0]! + NUMBERS_PER_COLUMN * counts[1]!;
}
