import { writeFile } from 'node:fs/promises';

/** Counts of a WT901BLE: 16 g and 2000 deg/s over 32768. */
const ACC_LSB_MPS2 = (16 * 9.80665) / 32_768;
const GYR_LSB_RADPS = ((2000 / 32_768) * Math.PI) / 180;

/** Rows whose counts are their numbers, so that every loss, repeat and swap shows. */
export async function writeNumberedRecording(
  path: string,
  rateHz: number,
  numbers: readonly number[],
): Promise<number[][]> {
  const lines = ['t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z'];
  const counts = numbers.map((n) => [n, 0 - n, 2048, n % 7, 0 - (n % 11), 0 - n]);
  counts.forEach((row, i) => {
    const si = row.map((count, column) => count * (column < 3 ? ACC_LSB_MPS2 : GYR_LSB_RADPS));
    lines.push([Math.round((numbers[i]! * 1e6) / rateHz), ...si].join(','));
  });
  await writeFile(path, `${lines.join('\n')}\n`);
  return counts;
}
