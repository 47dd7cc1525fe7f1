import { float32At, int16At, uint16At } from '../../bytes.ts';
import type { DriverOptions, InspectedRecord, Inspector } from '../../driver.ts';
import { UT_PER_MILLIGAUSS } from '../../scales.ts';
import { ACC_G, GYR_DPS, TIME_BYTES } from './format.ts';

const vector = (b: Uint8Array, at: number, scale: number): number[] =>
  [0, 2, 4].map((axis) => int16At(b, at + axis) * scale);

const UNIT_TOLERANCE = 1e-3;

const withW = ([x = 0, y = 0, z = 0]: readonly number[]): number[] => [
  Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z)),
  x,
  y,
  z,
];

/** Feature 0x00000100: vector parts only, 6 bytes each; the scalar follows from the unit norm. */
function compactQuats(b: Uint8Array): InspectedRecord {
  const quats = Array.from({ length: Math.floor((b.length - TIME_BYTES) / 6) }, (_, i) =>
    withW(vector(b, TIME_BYTES + 6 * i, 1e-4)),
  );
  return { quat_wxyz: quats.length === 1 ? quats[0]! : quats };
}

const floatsOf = (b: Uint8Array): number[] =>
  Array.from({ length: Math.floor((b.length - TIME_BYTES) / 4) }, (_, i) => float32At(b, TIME_BYTES + 4 * i));

/** Feature 0x00000080: floats, with or without the scalar. */
function floatQuat(b: Uint8Array): InspectedRecord {
  const [x = 0, y = 0, z = 0, w] = floatsOf(b);
  return { quat_wxyz: w === undefined ? withW([x, y, z]) : [w, x, y, z] };
}

const CURRENT_UNKNOWN = -32768;
const FINE_CURRENT_BIT = 0x80;

function battery(b: Uint8Array, at: number): InspectedRecord {
  const raw = int16At(b, at + 4);
  const status = b[at + 6]!;
  return {
    percent: uint16At(b, at) / 10,
    volts: uint16At(b, at + 2) / 1000,
    current_ma: raw === CURRENT_UNKNOWN ? null : raw / (status & FINE_CURRENT_BIT ? 10 : 1),
    status: status & ~FINE_CURRENT_BIT,
  };
}

interface Feature {
  readonly kind: string;
  readonly mask: number;
  /** 0: the rest of the notification. */
  readonly bytes: number;
  readonly read: (b: Uint8Array, at: number) => InspectedRecord;
}

/** A characteristic carries the features of its mask, the highest bit first, behind one time. */
const FEATURES: readonly Feature[] = [
  { kind: 'acc', mask: 0x00800000, bytes: 6, read: (b, at) => ({ acc_g: vector(b, at, ACC_G) }) },
  { kind: 'gyro', mask: 0x00400000, bytes: 6, read: (b, at) => ({ gyro_dps: vector(b, at, GYR_DPS) }) },
  {
    kind: 'mag',
    mask: 0x00200000,
    bytes: 6,
    read: (b, at) => ({ mag_uT: vector(b, at, UT_PER_MILLIGAUSS) }),
  },
  { kind: 'battery', mask: 0x00020000, bytes: 7, read: battery },
  { kind: 'quaternion', mask: 0x00000100, bytes: 0, read: compactQuats },
  { kind: 'quaternion', mask: 0x00000080, bytes: 0, read: floatQuat },
];

/** Masks that `decode` is told by name. */
export const MASKS = [
  '00e00000',
  '00c00000',
  '00a00000',
  '00600000',
  '00800000',
  '00400000',
  '00200000',
  '00020000',
  '00000100',
  '00000080',
] as const;

/** Length of a notification to the feature that usually has it. */
const MASK_BY_BYTES: Readonly<Record<number, string>> = {
  20: '00e00000',
  8: '00000100',
  9: '00020000',
  18: '00000080',
};

/** Three floats that can be parts of a unit quaternion, or two vectors of 16-bit values. */
function maskOf14(b: Uint8Array): string {
  const norm = Math.hypot(...floatsOf(b));
  return norm > UNIT_TOLERANCE && norm < 1 + UNIT_TOLERANCE ? '00000080' : '00c00000';
}

function recordOf(b: Uint8Array, mask: number): InspectedRecord | null {
  const features = FEATURES.filter((feature) => feature.mask & mask);
  const bytes = features.reduce((sum, feature) => sum + feature.bytes, TIME_BYTES);
  if (features.length === 0 || b.length < Math.max(bytes, TIME_BYTES + 6)) return null;
  let at = TIME_BYTES;
  const fields = features.map((feature) => {
    const read = feature.read(b, at);
    at += feature.bytes;
    return read;
  });
  const kind = features.length === 1 ? features[0]!.kind : 'motion';
  return Object.assign({ kind, ts: uint16At(b, 0) }, ...fields) as InspectedRecord;
}

/** The characteristic is not among the bytes: given as `characteristic`, else assumed from the length. */
export function createBlueStInspector({ extra }: DriverOptions): Inspector {
  return {
    push(b) {
      const mask = extra.characteristic ?? (b.length === 14 ? maskOf14(b) : MASK_BY_BYTES[b.length]);
      const record = mask === undefined ? null : recordOf(b, Number.parseInt(mask, 16));
      return [record ?? { kind: 'dropped', bytes: b.length }];
    },
  };
}
