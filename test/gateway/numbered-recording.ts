import { writeFile } from 'node:fs/promises';
import type { StreamOpen } from '@plumbline/contract';
import type { SensorSample } from '@plumbline/sensor-protocol';

/**
 * Numbers that survive every sensor's own scale: two digits in steps of 0.05 m/s2 on x and y, far above the
 * coarsest resolution (0.01 m/s2, Polar), with one g on z so that the plausibility gate takes it for a body.
 */
const STEP_MPS2 = 0.05;
const BASE = 160;
const GRAVITY_MPS2 = 9.80665;
const US_PER_S = 1e6;
export const NUMBERS = BASE * BASE;
/** Numbers of one run of a sensor; the next run begins behind them. */
export const NUMBERS_PER_RUN = 6_400;

/** Writes samples `first` to `first + count - 1` as a recording of that rate. */
export async function writeNumbered(path: string, first: number, count: number, rateHz: number) {
  const lines = ['t_us,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z'];
  for (let i = 0; i < count; i++) {
    const tUs = Math.round((i * US_PER_S) / rateHz);
    const [x, y] = digitsOf(first + i).map((digit) => ((digit - BASE / 2) * STEP_MPS2).toFixed(2));
    lines.push(`${tUs},${x},${y},${GRAVITY_MPS2},0,0,0`);
  }
  await writeFile(path, `${lines.join('\n')}\n`);
}

/** The number of a stored sample, from its raw counts and the scales the stream was opened with. */
export function numberOf(open: StreamOpen, channels: readonly Float64Array[], row: number): number {
  const digit = (axis: 'x' | 'y'): number => {
    const at = open.channels.findIndex((channel) => channel.quantity === 'acc' && channel.axis === axis);
    return Math.round((channels[at]![row]! * open.channels[at]!.lsb) / STEP_MPS2) + BASE / 2;
  };
  return digit('x') + BASE * digit('y');
}

/** Sample `number` of a sensor that never ends: numbers begin again after {@link NUMBERS}. */
export function sampleOf(number: number): SensorSample {
  const [x, y] = digitsOf(number % NUMBERS).map((digit) => (digit - BASE / 2) * STEP_MPS2);
  return { accMps2: [x!, y!, GRAVITY_MPS2], gyrRadps: [0, 0, 0], magUt: null };
}

const digitsOf = (number: number): [number, number] => [number % BASE, Math.floor(number / BASE)];
