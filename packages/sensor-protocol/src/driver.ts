import type { RawBatchBuilder } from './raw-batch.ts';
import type { VirtualOptions, VirtualPeripheral } from './virtual.ts';

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

/** The device's own clock as `RawBatchBuilder.deviceUs` carries it. */
export interface DeviceClockSpec {
  /** Resolution, microseconds. */
  readonly tickUs: number;
  /** The value starts again at 0 after this many microseconds; null where it never does. */
  readonly wrapUs: number | null;
  /** `boot`: counts from power-on; `utc`: microseconds since the Unix epoch once the clock is set. */
  readonly origin: 'boot' | 'utc';
}

/** The device's own counter as `RawBatchBuilder.sequence` carries it. */
export interface CounterSpec {
  /** The counter runs 0 to `modulo - 1`. */
  readonly modulo: number;
  /** Samples per step. */
  readonly samplesPerStep: number;
}

/** One key of {@link DriverOptions.extra}, for help texts and errors. */
export interface OptionSpec {
  readonly key: string;
  /** Allowed values, or null for free text. */
  readonly values: readonly string[] | null;
  readonly fallback: string;
  readonly meaning: string;
}

/** Where the device talks. UUIDs in the short form; several notify characteristics are possible. */
export interface GattPlan {
  readonly service: string;
  readonly notify: readonly string[];
  readonly write: string | null;
}

/** Giving up is an error only where `required`; a reported value other than `value` is always one. */
export interface CommandExpectation {
  readonly key: string;
  readonly timeoutMs: number;
  readonly tries: number;
  /** The read-back must say this. */
  readonly value?: number | string;
  readonly required?: boolean;
}

/** A command as data; the transport executes it. */
export interface Command {
  readonly characteristic: string;
  readonly bytes: Uint8Array;
  readonly withResponse: boolean;
  /** Wait after the write. */
  readonly delayMs: number;
  /** Ask until the decoder has reported this key (see {@link DecodeEvent} `config`), or give up. */
  readonly expect: CommandExpectation | null;
  /** Skip the command unless the device has reported this (chips of one family want different settings). */
  readonly onlyIf?: { readonly key: string; readonly value: number | string };
  /** For logs and errors. */
  readonly purpose: string;
}

/** What a decoder says beside samples. Bad bytes are normal: they are reported, never thrown. */
export type DecodeEvent =
  | { readonly kind: 'battery'; readonly percent: number; readonly volts: number | null }
  | { readonly kind: 'config'; readonly key: string; readonly value: number | string }
  | { readonly kind: 'values'; readonly name: string; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'resync'; readonly droppedBytes: number }
  /** Samples the device says it dropped before the last sample of this call (its own gap flag). */
  | { readonly kind: 'device-gap' }
  /** Answer to {@link ClockProbe.request}: NTP-style, the caller adds its receive time. */
  | {
      readonly kind: 'clock-probe';
      readonly hostTxNs: bigint;
      readonly deviceRxNs: bigint;
      readonly deviceTxNs: bigint;
    }
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

/** A round trip that measures the offset between the host's and the device's clock. */
export interface ClockProbe {
  request(hostTxNs: bigint): Command;
}

/** A JSON value as `plumbline decode` prints it; big integers travel as decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One record as it stood on the wire, in the device's units under names with units (`acc_g`, `t_us`). */
export type InspectedRecord = { readonly [key: string]: Json };

/** Shows every record of a capture, also those that make no sample. Never throws on bytes. */
export interface Inspector {
  push(bytes: Uint8Array): readonly InspectedRecord[];
}

/** One device family: data and pure functions. Add one by copying a folder under `drivers/`. */
export interface Driver {
  readonly id: string;
  readonly title: string;
  readonly tier: SupportTier;
  readonly capabilities: Capabilities;
  /** Alternatives and additions: subscribe to every service of the list that the device has. */
  readonly gatt: readonly GattPlan[];
  /** Null where samples carry no device time (then `deviceUs` is NaN). */
  readonly clock: DeviceClockSpec | null;
  /** Null where samples carry no counter (then `sequence` is NaN). */
  readonly counter: CounterSpec | null;
  /** What {@link DriverOptions.extra} understands. */
  readonly options: readonly OptionSpec[];
  match(advertisement: Advertisement): boolean;
  createDecoder(options: DriverOptions): Decoder;
  createInspector(options: DriverOptions): Inspector;
  /** For `decode`: settings that notifications give away by their form. */
  guessOptions?(notifications: readonly Uint8Array[]): Readonly<Record<string, string>>;
  /** For `decode`: the same notifications with records that they cut apart put together. */
  joinCut?(notifications: readonly Uint8Array[]): readonly Uint8Array[];
  /** A faithful peripheral of this family for the virtual radio. */
  createVirtual(options?: VirtualOptions): VirtualPeripheral;
  /** Null where the device offers no round trip. */
  readonly clockProbe: ClockProbe | null;
  /**
   * What to send after subscribing, in order. Samples that arrive before the last of them was carried out
   * were taken with other settings: discard them.
   */
  startCommands(options: DriverOptions): readonly Command[];
  stopCommands(options: DriverOptions): readonly Command[];
  /** Asks for the battery while streaming, or null where it comes by itself. */
  batteryCommands(options: DriverOptions): readonly Command[] | null;
}
