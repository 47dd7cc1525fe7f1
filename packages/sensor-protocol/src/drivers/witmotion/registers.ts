/** Register numbers and codes of the BLE 5.0 family (see README, "Sources"). */

export const REG = {
  save: 0x00,
  calibrate: 0x01,
  /** Chooses what streams; writing it silences BLE67 units: never written by the driver. */
  outputSelect: 0x02,
  rate: 0x03,
  bandwidth: 0x1f,
  algorithm: 0x24,
  read: 0x27,
  versionLow: 0x2e,
  versionHigh: 0x2f,
  time: 0x30,
  acc: 0x34,
  gyro: 0x37,
  mag: 0x3a,
  angle: 0x3d,
  temperature: 0x40,
  quaternion: 0x51,
  battery: 0x64,
  /** Firmware update mode: must never be written. */
  firmwareUpdate: 0x65,
  unlock: 0x69,
  magType: 0x72,
  /** What bytes 2 to 17 of a streaming record mean; absent on older firmware. */
  recordMode: 0x96,
} as const;

export const UNLOCK_KEY = 0xb588;
export const ALGORITHM_SIX_AXIS = 1;
/** Low-pass of 20 Hz: suits 50 samples per second. */
export const BANDWIDTH_20_HZ = 4;

/** Bit 0 of register 0x96: displacement and speed replace acceleration and angular rate. */
export const MODE_DISPLACEMENT_BIT = 1;
/** Bit 1 of register 0x96: a millisecond clock replaces roll and pitch. */
export const MODE_TIMESTAMP_BIT = 2;

/** Register 0x03. The standard document and the SDK say 0x0B for 200 Hz; one data sheet prints 0x0A. */
export const RATE_HZ_BY_CODE: ReadonlyMap<number, number> = new Map([
  [0x01, 0.2],
  [0x02, 0.5],
  [0x03, 1],
  [0x04, 2],
  [0x05, 5],
  [0x06, 10],
  [0x07, 20],
  [0x08, 50],
  [0x09, 100],
  [0x0b, 200],
]);

export const RATE_CODE_10_HZ = 0x06;

/** Throws for a rate the register table does not have. */
export function rateCode(rateHz: number): number {
  for (const [code, hz] of RATE_HZ_BY_CODE) if (hz === rateHz) return code;
  const rates = [...RATE_HZ_BY_CODE.values()].join(', ');
  throw new RangeError(`rateHz ${rateHz} is not a WitMotion rate: use one of ${rates}`);
}

/** Highest volts first; from the vendor's application: full is above 3.96, in steps of 0.01. */
const CHARGE_BY_VOLTS: readonly (readonly [volts: number, percent: number])[] = [
  [3.97, 100],
  [3.93, 90],
  [3.87, 75],
  [3.82, 60],
  [3.79, 50],
  [3.77, 40],
  [3.73, 30],
  [3.7, 20],
  [3.68, 15],
  [3.5, 10],
  [3.4, 5],
];
/** Above this the unit has two cells in series; the vendor has a table of its own for them, not at hand here. */
const TWO_CELLS_VOLTS = 5.5;
/** Two full cells, and a little. */
const MOST_VOLTS = 9;

/** Units answer 0 just after connecting, and no battery of the family has more than two cells. */
export const isBatteryVolts = (volts: number): boolean => volts > 0 && volts <= MOST_VOLTS;

export function chargePercent(volts: number): number {
  const cell = volts > TWO_CELLS_VOLTS ? volts / 2 : volts;
  return CHARGE_BY_VOLTS.find(([least]) => cell >= least)?.[1] ?? 0;
}

/** The lowest voltage that reads as at least this charge. */
export function voltsForCharge(percent: number): number {
  return CHARGE_BY_VOLTS.findLast(([, charge]) => charge >= percent)?.[0] ?? CHARGE_BY_VOLTS[0]![0];
}

/** Registers 0x2E and 0x2F as the vendor's SDK prints them. */
export function versionText(low: number, high: number): string {
  const v = ((high << 16) | low) >>> 0;
  if (v < 0x80000000) return String(low);
  return `${(v >>> 14) & 0xffff}.${(v >>> 8) & 0x1f}.${v & 0x7f}`;
}

/** Microtesla per count by register 0x72; types without an entry are unknown. */
export const MAG_UT_PER_COUNT: ReadonlyMap<number, number> = new Map([
  [2, 0.15],
  [3, 0.013],
  [4, 0.058],
  [5, 0.098],
  [6, 1 / 150],
  [7, 0.02],
]);
