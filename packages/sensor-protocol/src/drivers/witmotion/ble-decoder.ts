import { int16At } from '../../bytes.ts';
import type { ChannelSpec, DecodeEvent, Decoder } from '../../driver.ts';
import { EventQueue } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { vectorChannels } from '../../scales.ts';
import {
  ACC_AT,
  ACC_LSB_MPS2,
  CHIP_TIME_AT,
  chipTimeUs,
  clockMsAt,
  GYR_LSB_RADPS,
  TIMED_RECORD_BYTES,
  VIBRATION_RECORD_BYTES,
} from './frames.ts';
import { RecordClock } from './record-clock.ts';
import { RecordParser, type RecordSink } from './record-parser.ts';
import { CONFIG_KEY, registerEvents } from './register-events.ts';
import { MODE_DISPLACEMENT_BIT, MODE_TIMESTAMP_BIT } from './registers.ts';

/** Both clocks of the family run modulo 2^32 milliseconds here; the calendar one is folded to fit. */
export const CLOCK_WRAP_US = 2 ** 32 * 1000;

export const WITMOTION_CHANNELS: readonly ChannelSpec[] = [
  ...vectorChannels('acc', ACC_LSB_MPS2),
  ...vectorChannels('gyr', GYR_LSB_RADPS),
];

const DISPLACEMENT_FAULT: DecodeEvent = {
  kind: 'fault',
  reason: 'the sensor sends displacement instead of acceleration (register 0x96 has bit 0)',
  remedy: 'reconnect, or write FF AA 96 00 00 to the sensor',
};

const VIBRATION_FAULT: DecodeEvent = {
  kind: 'fault',
  reason: 'the sensor is a vibration meter: it sends no acceleration',
  remedy: 'use a WT901BLE, WT9011DCL or WT901SDCL instead',
};

export interface BleDecoderOptions {
  /** Record length if known; null learns it. */
  readonly recordLength: number | null;
  /** Learn the length from the first record instead of the first two. */
  readonly trustFirst: boolean;
  /** Register 0x96 before the device has told. */
  readonly recordMode: number;
}

/**
 * Streaming records and register answers of the BLE 5.0 family. Which fields a record has is not on the
 * wire: it follows register 0x96, so only its read-back switches the device clock on.
 */
export class BleDecoder implements Decoder, RecordSink {
  readonly channels = WITMOTION_CHANNELS;
  readonly #parser: RecordParser;
  readonly #initialMode: number;
  #mode: number;
  #out: RawBatchBuilder | null = null;
  #refused = false;
  readonly #clock = new RecordClock();
  readonly #events = new EventQueue();

  constructor(options: BleDecoderOptions) {
    this.#parser = new RecordParser(this, options.recordLength, options.trustFirst);
    this.#initialMode = options.recordMode;
    this.#mode = options.recordMode;
  }

  push(_characteristic: string, bytes: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    this.#out = out;
    const dropped = this.#parser.push(bytes);
    this.#out = null;
    return this.#events.drain(dropped);
  }

  reset(): void {
    this.#parser.reset();
    this.#mode = this.#initialMode;
    this.#refused = false;
    this.#clock.reset();
  }

  onStream(b: Uint8Array, at: number, length: number): void {
    if (length >= VIBRATION_RECORD_BYTES) this.#refuseVibration();
    else if ((this.#mode & MODE_DISPLACEMENT_BIT) === 0) this.#emit(b, at, length);
  }

  #emit(b: Uint8Array, at: number, length: number): void {
    if (this.#out === null) return;
    const row = this.#out.begin(this.#deviceUs(b, at, length));
    const columns = this.#out.columns;
    for (let c = 0; c < 6; c++) columns[c]![row] = int16At(b, at + ACC_AT + 2 * c);
  }

  onRegisters(b: Uint8Array, at: number): void {
    for (const event of registerEvents(b, at)) {
      this.#events.add(event);
      if (event.kind === 'config' && event.key === CONFIG_KEY.recordMode) this.#setMode(Number(event.value));
    }
  }

  #refuseVibration(): void {
    if (!this.#refused) this.#events.add(VIBRATION_FAULT);
    this.#refused = true;
  }

  #setMode(mode: number): void {
    if (mode !== this.#mode) this.#clock.reset();
    this.#mode = mode;
    if (mode & MODE_DISPLACEMENT_BIT) this.#events.add(DISPLACEMENT_FAULT);
  }

  #deviceUs(b: Uint8Array, at: number, length: number): number {
    if (this.#mode & MODE_TIMESTAMP_BIT) return this.#clockUs(clockMsAt(b, at));
    return length === TIMED_RECORD_BYTES ? chipTimeUs(b, at + CHIP_TIME_AT) % CLOCK_WRAP_US : Number.NaN;
  }

  #clockUs(ms: number): number {
    if (this.#clock.disproved) return Number.NaN;
    const us = this.#clock.read(ms);
    if (this.#clock.disproved) this.#events.add({ kind: 'config', key: CONFIG_KEY.deviceClock, value: 0 });
    return us;
  }
}
