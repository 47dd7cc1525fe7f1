import { int16At, putUint16, quantise, uint16At } from '../../bytes.ts';
import type { DecodeEvent, Decoder } from '../../driver.ts';
import { NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import type { SensorSample } from '../../virtual.ts';
import { CLOCK_WRAP_US, WITMOTION_CHANNELS } from './ble-decoder.ts';
import { ACC_LSB_MPS2, chipTimeUs, GYR_LSB_RADPS, HEADER, putChipTime } from './frames.ts';
import { chargePercent, isBatteryVolts } from './registers.ts';

/** The 11-byte form of serial and Bluetooth 2.0 units: `55 type data[8] sum`. */
export const SERIAL_BYTES = 11;
export const SERIAL = {
  time: 0x50,
  acc: 0x51,
  gyro: 0x52,
  angle: 0x53,
  mag: 0x54,
  ports: 0x55,
  pressure: 0x56,
  position: 0x57,
  speed: 0x58,
  quaternion: 0x59,
  accuracy: 0x5a,
  registers: 0x5f,
} as const;

/** The chip's calendar year counts from 2000; 0 means the clock was never set. */
const DATA_AT = 2;
const EXTRA_AT = 8;

export function serialChecksum(b: Uint8Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < SERIAL_BYTES - 1; i++) sum += b[at + i]!;
  return sum & 0xff;
}

/** What a notification of the serial form begins with, whatever its sum; no other record has this type. */
export const isSerialStart = (b: Uint8Array): boolean =>
  b.length >= SERIAL_BYTES && b[0] === HEADER && (b[1]! & 0xf0) === 0x50;

const isSerialFrame = (b: Uint8Array, at: number): boolean =>
  b[at] === HEADER && (b[at + 1]! & 0xf0) === 0x50 && b[at + SERIAL_BYTES - 1] === serialChecksum(b, at);

const SLICE_BYTES = 64;

/**
 * Finds frames by header and sum; hands each over in place. Eight bits of sum pass one error in 256, so the
 * next header, or the end of a notification, must follow as well.
 */
export class SerialParser {
  readonly #onFrame: (bytes: Uint8Array, at: number) => void;
  readonly #bytes = new Uint8Array(2 * SERIAL_BYTES + SLICE_BYTES);
  #n = 0;
  #droppedInAll = 0;

  constructor(onFrame: (bytes: Uint8Array, at: number) => void) {
    this.#onFrame = onFrame;
  }

  /** Bytes without a frame since the beginning: unchanged between two frames that follow each other. */
  get droppedInAll(): number {
    return this.#droppedInAll;
  }

  reset(): void {
    this.#n = 0;
  }

  /** One notification; returns how many bytes belonged to no frame. */
  push(bytes: Uint8Array): number {
    const before = this.#droppedInAll;
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const slice = bytes.subarray(from, from + SLICE_BYTES);
      this.#bytes.set(slice, this.#n);
      this.#n += slice.length;
      this.#parse(from + SLICE_BYTES >= bytes.length);
    }
    return this.#droppedInAll - before;
  }

  #parse(last: boolean): void {
    let at = 0;
    while (at < this.#n) {
      const verdict = this.#judge(at, last);
      if (verdict === 'wait') break;
      if (verdict === 'yes') this.#onFrame(this.#bytes, at);
      else this.#droppedInAll++;
      at += verdict === 'yes' ? SERIAL_BYTES : 1;
    }
    this.#bytes.copyWithin(0, at, this.#n);
    this.#n -= at;
  }

  #judge(at: number, last: boolean): 'yes' | 'no' | 'wait' {
    const header = this.#header(at);
    if (header !== 'yes') return header;
    const next = at + SERIAL_BYTES;
    if (next > this.#n) return 'wait';
    if (!isSerialFrame(this.#bytes, at)) return 'no';
    return next === this.#n && last ? 'yes' : this.#header(next);
  }

  #header(at: number): 'yes' | 'no' | 'wait' {
    if (at >= this.#n) return 'wait';
    if (this.#bytes[at] !== HEADER) return 'no';
    if (at + 1 === this.#n) return 'wait';
    return (this.#bytes[at + 1]! & 0xf0) === 0x50 ? 'yes' : 'no';
  }
}

/** A sample is complete when the gyro frame follows its acceleration frame. */
export class SerialDecoder implements Decoder {
  readonly channels = WITMOTION_CHANNELS;
  readonly #parser = new SerialParser((b, at) => this.#onFrame(b, at));
  readonly #acc = new Int16Array(3);
  #accFresh = false;
  #accDropped = 0;
  #timeUs = Number.NaN;
  #out: RawBatchBuilder | null = null;
  #volts = 0;

  push(_characteristic: string, bytes: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    this.#out = out;
    const volts = this.#volts;
    const dropped = this.#parser.push(bytes);
    this.#out = null;
    if (dropped === 0 && volts === this.#volts) return NO_EVENTS;
    return [...this.#batteryEvents(volts), ...this.#resyncEvents(dropped)];
  }

  reset(): void {
    this.#parser.reset();
    this.#accFresh = false;
    this.#timeUs = Number.NaN;
  }

  #batteryEvents(before: number): readonly DecodeEvent[] {
    if (before === this.#volts || !isBatteryVolts(this.#volts)) return NO_EVENTS;
    return [{ kind: 'battery', percent: chargePercent(this.#volts), volts: this.#volts }];
  }

  #resyncEvents(droppedBytes: number): readonly DecodeEvent[] {
    if (droppedBytes === 0) return NO_EVENTS;
    return [{ kind: 'resync', droppedBytes }];
  }

  #onFrame(b: Uint8Array, at: number): void {
    const type = b[at + 1];
    if (type === SERIAL.time) this.#timeUs = chipTimeUs(b, at + DATA_AT) % CLOCK_WRAP_US;
    else if (type === SERIAL.acc) this.#keepAcc(b, at);
    else if (type === SERIAL.gyro) this.#emit(b, at);
  }

  #keepAcc(b: Uint8Array, at: number): void {
    for (let axis = 0; axis < 3; axis++) this.#acc[axis] = int16At(b, at + DATA_AT + 2 * axis);
    this.#accFresh = true;
    this.#accDropped = this.#parser.droppedInAll;
  }

  #emit(b: Uint8Array, at: number): void {
    this.#volts = uint16At(b, at + EXTRA_AT) / 100;
    // The halves of two torn samples must not make one.
    const torn = this.#accDropped !== this.#parser.droppedInAll;
    if (!this.#accFresh || torn || this.#out === null) return;
    const row = this.#out.begin(this.#timeUs);
    for (let axis = 0; axis < 3; axis++) {
      this.#out.columns[axis]![row] = this.#acc[axis]!;
      this.#out.columns[axis + 3]![row] = int16At(b, at + DATA_AT + 2 * axis);
    }
    this.#accFresh = false;
  }
}

function frame(type: number, fill: (b: Uint8Array) => void): Uint8Array {
  const b = new Uint8Array(SERIAL_BYTES);
  b[0] = HEADER;
  b[1] = type;
  fill(b);
  b[SERIAL_BYTES - 1] = serialChecksum(b, 0);
  return b;
}

/** The frames of one sample in the device's order: time, acceleration, gyro with the voltage. */
export function encodeSerial(sample: SensorSample, chipUs: number, volts: number): readonly Uint8Array[] {
  const vector = (type: number, v: readonly number[], lsb: number, extra: number): Uint8Array =>
    frame(type, (b) => {
      for (let axis = 0; axis < 3; axis++) putUint16(b, DATA_AT + 2 * axis, quantise(v[axis]!, lsb));
      putUint16(b, EXTRA_AT, extra);
    });
  return [
    frame(SERIAL.time, (b) => putChipTime(b, DATA_AT, chipUs)),
    vector(SERIAL.acc, sample.accMps2, ACC_LSB_MPS2, 2500),
    vector(SERIAL.gyro, sample.gyrRadps, GYR_LSB_RADPS, Math.round(volts * 100)),
  ];
}
