import { putUint16 } from '../../bytes.ts';
import { command } from '../../command.ts';
import type { Command, DriverOptions } from '../../driver.ts';
import { modeOf } from './decoder.ts';
import { bareUuidOf } from './modes.ts';

export const SETTINGS_BYTES = 32;
/** Offsets in the device settings, characteristic 1002; the mask says which of them a write means. */
export const SETTINGS = { mask: 0, rate: 24, filter: 26 } as const;
export const MASK_RATE = 0x10;
export const MASK_FILTER = 0x20;
export const RATES_HZ = [1, 4, 10, 12, 15, 20, 30, 60] as const;
const WRITE_PAUSE_MS = 100;

function settings(rateHz: number): Uint8Array {
  if (!RATES_HZ.some((rate) => rate === rateHz)) {
    throw new RangeError(`rateHz ${rateHz} is not a DOT streaming rate: use one of ${RATES_HZ.join(', ')}`);
  }
  const bytes = new Uint8Array(SETTINGS_BYTES);
  bytes[SETTINGS.mask] = MASK_RATE | MASK_FILTER;
  putUint16(bytes, SETTINGS.rate, rateHz);
  return bytes;
}

const measure = (on: boolean, mode: number): Command =>
  command(
    bareUuidOf('2001'),
    [1, on ? 1 : 0, mode],
    on ? `start measuring, mode ${mode}` : 'stop measuring',
    {
      withResponse: true,
      delayMs: WRITE_PAUSE_MS,
    },
  );

/** Settings are accepted only while the device does not measure. */
export function startCommands(options: DriverOptions): readonly Command[] {
  const mode = modeOf(options);
  return [
    measure(false, mode),
    command(bareUuidOf('1002'), settings(options.rateHz), `set ${options.rateHz} Hz and the general filter`, {
      withResponse: true,
      delayMs: WRITE_PAUSE_MS,
    }),
    measure(true, mode),
  ];
}

export const stopCommands = (options: DriverOptions): readonly Command[] => [measure(false, modeOf(options))];
