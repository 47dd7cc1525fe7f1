import { float32At, int16At, int32At, uint32At } from '../../bytes.ts';
import type { InspectedRecord } from '../../driver.ts';
import type { FixedFormat } from '../../fixed-decoder.ts';
import { mps2PerG, RADPS_PER_DPS, vectorChannels } from '../../scales.ts';

export const uuidOf = (short: string): string => `ef68${short}-9b35-4933-9b10-52ffa9740042`;
export const bareUuidOf = (short: string): string => uuidOf(short).replaceAll('-', '');

export const ACC_G = 1 / 1024;
export const GYR_DPS = 1 / 32;
export const MAG_UT = 1 / 16;
export const RAW_BYTES = 18;

/** Characteristic 0406: acceleration, angular rate, magnetic field, nine 16-bit values. */
export const RAW_FORMAT: FixedFormat = {
  characteristic: bareUuidOf('0406'),
  short: '0406',
  bytes: RAW_BYTES,
  channels: [
    ...vectorChannels('acc', mps2PerG(ACC_G)),
    ...vectorChannels('gyr', GYR_DPS * RADPS_PER_DPS),
    ...vectorChannels('mag', MAG_UT),
  ],
  read: (b, out) => {
    const row = out.begin();
    for (let c = 0; c < 9; c++) out.columns[c]![row] = int16At(b, 2 * c);
    return true;
  },
};

const int16s = (b: Uint8Array, at: number, n: number, scale: number): number[] =>
  Array.from({ length: n }, (_, i) => int16At(b, at + 2 * i) * scale);
const int32s = (b: Uint8Array, n: number, scale: number): number[] =>
  Array.from({ length: n }, (_, i) => int32At(b, 4 * i) * scale);

export interface Reader {
  readonly bytes: number;
  /** Whether such bytes can be this; where it is absent any can. */
  readonly could?: (b: Uint8Array) => boolean;
  readonly read: (b: Uint8Array) => InspectedRecord;
}

const FULL_TURN_DEG = 360;
const anglesDeg = (b: Uint8Array): number[] => int32s(b, 3, 2 ** -16);

/** Motion service characteristics; where two have one length, the first that it can be is assumed. */
export const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    '0406',
    {
      bytes: RAW_BYTES,
      read: (b) => ({
        acc_g: int16s(b, 0, 3, ACC_G),
        gyro_dps: int16s(b, 6, 3, GYR_DPS),
        mag_uT: int16s(b, 12, 3, MAG_UT),
      }),
    },
  ],
  ['0404', { bytes: 16, read: (b) => ({ quat_wxyz: int32s(b, 4, 2 ** -30) }) }],
  [
    '0407',
    {
      bytes: 12,
      could: (b) => anglesDeg(b).every((deg) => Math.abs(deg) <= FULL_TURN_DEG),
      read: (b) => ({ euler_deg: anglesDeg(b) }),
    },
  ],
  ['0408', { bytes: 18, read: (b) => ({ rotation_matrix: int16s(b, 0, 9, 2 ** -14) }) }],
  ['0409', { bytes: 4, read: (b) => ({ heading_deg: int32At(b, 0) * 2 ** -16 }) }],
  ['040a', { bytes: 12, read: (b) => ({ gravity_ms2: [0, 4, 8].map((at) => float32At(b, at)) }) }],
  ['0405', { bytes: 8, read: (b) => ({ steps: uint32At(b, 0), duration_ms: uint32At(b, 4) }) }],
]);
