/** Modules and registers of the MetaWear command protocol; notifications are `module register data...`. */
export const MODULE = {
  acc: 0x03,
  processor: 0x09,
  event: 0x0a,
  log: 0x0b,
  settings: 0x11,
  gyro: 0x13,
  fusion: 0x19,
} as const;

/** Answer to `module 80`: implementation and revision. */
export const INFO = 0x80;
export const ENABLE = 0x01;
export const INTERRUPT = 0x02;
export const CONFIG = 0x03;
export const ACC_DATA = 0x04;

export const PROCESSOR = { add: 0x02, data: 0x03, remove: 0x06, notify: 0x07, removeAll: 0x08 } as const;
export const PROCESSOR_TYPE = { buffer: 0x0f, accounter: 0x11, fuser: 0x1b } as const;
export const ACCOUNTER = { count: 0x30, time: 0x31 } as const;

export const BATTERY = 0x0c;
/** A read whose answer goes to the radio only. */
export const SILENT_READ = 0xc0;
export const READ = 0x80;

export interface Chip {
  readonly name: 'bmi160' | 'bmi270';
  /** What `03 80` answers. */
  readonly implementation: number;
  readonly accConfigHigh: number;
  readonly accRangeCodes: Readonly<Record<number, number>>;
  readonly gyroData: number;
  readonly accPacked: number;
  readonly gyroPacked: number;
}

export const CHIPS: readonly Chip[] = [
  {
    name: 'bmi160',
    implementation: 1,
    accConfigHigh: 0x20,
    accRangeCodes: { 2: 0x3, 4: 0x5, 8: 0x8, 16: 0xc },
    gyroData: 0x05,
    accPacked: 0x1c,
    gyroPacked: 0x07,
  },
  {
    name: 'bmi270',
    implementation: 4,
    accConfigHigh: 0xa0,
    accRangeCodes: { 2: 0, 4: 1, 8: 2, 16: 3 },
    gyroData: 0x04,
    accPacked: 0x05,
    gyroPacked: 0x05,
  },
];

export const GYRO_CONFIG_HIGH = 0x20;
/** Output data rate codes, alike for both sensors in this range. */
export const RATE_CODES: Readonly<Record<number, number>> = { 25: 6, 50: 7, 100: 8, 200: 9 };

/** The graph the driver builds after removing every other: ids count from 0. */
export const PROCESSOR_ID = { gyroBuffer: 0, fuser: 1, accounter: 2 } as const;
/** `09 03 id`, four bytes of time or count, acceleration, angular rate. */
export const FUSED_BYTES = 19;

/** The board's clock: 48 periods of 32,768 Hz. */
export const TICK_US = (48 / 32768) * 1e6;
export const CLOCK_WRAP_US = 2 ** 32 * TICK_US;

export const ACC_RANGE_G = 8;
export const GYR_DPS_PER_COUNT = 1 / 16.4;

/** Upper three bits: bytes less one; lower five: offset. Twelve bytes overflow into 0x60, as in the SDK. */
export const sourceOf = (bytes: number): number => ((bytes - 1) << 5) & 0xff;
export const NO_INPUT = 0xff;
