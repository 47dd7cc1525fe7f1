import { asciiAt, bytesToHex, float32At, int16At, int64At, uint16At, uint64At } from '../../bytes.ts';
import type { InspectedRecord, Inspector, Json } from '../../driver.ts';
import {
  ACC_VENDOR_MPS2,
  DELTA_RAD,
  decodeQuat,
  GYR_RADPS,
  HEADER,
  layoutOf,
  MAG_UT,
  rateOf,
  type SampleLayout,
} from './layouts.ts';
import { headerAt, NotificationUnpacker, OVERHEAD_BYTES, PAYLOAD_AT } from './package.ts';

const GYR_BIAS_RADPS = (2 * Math.PI) / 180 / 32768;
const CHARGING_OFFSET = 128;
const REST_BIT = 1n << 62n;
const DISTURBED_BIT = 1n << 63n;

const vector = (b: Uint8Array, at: number, scale: number): number[] =>
  [0, 1, 2].map((i) => int16At(b, at + 2 * i) * scale);
const floats = (b: Uint8Array, at: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => float32At(b, at + 4 * i));

/** One sample as a vector, several as a list of vectors. */
function vectors(b: Uint8Array, at: number, scale: number, n: number): Json {
  const all = Array.from({ length: n }, (_, i) => vector(b, at + 6 * i, scale));
  return n === 1 ? all[0]! : all;
}

function quatFields(b: Uint8Array, at: number): InspectedRecord {
  const packed = uint64At(b, at);
  return {
    quat_wxyz: decodeQuat(packed),
    rest: (packed & REST_BIT) !== 0n,
    mag_disturbed: (packed & DISTURBED_BIT) !== 0n,
  };
}

function sampleFields(b: Uint8Array, at: number, layout: SampleLayout, header: number): InspectedRecord {
  const n = layout.samples;
  return {
    t_ns: String(int64At(b, at)),
    rate_hz: rateOf(header) || null,
    gyro_rads: vectors(b, at + layout.gyr, GYR_RADPS, n),
    acc_ms2: vectors(b, at + layout.acc, ACC_VENDOR_MPS2, n),
    ...(layout.mag === null ? {} : { mag_uT: vectors(b, at + layout.mag, MAG_UT, n) }),
    ...quatFields(b, at + layout.quat),
    delta_rad: int16At(b, at + layout.delta) * DELTA_RAD,
    errorFlags: b[at + layout.errors]!,
  };
}

function floatTail(b: Uint8Array, at: number): InspectedRecord {
  return {
    quat_wxyz: floats(b, at, 4),
    delta_rad: float32At(b, at + 16),
    rest: b[at + 20] === 1,
    mag_disturbed: b[at + 21] === 1,
    errorFlags: b[at + 22]!,
  };
}

type Reader = (b: Uint8Array, at: number, header: number) => InspectedRecord;

/** Packages other than the fixed-point samples, by header group and least payload size. */
const GROUP_READERS: ReadonlyMap<number, readonly [number, Reader]> = new Map<
  number,
  readonly [number, Reader]
>([
  [
    0x26,
    [
      67,
      (b, at) => ({
        t_ns: String(int64At(b, at)),
        gyro_rads: floats(b, at + 8, 3),
        acc_ms2: floats(b, at + 20, 3),
        mag_uT: floats(b, at + 32, 3),
        ...floatTail(b, at + 44),
      }),
    ],
  ],
  [
    0x27,
    [
      228,
      (b, at, header) => ({
        t_ns: String(int64At(b, at)),
        rate_hz: rateOf(header) || null,
        quat_wxyz: Array.from({ length: 20 }, (_, i) => decodeQuat(uint64At(b, at + 8 + 8 * i))),
        delta_rad: Array.from({ length: 20 }, (_, i) => int16At(b, at + 168 + 2 * i) * DELTA_RAD),
        errorFlags: [...b.subarray(at + 208, at + 228)],
      }),
    ],
  ],
  [
    0x28,
    [
      19,
      (b, at) => ({
        t_ns: String(int64At(b, at)),
        ...quatFields(b, at + 8),
        delta_rad: int16At(b, at + 16) * DELTA_RAD,
        errorFlags: b[at + 18]!,
      }),
    ],
  ],
  [0x29, [31, (b, at) => ({ t_ns: String(int64At(b, at)), ...floatTail(b, at + 8) })]],
]);

const READERS: ReadonlyMap<number, readonly [number, Reader]> = new Map<number, readonly [number, Reader]>([
  [
    HEADER.status,
    [
      19,
      (b, at) => ({
        t_ns: String(int64At(b, at)),
        state: b[at + 8]!,
        conn: b[at + 9]!,
        gyro_bias_rads: vector(b, at + 10, GYR_BIAS_RADPS),
        synced: b[at + 16] === 1,
        battery: b[at + 17]! % CHARGING_OFFSET,
        charging: b[at + 17]! >= CHARGING_OFFSET,
        storage_pct: b[at + 18]!,
      }),
    ],
  ],
  [
    HEADER.roundTrip,
    [
      32,
      (b, at) => ({
        host_tx_ns: String(int64At(b, at)),
        device_rx_ns: String(int64At(b, at + 8)),
        device_tx_ns: String(int64At(b, at + 16)),
        host_rx_ns: String(int64At(b, at + 24)),
      }),
    ],
  ],
  [
    HEADER.deviceInfo,
    [
      47,
      (b, at) => ({
        protocol: uint16At(b, at),
        serial: bytesToHex(b.subarray(at + 2, at + 8)),
        hardware: asciiAt(b, at + 8, at + 16),
        firmware: asciiAt(b, at + 16, at + 24),
        version: asciiAt(b, at + 24, at + 36),
        date: asciiAt(b, at + 36, at + 47),
      }),
    ],
  ],
  [HEADER.time, [8, (b, at) => ({ t_ns: String(int64At(b, at)) })]],
  [HEADER.setTime, [8, (b, at) => ({ t_ns: String(int64At(b, at)) })]],
  [HEADER.mode, [30, (b, at) => modeFields(b, at)]],
  [HEADER.setMode, [30, (b, at) => modeFields(b, at)]],
]);

const MODE_FIELDS = ['full_float', 'full_fixed', 'full_packed', 'quat_float', 'quat_fixed', 'quat_packed'];

function modeFields(b: Uint8Array, at: number): InspectedRecord {
  const rates = MODE_FIELDS.map((name, i) => [`${name}_hz`, rateOf(b[at + 8 + i]!)]);
  return { ...Object.fromEntries(rates), status_s: b[at + 14]!, sync: b[at + 18]!, no_mag: b[at + 29] === 1 };
}

const NAMES = new Map<number, string>(Object.entries(HEADER).map(([name, header]) => [header, name]));

function packageRecord(b: Uint8Array, at: number, length: number): InspectedRecord {
  const header = headerAt(b, at);
  const payload = at + PAYLOAD_AT;
  const size = length - OVERHEAD_BYTES;
  const layout = layoutOf(header, size);
  const head = { kind: 'package', header, name: NAMES.get(header) ?? (layout ? 'samples' : null) };
  if (layout) return { ...head, ...sampleFields(b, payload, layout, header) };
  const reader = READERS.get(header) ?? GROUP_READERS.get(header >> 4);
  const fields = reader && size >= reader[0] ? reader[1](b, payload, header) : {};
  return { ...head, payload_bytes: size, ...fields };
}

/** Takes notifications as they arrive, and bare packages (which begin with 02) as well. */
export function createCapture2GoInspector(): Inspector {
  let records: InspectedRecord[] = [];
  const unpacker = new NotificationUnpacker((b, at, length) => records.push(packageRecord(b, at, length)));
  return {
    push(bytes) {
      records = [];
      const dropped = unpacker.push(bytes);
      return dropped > 0 ? [...records, { kind: 'dropped', bytes: dropped }] : records;
    },
  };
}
