import { int16At, uint16At, uint32At } from '../../bytes.ts';
import type { ChannelSpec, DecodeEvent, Decoder, DriverOptions } from '../../driver.ts';
import { NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { accLsbMps2, RADPS_PER_DPS, vectorChannels } from '../../scales.ts';
import { standardEvents } from '../../standard-services.ts';
import { CONFIG_KEY } from './commands.ts';
import {
  ACC_RANGE_G,
  BATTERY,
  CHIPS,
  FUSED_BYTES,
  GYR_DPS_PER_COUNT,
  INFO,
  MODULE,
  PROCESSOR,
  PROCESSOR_ID,
  READ,
  TICK_US,
} from './protocol.ts';

export const NOTIFY_UUID = '326a900685cb9195d9dd464cfbbae75a';

export const CHANNELS: readonly ChannelSpec[] = [
  ...vectorChannels('acc', accLsbMps2(ACC_RANGE_G)),
  ...vectorChannels('gyr', GYR_DPS_PER_COUNT * RADPS_PER_DPS),
];

const STAMP_AT = 3;
const VALUES_AT = 7;

/** Packets of our own accounter; everything else on the characteristic is an answer or a leftover. */
export class MetaMotionDecoder implements Decoder {
  readonly channels = CHANNELS;
  readonly #counts: boolean;

  constructor(options: DriverOptions) {
    this.#counts = options.extra.accounter === 'count';
  }

  push(characteristic: string, b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    if (characteristic !== NOTIFY_UUID && characteristic !== '') {
      return standardEvents(characteristic, b) ?? NO_EVENTS;
    }
    if (b[0] !== MODULE.processor || b[1] !== PROCESSOR.data) return answerEvents(b);
    if (b.length !== FUSED_BYTES || b[2] !== PROCESSOR_ID.accounter) {
      return [{ kind: 'resync', droppedBytes: b.length }];
    }
    this.#emit(b, out);
    return NO_EVENTS;
  }

  reset(): void {}

  #emit(b: Uint8Array, out: RawBatchBuilder): void {
    const stamp = uint32At(b, STAMP_AT);
    const row = this.#counts ? out.begin(Number.NaN, stamp) : out.begin(stamp * TICK_US);
    const columns = out.columns;
    for (let c = 0; c < 6; c++) columns[c]![row] = int16At(b, VALUES_AT + 2 * c);
  }
}

const config = (key: string, value: number): DecodeEvent => ({ kind: 'config', key, value });

const KNOWN_CHIPS = new Set(CHIPS.map((chip) => chip.implementation));
const REMEDY = 'use a MetaMotionR, RL or S, or report the model';

function chipEvents(implementation: number): readonly DecodeEvent[] {
  const told = config(CONFIG_KEY.acc, implementation);
  if (KNOWN_CHIPS.has(implementation)) return [told];
  return [told, { kind: 'fault', reason: `accelerometer chip ${implementation} is unknown`, remedy: REMEDY }];
}

function answerEvents(b: Uint8Array): readonly DecodeEvent[] {
  const [module, register, value] = b;
  if (module === MODULE.processor && register === PROCESSOR.add && b.length === 3) {
    return [config(CONFIG_KEY.processor, value!)];
  }
  if (module === MODULE.acc && register === INFO && b.length >= 4) return chipEvents(value!);
  if (module === MODULE.gyro && register === INFO && b.length >= 4) return [config(CONFIG_KEY.gyro, value!)];
  if (module === MODULE.settings && register === (READ | BATTERY) && b.length === 5) {
    return [
      config('battery', value!),
      { kind: 'battery', percent: Math.min(100, value!), volts: uint16At(b, 3) / 1000 },
    ];
  }
  return NO_EVENTS;
}
