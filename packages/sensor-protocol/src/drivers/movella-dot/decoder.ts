import { float32At, floatsFinite, uint32At } from '../../bytes.ts';
import type { ChannelSpec, DecodeEvent, Decoder, DriverOptions } from '../../driver.ts';
import { NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { rotateToSensor } from '../../rotation.ts';
import { mps2PerG, RADPS_PER_DPS, vectorChannels } from '../../scales.ts';
import { batteryPercent } from '../../standard-services.ts';
import { bareUuidOf, fieldOffset, floatCount, payloadBytes, payloadOf, TIME_BYTES } from './modes.ts';

const ACC_CHANNELS = vectorChannels('acc', 1, 'f32');
const GYR_CHANNELS = vectorChannels('gyr', RADPS_PER_DPS, 'f32');
const QUAT_CHANNELS: readonly ChannelSpec[] = (['w', 'x', 'y', 'z'] as const).map((axis) => ({
  quantity: 'quat',
  axis,
  lsb: 1,
  encoding: 'f32',
}));
/** The device removes gravity as it estimates it; standard gravity is put back. */
const DOT_GRAVITY_MPS2 = mps2PerG(1);
export const DEFAULT_MODE = 21;
/** Modes whose samples carry specific force, or quaternion and free acceleration to make it from. */
export const STREAM_MODES = [3, 20, 21, 24, 26] as const;

const BATTERY_UUID = bareUuidOf('3001');
const REPORT_UUID = bareUuidOf('1004');
const POWER_OFF_REPORT = 1;

export function modeOf(options: DriverOptions): number {
  const mode = Number(options.extra.mode ?? DEFAULT_MODE);
  return STREAM_MODES.some((known) => known === mode) ? mode : DEFAULT_MODE;
}

/** A stated mode whose payloads hold no sample: to be shown by `decode`, never streamed. */
export const isShownOnly = ({ extra }: DriverOptions): boolean =>
  extra.mode !== undefined && modeOf({ rateHz: 0, extra }) !== Number(extra.mode);

/** How the columns of one mode are filled from a payload. */
interface ColumnPlan {
  readonly channels: readonly ChannelSpec[];
  fill(b: Uint8Array, columns: readonly Float64Array[], row: number): void;
}

/** Copies floats as they stand. */
function copyPlan(parts: readonly (readonly [at: number, channels: readonly ChannelSpec[]])[]): ColumnPlan {
  const offsets = parts.flatMap(([at, channels]) => channels.map((_, i) => at + 4 * i));
  return {
    channels: parts.flatMap(([, channels]) => channels),
    fill: (b, columns, row) => {
      for (let c = 0; c < offsets.length; c++) columns[c]![row] = float32At(b, offsets[c]!);
    },
  };
}

/** Mode 3: specific force from free acceleration (earth frame, gravity removed) and orientation. */
function freeAccPlan(quatAt: number, freeAt: number): ColumnPlan {
  const q = [1, 0, 0, 0];
  const v = [0, 0, 0];
  return {
    channels: [...ACC_CHANNELS, ...QUAT_CHANNELS],
    fill: (b, columns, row) => {
      for (let i = 0; i < 4; i++) q[i] = float32At(b, quatAt + 4 * i);
      for (let i = 0; i < 3; i++) v[i] = float32At(b, freeAt + 4 * i);
      v[2]! += DOT_GRAVITY_MPS2;
      rotateToSensor(q, v);
      for (let i = 0; i < 3; i++) columns[i]![row] = Math.fround(v[i]!);
      for (let i = 0; i < 4; i++) columns[3 + i]![row] = q[i]!;
    },
  };
}

function planOf(mode: number): ColumnPlan {
  const at = (name: string): number => fieldOffset(mode, name) ?? 0;
  if (mode === 3) return freeAccPlan(at('quat_wxyz'), at('free_acc_ms2'));
  if (mode === 24) {
    return copyPlan([
      [at('gyro_dps'), GYR_CHANNELS],
      [at('quat_wxyz'), QUAT_CHANNELS],
    ]);
  }
  return copyPlan([
    [at('acc_ms2'), ACC_CHANNELS],
    [at('gyro_dps'), GYR_CHANNELS],
  ]);
}

/** One payload per notification, padded with zeros to the size of its characteristic; bare ones if allowed. */
export class DotDecoder implements Decoder {
  readonly channels: readonly ChannelSpec[];
  readonly #plan: ColumnPlan;
  readonly #bytes: number;
  readonly #padded: number;
  /** Single-precision values that come first; mode 20 ends with integers. */
  readonly #floats: number;
  readonly #bareAllowed: boolean;
  readonly #silent: boolean;

  /** `silent`: payloads of another mode come, which hold no samples. */
  constructor(mode: number, bareAllowed = false, silent = false) {
    this.#silent = silent;
    this.#plan = planOf(mode);
    this.channels = this.#plan.channels;
    this.#bytes = payloadBytes(mode);
    this.#padded = payloadOf(mode).bytes;
    this.#floats = floatCount(mode);
    this.#bareAllowed = bareAllowed;
  }

  push(characteristic: string, b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    if (characteristic === BATTERY_UUID) return batteryEvents(b);
    if (characteristic === REPORT_UUID) return reportEvents(b);
    if (this.#silent) return NO_EVENTS;
    if (!this.#isPayload(b)) return [{ kind: 'resync', droppedBytes: b.length }];
    const row = out.begin(uint32At(b, 0));
    this.#plan.fill(b, out.columns, row);
    return NO_EVENTS;
  }

  reset(): void {}

  #isPayload(b: Uint8Array): boolean {
    if (b.length !== this.#padded && !(this.#bareAllowed && b.length === this.#bytes)) return false;
    for (let i = this.#bytes; i < b.length; i++) if (b[i] !== 0) return false;
    return floatsFinite(b, TIME_BYTES, this.#floats);
  }
}

function batteryEvents(b: Uint8Array): readonly DecodeEvent[] {
  const percent = batteryPercent(b);
  return percent === null ? NO_EVENTS : [{ kind: 'battery', percent, volts: null }];
}

function reportEvents(b: Uint8Array): readonly DecodeEvent[] {
  if (b[0] !== POWER_OFF_REPORT) return NO_EVENTS;
  return [
    {
      kind: 'fault',
      reason: 'the sensor switches itself off',
      remedy: 'press its button and wait for the link',
    },
  ];
}
