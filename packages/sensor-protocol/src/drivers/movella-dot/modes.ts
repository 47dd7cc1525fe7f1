/** Payload modes of the "Xsens DOT BLE Services Specifications" (XD0506P); mode 26 as newer firmware sends it. */

export type FieldKind = 'f32' | 'i16' | 'u16' | 'u8';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly count: number;
  readonly scale: number;
}

const floats = (name: string, count: number): Field => ({ name, kind: 'f32', count, scale: 1 });

const QUAT = floats('quat_wxyz', 4);
const EULER = floats('euler_deg', 3);
const FREE_ACC = floats('free_acc_ms2', 3);
const ACC = floats('acc_ms2', 3);
const GYRO = floats('gyro_dps', 3);
const DELTA_Q = floats('dq_wxyz', 4);
const DELTA_V = floats('dv_ms', 3);
/** Arbitrary units; 1 is about 40 microtesla. */
const MAG: Field = { name: 'mag_au', kind: 'i16', count: 3, scale: 1 / 4096 };
const STATUS: readonly Field[] = [
  { name: 'status', kind: 'u16', count: 1, scale: 1 },
  { name: 'clip_acc', kind: 'u8', count: 1, scale: 1 },
  { name: 'clip_gyro', kind: 'u8', count: 1, scale: 1 },
];

export const MODES: ReadonlyMap<number, readonly Field[]> = new Map([
  [2, [QUAT, FREE_ACC, ...STATUS]],
  [3, [QUAT, FREE_ACC]],
  [4, [EULER]],
  [5, [QUAT]],
  [6, [FREE_ACC]],
  [7, [EULER, FREE_ACC, ...STATUS]],
  [16, [EULER, FREE_ACC]],
  [18, [DELTA_Q, DELTA_V, MAG]],
  [19, [DELTA_Q, DELTA_V]],
  [20, [ACC, GYRO, MAG]],
  [21, [ACC, GYRO]],
  [22, [EULER, FREE_ACC, GYRO]],
  [23, [EULER, FREE_ACC, MAG]],
  [24, [QUAT, GYRO]],
  [26, [QUAT, ACC, GYRO]],
]);

export const KIND_BYTES: Readonly<Record<FieldKind, number>> = { f32: 4, i16: 2, u16: 2, u8: 1 };
export const TIME_BYTES = 4;

export function payloadBytes(mode: number): number {
  const fields = MODES.get(mode) ?? [];
  return fields.reduce((n, field) => n + field.count * KIND_BYTES[field.kind], TIME_BYTES);
}

export const floatCount = (mode: number): number =>
  (MODES.get(mode) ?? []).reduce((n, field) => n + (field.kind === 'f32' ? field.count : 0), 0);

/** Where a field of the mode starts, or null. */
export function fieldOffset(mode: number, name: string): number | null {
  let at = TIME_BYTES;
  for (const field of MODES.get(mode) ?? []) {
    if (field.name === name) return at;
    at += field.count * KIND_BYTES[field.kind];
  }
  return null;
}

/** Long, medium and short payload characteristic: each pads with zeros to its own size. */
export const PAYLOADS = [
  { short: '2004', bytes: 20 },
  { short: '2003', bytes: 40 },
  { short: '2002', bytes: 63 },
] as const;

export function payloadOf(mode: number): (typeof PAYLOADS)[number] {
  const bytes = payloadBytes(mode);
  return PAYLOADS.find((payload) => bytes <= payload.bytes) ?? PAYLOADS[2];
}

export const uuidOf = (short: string): string => `1517${short}-4947-11e9-8646-d663bd873d93`;
export const bareUuidOf = (short: string): string => uuidOf(short).replaceAll('-', '');

/** Registers u32 microseconds from power-on: 71 min 34.97 s. */
export const CLOCK_WRAP_US = 2 ** 32;
