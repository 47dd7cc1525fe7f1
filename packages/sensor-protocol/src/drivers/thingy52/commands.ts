import { putUint16 } from '../../bytes.ts';
import { command } from '../../command.ts';
import type { Command, DriverOptions } from '../../driver.ts';
import { bareUuidOf } from './format.ts';

export const CONFIG_BYTES = 9;
export const CONFIG_RATE_AT = 6;
export const RATE_LIMITS_HZ = [5, 200] as const;
const PEDOMETER_MS = 1000;
const COMPENSATION_MS = 500;

/** Pedometer, temperature and compass intervals, motion rate, wake on motion. */
export function startCommands({ rateHz }: DriverOptions): readonly Command[] {
  if (rateHz < RATE_LIMITS_HZ[0] || rateHz > RATE_LIMITS_HZ[1]) {
    throw new RangeError(`rateHz ${rateHz} is out of the Thingy's range: use 5 to 200`);
  }
  const config = new Uint8Array(CONFIG_BYTES);
  putUint16(config, 0, PEDOMETER_MS);
  putUint16(config, 2, COMPENSATION_MS);
  putUint16(config, 4, COMPENSATION_MS);
  putUint16(config, CONFIG_RATE_AT, rateHz);
  config[8] = 1;
  return [command(bareUuidOf('0401'), config, `set the motion rate to ${rateHz} Hz`, { withResponse: true })];
}

/** The stream ends with the subscription. */
export const stopCommands = (): readonly Command[] => [];
