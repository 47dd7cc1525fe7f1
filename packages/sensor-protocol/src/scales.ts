import { STANDARD_GRAVITY_MPS2 } from '@plumbline/core';
import type { ChannelSpec, Quantity } from './driver.ts';

export const RADPS_PER_DPS = Math.PI / 180;
/** 1 gauss is 100 microtesla. */
export const UT_PER_MILLIGAUSS = 0.1;

export const mps2PerG = (g: number): number => g * STANDARD_GRAVITY_MPS2;

/** SI value of one count of a signed 16-bit converter with the given full scale. */
export const accLsbMps2 = (rangeG: number): number => mps2PerG(rangeG) / 32768;
export const gyrLsbRadps = (rangeDps: number): number => (rangeDps * RADPS_PER_DPS) / 32768;

/** The three columns x, y, z of one vector quantity. */
export function vectorChannels(
  quantity: Quantity,
  lsb: number,
  encoding: ChannelSpec['encoding'] = 'int',
): readonly ChannelSpec[] {
  return (['x', 'y', 'z'] as const).map((axis) => ({ quantity, axis, lsb, encoding }));
}
