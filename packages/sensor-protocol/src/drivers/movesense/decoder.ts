import { float32At, floatsFinite, uint16At, uint32At } from '../../bytes.ts';
import type { ChannelSpec, DecodeEvent, Decoder, DriverOptions } from '../../driver.ts';
import { NO_EVENTS } from '../../event-queue.ts';
import type { RawBatchBuilder } from '../../raw-batch.ts';
import { standardEvents } from '../../standard-services.ts';
import {
  ANSWER,
  channelsOf,
  HEAD_BYTES,
  type Hello,
  helloOf,
  type Path,
  pathOf,
  rateOf,
  STATUS,
  STREAM_REF,
  sampleBytes,
  samplesIn,
  samplesPerPacket,
  TIME_BYTES,
} from './protocol.ts';

export const NOTIFY_UUID = '34800002718546d5b431630e7050e8f0';
export const responseKey = (ref: number): string => `response:${ref}`;
const LONGEST_PACKET_BYTES = 1024;
/** So many packets of one other length in a row, and it is the firmware's way. */
const BELIEVED_AFTER = 4;

const EXHAUSTED: DecodeEvent = {
  kind: 'fault',
  reason: 'the sensor has no room for another subscription (429)',
  remedy: 'take the battery out and put it back, or close other apps that use the sensor',
};

/**
 * Packets of several samples, array by array. What does not fit a notification continues in a second one.
 * A packet counts only if it has the length that the rate implies, or the length of the packet before.
 */
export class MovesenseDecoder implements Decoder {
  readonly channels: readonly ChannelSpec[];
  readonly #path: Path;
  readonly #rateHz: number;
  readonly #expectedBytes: number;
  /** Few notifications, known to be whole: no reference, rate or second packet to hold them against. */
  readonly #trusting: boolean;
  #previousBytes = 0;
  #agreeing = 0;
  readonly #held = new Uint8Array(LONGEST_PACKET_BYTES);
  #heldBytes = 0;
  /** Where the last split packet of the right length was split: the next must be alike. */
  #firstPartBytes = 0;

  constructor(options: DriverOptions) {
    this.#path = pathOf(options.extra.path);
    this.#rateHz = options.rateHz;
    this.#trusting = options.extra.assume === 'yes';
    this.channels = channelsOf(this.#path);
    this.#expectedBytes = TIME_BYTES + samplesPerPacket(options.rateHz) * sampleBytes(this.#path);
  }

  push(characteristic: string, b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    if (characteristic !== NOTIFY_UUID && characteristic !== '') {
      return standardEvents(characteristic, b) ?? NO_EVENTS;
    }
    if (b[0] === ANSWER.response) return responseEvents(b);
    if (b[1] !== STREAM_REF && !this.#trusting) return NO_EVENTS;
    if (b[0] === ANSWER.data) return this.#data(b, out);
    return b[0] === ANSWER.continuation ? this.#continuation(b, out) : NO_EVENTS;
  }

  reset(): void {
    this.#heldBytes = 0;
    this.#previousBytes = 0;
    this.#firstPartBytes = 0;
  }

  #data(b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    const torn = this.#heldBytes;
    this.#heldBytes = 0;
    const bytes = b.length - HEAD_BYTES;
    if (this.#isFirstPart(bytes)) this.#hold(b);
    else if (this.#accepts(bytes) && floatsFinite(b, HEAD_BYTES + TIME_BYTES, (bytes - TIME_BYTES) / 4)) {
      this.#emit(b, HEAD_BYTES, bytes, out);
    } else return [{ kind: 'resync', droppedBytes: torn + b.length }];
    return torn > 0 ? [{ kind: 'resync', droppedBytes: torn }] : NO_EVENTS;
  }

  #isFirstPart(bytes: number): boolean {
    if (bytes <= TIME_BYTES || bytes > LONGEST_PACKET_BYTES) return false;
    return this.#trusting ? samplesIn(bytes, this.#path) === null : bytes < this.#expectedBytes;
  }

  #hold(b: Uint8Array): void {
    this.#held.set(b.subarray(HEAD_BYTES));
    this.#heldBytes = b.length - HEAD_BYTES;
  }

  #continuation(b: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    const first = this.#heldBytes;
    const bytes = first + b.length - HEAD_BYTES;
    this.#heldBytes = 0;
    const whole = first > 0 && (bytes === this.#expectedBytes || this.#isTrusted(bytes));
    const sameSplit = whole && (this.#trusting || this.#firstPartBytes === first);
    if (whole) this.#firstPartBytes = first;
    if (!sameSplit) return [{ kind: 'resync', droppedBytes: b.length + first }];
    this.#held.set(b.subarray(HEAD_BYTES), first);
    if (!floatsFinite(this.#held, TIME_BYTES, (bytes - TIME_BYTES) / 4)) {
      return [{ kind: 'resync', droppedBytes: bytes }];
    }
    this.#emit(this.#held, 0, bytes, out);
    return NO_EVENTS;
  }

  /** Firmware that packs otherwise than expected is believed when packets agree and none is as expected. */
  #accepts(bytes: number): boolean {
    const whole = samplesIn(bytes, this.#path) !== null && bytes <= LONGEST_PACKET_BYTES;
    this.#agreeing = bytes === this.#previousBytes && whole ? this.#agreeing + 1 : 1;
    this.#previousBytes = bytes;
    return bytes === this.#expectedBytes || this.#agreeing >= BELIEVED_AFTER || this.#isTrusted(bytes);
  }

  #isTrusted(bytes: number): boolean {
    return this.#trusting && bytes <= LONGEST_PACKET_BYTES && samplesIn(bytes, this.#path) !== null;
  }

  #emit(b: Uint8Array, at: number, bytes: number, out: RawBatchBuilder): void {
    const n = (bytes - TIME_BYTES) / sampleBytes(this.#path);
    const firstUs = uint32At(b, at) * 1000;
    const rateHz = (this.#trusting && rateOf(n)) || this.#rateHz;
    for (let i = 0; i < n; i++) {
      const row = out.begin(firstUs + (i * 1e6) / rateHz);
      for (let c = 0; c < this.channels.length; c++) {
        const vector = Math.floor(c / 3);
        out.columns[c]![row] = float32At(b, at + TIME_BYTES + 12 * (vector * n + i) + 4 * (c % 3));
      }
    }
  }
}

function helloEvents({ texts }: Hello): readonly DecodeEvent[] {
  const told: DecodeEvent = { kind: 'config', key: 'hello', value: texts.serial ?? '' };
  return texts.version ? [told, { kind: 'config', key: 'firmware', value: texts.version }] : [told];
}

function responseEvents(b: Uint8Array): readonly DecodeEvent[] {
  const ref = b[1];
  if (ref === undefined || b.length < 3) return NO_EVENTS;
  const hello = helloOf(b);
  if (hello) return helloEvents(hello);
  if (b.length < 4) return NO_EVENTS;
  const status = uint16At(b, 2);
  const told: DecodeEvent = { kind: 'config', key: responseKey(ref), value: status };
  return status === STATUS.exhausted ? [told, EXHAUSTED] : [told];
}
