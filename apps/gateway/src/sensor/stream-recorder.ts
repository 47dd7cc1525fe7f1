import {
  type DeviceState,
  encodeBlock,
  type Gap,
  INGEST_PROTOCOL,
  RECORD_KIND,
  type RecordKind,
  type StreamOpen,
} from '@plumbline/contract';
import type { ClockGap } from '@plumbline/core';
import type { DecodeEvent, Driver, DriverOptions } from '@plumbline/sensor-protocol';
import { jsonBody } from '../outbox/body.ts';
import { OutboxFull } from '../outbox/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { HostClock } from '../time/host-clock.ts';
import { DecodedStream } from './decoded-stream.ts';
import type { SampleRecorder } from './sample-recorder.ts';

export interface RecorderOptions {
  readonly sensor: StreamOpen['sensor'];
  readonly session: StreamOpen['session'];
  readonly driver: Driver;
  readonly settings: DriverOptions;
  readonly axes: string | null;
  readonly source: StreamOpen['source'];
  readonly seedSlopePpm: number | null;
  /** Where the sensor's previous stream of this wear session ended, and why there was nothing since. */
  readonly previous: { readonly endUs: number; readonly cause: Gap['cause'] } | null;
  readonly outbox: Outbox;
  readonly clock: HostClock;
  readonly decoderVersion: string;
  /** Called before the stream is ended, with the time of its last sample: to be remembered first. */
  readonly ending: (recorder: StreamRecorder) => void;
}

const US_PER_S = 1e6;

/**
 * One connection's samples into the outbox. Everything happens within `notification`, so that what reached
 * the process is stored when it returns. The stream is opened with the first sample.
 */
export class StreamRecorder implements SampleRecorder {
  readonly stream: DecodedStream;
  readonly #options: RecorderOptions;
  readonly #encodings: readonly ('int' | 'f32')[];
  readonly #periodUs: number;
  #streamId: string | null = null;
  /** Samples that the outbox could not take, since the last it could. */
  readonly #unstored = { startUs: 0, endUs: 0, samples: 0, exact: true };
  samples = 0;
  missing = 0;
  problem: string | null = null;

  constructor(options: RecorderOptions) {
    const { previous } = options;
    this.#options = options;
    this.stream = new DecodedStream({ ...options, afterUs: previous?.endUs ?? 0 });
    this.#encodings = this.stream.channels.map((channel) => channel.encoding);
    this.#periodUs = US_PER_S / options.settings.rateHz;
  }

  get sensor(): StreamOpen['sensor'] {
    return this.#options.sensor;
  }

  get sessionId(): string {
    return this.#options.session.id;
  }

  begin(nowNs: bigint): void {
    this.stream.begin(nowNs);
  }

  notification(characteristic: string, bytes: Uint8Array, rxNs: bigint): readonly DecodeEvent[] {
    const events = this.stream.push(characteristic, bytes, rxNs);
    if (this.stream.n > 0) this.#store(this.stream.n);
    return events;
  }

  /** Slow facts; only once there is a stream. */
  device(state: DeviceState): void {
    if (this.#streamId === null) return;
    this.#tolerate(() => this.#append(RECORD_KIND.device, jsonBody(state), this.stream.clock.lastUs));
  }

  /** Ends the stream. */
  finish(reason: string): void {
    this.stream.recording = false;
    const id = this.#streamId;
    if (id === null) return;
    this.#options.ending(this);
    this.#tolerate(() => this.#nameUnstored());
    this.#tolerate(() => this.#options.outbox.end(id, reason));
    this.#streamId = null;
  }

  #store(n: number): void {
    const gaps = [...this.stream.clock.gaps];
    let from = 0;
    try {
      this.#open();
      this.#nameUnstored();
      for (let gap = gaps[0]; gap !== undefined; gap = gaps[0]) {
        this.#appendSamples(from, gap.row);
        from = gap.row;
        this.#appendGap({ ...gap, cause: 'link' });
        gaps.shift();
      }
      this.#appendSamples(from, n);
    } catch (error) {
      if (!(error instanceof OutboxFull)) throw error;
      this.#remember(from, n, gaps);
      this.problem = error.message;
    }
  }

  #open(): void {
    if (this.#streamId !== null) return;
    const { outbox, sensor, session, driver, settings, axes, source, decoderVersion } = this.#options;
    const firstUs = this.stream.clock.tUs[0]!;
    this.#streamId = outbox.begin({
      protocol: INGEST_PROTOCOL,
      sensor,
      session,
      channels: this.stream.channels.map(({ quantity, axis, lsb, encoding }) => ({
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
    // The crystal's error counts: an hour at 7000 ppm is 25 s.
    const periodUs = this.#periodUs * (1 + (this.#options.seedSlopePpm ?? 0) / 1e6);
    const missing = Math.max(0, Math.round((firstUs - previous.endUs) / periodUs) - 1);
    const startUs = Math.min(firstUs, previous.endUs + Math.round(this.#periodUs));
    this.#appendGap({ startUs, endUs: firstUs, missing, exact: false, cause: previous.cause });
  }

  #appendSamples(from: number, to: number): void {
    if (to <= from) return;
    const { raw, clock } = this.stream;
    const cut = (column: Float64Array): Float64Array => (from === 0 ? column : column.subarray(from, to));
    const block = { n: to - from, tUs: cut(clock.tUs), channels: raw.columns.map(cut) };
    this.#append(RECORD_KIND.samples, encodeBlock(block, this.#encodings), clock.tUs[to - 1]!);
    this.samples += to - from;
  }

  #appendGap({ startUs, endUs, missing, exact, cause }: Gap): void {
    this.#append(RECORD_KIND.gap, jsonBody({ startUs, endUs, missing, exact, cause }), startUs);
    this.missing += missing;
  }

  #append(kind: RecordKind, body: Uint8Array, endUs: number): void {
    this.#options.outbox.append(this.#streamId!, kind, body, endUs);
  }

  /** Counts what could not be stored, with what was missing among it: a gap as soon as the disk takes records again. */
  #remember(from: number, n: number, gaps: readonly ClockGap[]): void {
    const lost = this.#unstored;
    const { tUs } = this.stream.clock;
    const begins = gaps[0]?.row === from ? gaps[0].startUs : tUs[from]!;
    if (lost.samples === 0) Object.assign(lost, { startUs: begins, exact: true });
    lost.endUs = tUs[n - 1]!;
    lost.samples += n - from + gaps.reduce((sum, { missing }) => sum + missing, 0);
    lost.exact &&= gaps.every(({ exact }) => exact);
  }

  #nameUnstored(): void {
    const { startUs, endUs, samples, exact } = this.#unstored;
    if (samples === 0) return;
    this.#appendGap({ startUs, endUs, missing: samples, exact, cause: 'outbox' });
    this.#unstored.samples = 0;
    this.problem = null;
  }

  #tolerate(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof OutboxFull)) throw error;
      this.problem = error.message;
    }
  }
}
