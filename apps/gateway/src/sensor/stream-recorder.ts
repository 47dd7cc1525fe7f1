import {
  type DeviceState,
  encodeBlock,
  type Gap,
  INGEST_PROTOCOL,
  RECORD_KIND,
  type StreamOpen,
} from '@plumbline/contract';
import { SampleClock } from '@plumbline/core';
import {
  type ChannelSpec,
  type DecodeEvent,
  type Decoder,
  type Driver,
  type DriverOptions,
  RawBatchBuilder,
} from '@plumbline/sensor-protocol';
import { jsonBody } from '../outbox/body.ts';
import { OutboxFull } from '../outbox/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { HostClock } from '../time/host-clock.ts';

export interface RecorderOptions {
  readonly sensor: StreamOpen['sensor'];
  readonly session: StreamOpen['session'];
  readonly driver: Driver;
  readonly settings: DriverOptions;
  readonly axes: string | null;
  readonly source: StreamOpen['source'];
  /** Crystal error of the sensor's last session, parts per million. */
  readonly seedSlopePpm: number | null;
  /** Where the sensor's previous stream of this wear session ended, and why there was nothing since. */
  readonly previous: { readonly endUs: number; readonly cause: Gap['cause'] } | null;
  readonly outbox: Outbox;
  readonly clock: HostClock;
  readonly decoderVersion: string;
}

const US_PER_S = 1e6;

/**
 * One connection: bytes to records. Everything happens within `notification`, so that what reached the
 * process is stored when it returns. The stream is opened with the first sample after `start`.
 */
export class StreamRecorder {
  readonly #options: RecorderOptions;
  readonly #decoder: Decoder;
  readonly #channels: readonly ChannelSpec[];
  readonly #encodings: readonly ('int' | 'f32')[];
  readonly #raw: RawBatchBuilder;
  readonly #clock: SampleClock;
  readonly #periodUs: number;
  #streamId: string | null = null;
  #recording = false;
  /** Samples that the outbox could not take, since the last it could. */
  #unstored = { startUs: 0, endUs: 0, samples: 0 };
  samples = 0;
  missing = 0;
  lastRxNs = 0n;
  lastFailure: OutboxFull | null = null;

  constructor(options: RecorderOptions) {
    const { driver, settings } = options;
    this.#options = options;
    this.#decoder = driver.createDecoder(settings);
    this.#channels = this.#decoder.channels;
    this.#encodings = this.#channels.map((channel) => channel.encoding);
    this.#raw = new RawBatchBuilder(this.#channels.length);
    this.#periodUs = US_PER_S / settings.rateHz;
    this.#clock = new SampleClock({
      rateHz: settings.rateHz,
      seedSlopePpm: options.seedSlopePpm,
      clockModulusUs: driver.clock?.wrapUs ?? null,
      counterModulus: driver.counter?.modulo ?? null,
      afterUs: options.previous?.endUs ?? 0,
    });
  }

  get clock(): SampleClock {
    return this.#clock;
  }

  get sensor(): StreamOpen['sensor'] {
    return this.#options.sensor;
  }

  get sessionId(): string {
    return this.#options.session.id;
  }

  get streamId(): string | null {
    return this.#streamId;
  }

  /** The sensor is set up: what comes from now on is recorded. */
  start(): void {
    this.#recording = true;
  }

  /** Returns what the decoder learnt beside samples. */
  notification(characteristic: string, bytes: Uint8Array, rxNs: bigint): readonly DecodeEvent[] {
    const raw = this.#raw;
    raw.clear();
    const events = this.#decoder.push(characteristic, bytes, raw);
    if (raw.n === 0) return events;
    this.lastRxNs = rxNs;
    if (!this.#recording) return events;
    this.#clock.push(raw.n, raw.deviceUs, raw.sequence, this.#options.clock.utcUs(rxNs));
    this.#store(raw.n);
    return events;
  }

  /** Slow facts; only once there is a stream. */
  device(state: DeviceState): void {
    if (this.#streamId === null) return;
    this.#tolerate(() => this.#append(RECORD_KIND.device, jsonBody(state), this.#clock.lastUs));
  }

  /** Ends the stream. */
  finish(reason: string): void {
    this.#recording = false;
    const id = this.#streamId;
    if (id === null) return;
    this.#tolerate(() => this.#nameUnstored());
    this.#tolerate(() => this.#options.outbox.end(id, reason));
    this.#streamId = null;
  }

  #store(n: number): void {
    try {
      this.#open();
      this.#nameUnstored();
      let from = 0;
      for (const gap of this.#clock.gaps) {
        this.#appendSamples(from, gap.row);
        from = gap.row;
        this.#appendGap({ ...gap, cause: 'link' });
      }
      this.#appendSamples(from, n);
    } catch (error) {
      if (!(error instanceof OutboxFull)) throw error;
      this.#remember(n, error);
    }
  }

  #open(): void {
    if (this.#streamId !== null) return;
    const { outbox, sensor, session, driver, settings, axes, source, decoderVersion } = this.#options;
    const firstUs = this.#clock.tUs[0]!;
    this.#streamId = outbox.begin({
      protocol: INGEST_PROTOCOL,
      sensor,
      session,
      channels: this.#channels.map(({ quantity, axis, lsb, encoding }) => ({
        quantity,
        axis,
        lsb,
        encoding,
      })),
      rateHz: settings.rateHz,
      openedUs: firstUs,
      axes,
      decoder: `${driver.id}@${decoderVersion}`,
      source,
    });
    this.#nameAbsence(firstUs);
  }

  /** The time since the previous stream is a gap of this one. */
  #nameAbsence(firstUs: number): void {
    const { previous } = this.#options;
    if (previous === null) return;
    const missing = Math.max(0, Math.round((firstUs - previous.endUs) / this.#periodUs) - 1);
    const startUs = Math.min(firstUs, previous.endUs + Math.round(this.#periodUs));
    this.#appendGap({ startUs, endUs: firstUs, missing, exact: false, cause: previous.cause });
  }

  #appendSamples(from: number, to: number): void {
    if (to <= from) return;
    const cut = (column: Float64Array): Float64Array => (from === 0 ? column : column.subarray(from, to));
    const block = { n: to - from, tUs: cut(this.#clock.tUs), channels: this.#raw.columns.map(cut) };
    const endUs = this.#clock.tUs[to - 1]!;
    this.#append(RECORD_KIND.samples, encodeBlock(block, this.#encodings), endUs);
    this.samples += to - from;
  }

  #appendGap(gap: Gap): void {
    const { startUs, endUs, missing, exact, cause } = gap;
    this.#append(RECORD_KIND.gap, jsonBody({ startUs, endUs, missing, exact, cause }), startUs);
    this.missing += missing;
  }

  #append(kind: (typeof RECORD_KIND)[keyof typeof RECORD_KIND], body: Uint8Array, endUs: number): void {
    this.#options.outbox.append(this.#streamId!, kind, body, endUs);
  }

  /** Counts what could not be stored: it becomes a gap as soon as the disk takes records again. */
  #remember(n: number, error: OutboxFull): void {
    const lost = this.#unstored;
    if (lost.samples === 0) lost.startUs = this.#clock.tUs[0]!;
    lost.endUs = this.#clock.tUs[n - 1]!;
    lost.samples += n;
    this.lastFailure = error;
  }

  #nameUnstored(): void {
    const { startUs, endUs, samples } = this.#unstored;
    if (samples === 0) return;
    this.#appendGap({ startUs, endUs, missing: samples, exact: true, cause: 'outbox' });
    this.#unstored.samples = 0;
    this.lastFailure = null;
  }

  #tolerate(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof OutboxFull)) throw error;
      this.lastFailure = error;
    }
  }
}
