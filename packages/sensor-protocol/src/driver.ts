import type { RawBatchBuilder } from './raw-batch.ts';

/** What a scan sees. UUIDs in the short form of {@link normaliseUuid}. */
export interface Advertisement {
  readonly localName: string | null;
  readonly serviceUuids: readonly string[];
  readonly manufacturerData: Uint8Array | null;
}

/** experimental: decodes a capture; supported: virtual peripheral and fault tests; validated: against a reference. */
export type SupportTier = 'experimental' | 'supported' | 'validated';

export type Quantity = 'acc' | 'gyr' | 'mag' | 'quat';

/** One column of what the device sends. SI value = raw value x `lsb` (m/s^2, rad/s, microtesla, 1). */
export interface ChannelSpec {
  readonly quantity: Quantity;
  readonly axis: 'x' | 'y' | 'z' | 'w';
  readonly lsb: number;
  /** `int`: raw values are integers; `f32`: raw values are single-precision floats. */
  readonly encoding: 'int' | 'f32';
}

export interface Capabilities {
  readonly ratesHz: readonly number[];
  readonly defaultRateHz: number;
  readonly gyroscope: boolean;
  /** Device time per sample; without it the sample index over the rate is the clock. */
  readonly deviceClock: boolean;
  /** A counter or a clock that makes every missing sample visible. */
  readonly exactLoss: boolean;
  readonly battery: boolean;
}

/** Where the device talks. UUIDs in the short form; several notify characteristics are possible. */
export interface GattPlan {
  readonly service: string;
  readonly notify: readonly string[];
  readonly write: string | null;
}

/** A command as data; the transport executes it. */
export interface Command {
  readonly characteristic: string;
  readonly bytes: Uint8Array;
  readonly withResponse: boolean;
  /** Wait after the write. */
  readonly delayMs: number;
  /** Ask until the decoder has reported this key (see {@link DecodeEvent} `config`), or give up. */
  readonly expect: { readonly key: string; readonly timeoutMs: number; readonly tries: number } | null;
  /** For logs and errors. */
  readonly purpose: string;
}

/** What a decoder says beside samples. Bad bytes are normal: they are reported, never thrown. */
export type DecodeEvent =
  | { readonly kind: 'battery'; readonly percent: number; readonly volts: number | null }
  | { readonly kind: 'config'; readonly key: string; readonly value: number | string }
  | { readonly kind: 'values'; readonly name: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'resync'; readonly droppedBytes: number }
  | { readonly kind: 'fault'; readonly reason: string; readonly remedy: string };

/**
 * Bytes to raw samples, pure and streaming: a record may be cut anywhere between two calls.
 * Never throws on any bytes, keeps a bounded buffer.
 */
export interface Decoder {
  readonly channels: readonly ChannelSpec[];
  /** Appends samples to `out`; returns what else was learnt (mostly the same empty array). */
  push(characteristic: string, bytes: Uint8Array, out: RawBatchBuilder): readonly DecodeEvent[];
  /** Forget a half-received record: a new connection begins. */
  reset(): void;
}

export interface DriverOptions {
  readonly rateHz: number;
  /** Driver-specific settings of `plumbline decode --option k=v` and of the configuration. */
  readonly extra: Readonly<Record<string, string>>;
}

/** One device family: data and pure functions. Add one by copying a folder under `drivers/`. */
export interface Driver {
  readonly id: string;
  readonly title: string;
  readonly tier: SupportTier;
  readonly capabilities: Capabilities;
  readonly gatt: readonly GattPlan[];
  match(advertisement: Advertisement): boolean;
  createDecoder(options: DriverOptions): Decoder;
  /** What to send after subscribing, in order. */
  startCommands(options: DriverOptions): readonly Command[];
  stopCommands(options: DriverOptions): readonly Command[];
  /** Asks for the battery while streaming, or null where it comes by itself. */
  batteryCommands(options: DriverOptions): readonly Command[] | null;
}
