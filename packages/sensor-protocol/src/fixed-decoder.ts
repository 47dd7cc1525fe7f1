import type { ChannelSpec, DecodeEvent, Decoder } from './driver.ts';
import { NO_EVENTS } from './event-queue.ts';
import type { RawBatchBuilder } from './raw-batch.ts';
import { standardEvents } from './standard-services.ts';

export interface FixedFormat {
  /** The characteristic that carries samples. */
  readonly characteristic: string;
  /** How `decode --option characteristic=` calls it. */
  readonly short: string;
  readonly bytes: number;
  readonly channels: readonly ChannelSpec[];
  /** Appends the sample; false where the content rules itself out. */
  read(bytes: Uint8Array, out: RawBatchBuilder): boolean;
}

/** One sample per notification of one fixed length; any other length is reported, never guessed at. */
export class FixedDecoder implements Decoder {
  readonly channels: readonly ChannelSpec[];
  readonly #format: FixedFormat;

  constructor(format: FixedFormat) {
    this.#format = format;
    this.channels = format.channels;
  }

  push(characteristic: string, bytes: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[] {
    if (!this.#carriesSamples(characteristic)) {
      return standardEvents(characteristic, bytes) ?? NO_EVENTS;
    }
    const read = bytes.length === this.#format.bytes && this.#format.read(bytes, out);
    return read ? NO_EVENTS : [{ kind: 'resync', droppedBytes: bytes.length }];
  }

  reset(): void {}

  #carriesSamples(characteristic: string): boolean {
    const { characteristic: own, short } = this.#format;
    return characteristic === '' || characteristic === own || characteristic === short;
  }
}
