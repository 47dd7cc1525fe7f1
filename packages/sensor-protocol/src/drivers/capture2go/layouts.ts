import { int32At, uint32At } from '../../bytes.ts';

/** Package headers of the open protocol specification. */
export const HEADER = {
  getDeviceInfo: 0x0070,
  deviceInfo: 0x0071,
  setMode: 0x0120,
  mode: 0x0122,
  start: 0x0150,
  started: 0x0151,
  stop: 0x0152,
  stopped: 0x0153,
  stopAndClear: 0x0158,
  cleared: 0x0159,
  setTime: 0x0170,
  time: 0x0171,
  roundTrip: 0x0172,
  getStatus: 0x0200,
  status: 0x0201,
} as const;

/** Where the fields of a sample package stand in its payload; vectors of n samples lie one after the other. */
export interface SampleLayout {
  readonly bytes: number;
  readonly samples: number;
  readonly gyr: number;
  readonly acc: number;
  readonly mag: number | null;
  readonly quat: number;
  readonly delta: number;
  readonly errors: number;
}

/** By header without its last digit, which is the rate. */
const LAYOUTS: ReadonlyMap<number, SampleLayout> = new Map([
  [0x22, { bytes: 163, samples: 8, gyr: 8, acc: 56, mag: 104, quat: 152, delta: 160, errors: 162 }],
  [0x23, { bytes: 115, samples: 8, gyr: 8, acc: 56, mag: null, quat: 104, delta: 112, errors: 114 }],
  [0x24, { bytes: 37, samples: 1, gyr: 8, acc: 14, mag: 20, quat: 26, delta: 34, errors: 36 }],
  [0x25, { bytes: 31, samples: 1, gyr: 8, acc: 14, mag: null, quat: 20, delta: 28, errors: 30 }],
]);

export const PACKED_6D = 0x23;
export const FIXED_6D = 0x25;

/** The layout of a sample package of this header and payload size, or null. */
export function layoutOf(header: number, payloadBytes: number): SampleLayout | null {
  const layout = LAYOUTS.get(header >> 4);
  return layout?.bytes === payloadBytes ? layout : null;
}

/** Last digit of the header; 7 is the real-time channel, which has no fixed rate. */
const RATES_HZ = [0, 200, 100, 50, 25, 10, 1];
export const rateOf = (header: number): number => RATES_HZ[header & 0xf] ?? 0;

export function rateIndex(rateHz: number): number {
  const index = RATES_HZ.indexOf(rateHz);
  if (index > 0) return index;
  throw new RangeError(`rateHz ${rateHz} is not a Capture2Go rate: use 200, 100, 50, 25, 10 or 1`);
}

/** Nanoseconds as a double: exact to 256 ns in this century, enough for microseconds. */
export const int64NumberAt = (b: Uint8Array, at: number): number =>
  int32At(b, at + 4) * 2 ** 32 + uint32At(b, at);

export const ERROR_TIME_GAP = 1;

export const GYR_RADPS = (2000 * Math.PI) / 180 / 32768;
/** The vendor scales with 9.81; samples are converted from the fraction of g instead. */
export const ACC_VENDOR_MPS2 = (16 / 32768) * 9.81;
export const MAG_UT = 1 / 16;
export const DELTA_RAD = Math.PI / 32768;

const FIELD = (1n << 20n) - 1n;
const QUAT_STEP = Math.SQRT2 / Number(FIELD);

/** "Smallest three": the largest component is left out and follows from the unit norm. */
export function decodeQuat(packed: bigint): readonly number[] {
  const omitted = Number((packed >> 60n) & 3n);
  const q = [0, 0, 0, 0];
  let squares = 0;
  for (let i = 3; i > 0; i--) {
    const value = Number((packed >> BigInt(20 * (3 - i))) & FIELD) * QUAT_STEP - Math.SQRT1_2;
    squares += value * value;
    q[(omitted + i) % 4] = value;
  }
  q[omitted] = Math.sqrt(Math.max(0, 1 - squares));
  return q;
}

export function encodeQuat(q: readonly number[]): bigint {
  const omitted = q.reduce((best, v, i) => (Math.abs(v) > Math.abs(q[best]!) ? i : best), 0);
  const sign = q[omitted]! < 0 ? -1 : 1;
  let packed = BigInt(omitted);
  for (let i = 1; i <= 3; i++) {
    const value = sign * q[(omitted + i) % 4]!;
    packed = (packed << 20n) | BigInt(Math.round((value + Math.SQRT1_2) / QUAT_STEP));
  }
  return packed;
}
