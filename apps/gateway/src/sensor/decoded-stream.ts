import { SampleClock } from '@plumbline/core';
import {
  type ChannelSpec,
  type DecodeEvent,
  type Decoder,
  type Driver,
  type DriverOptions,
  PlausibilityGate,
  RawBatchBuilder,
} from '@plumbline/sensor-protocol';
import type { HostClock } from '../time/host-clock.ts';

const NS_PER_US = 1000;

export interface DecodedStreamOptions {
  readonly driver: Driver;
  readonly settings: DriverOptions;
  readonly clock: HostClock;
  /** Crystal error of the sensor's last session, parts per million. */
  readonly seedSlopePpm: number | null;
  /** Samples are later than this, microseconds UTC. */
  readonly afterUs: number;
}

/** Bytes to raw samples with times: rows `[0, n)` of `raw` and `clock.tUs` after each push. */
export class DecodedStream {
  readonly raw: RawBatchBuilder;
  readonly clock: SampleClock;
  readonly channels: readonly ChannelSpec[];
  readonly #decoder: Decoder;
  readonly #host: HostClock;
  readonly #gate: PlausibilityGate;
  /** The sensor is set up: samples count from now on. */
  recording = false;
  /** When samples last came, monotonic nanoseconds. */
  lastRxNs = 0n;

  constructor({ driver, settings, clock, seedSlopePpm, afterUs }: DecodedStreamOptions) {
    this.#decoder = driver.createDecoder(settings);
    this.#host = clock;
    this.channels = this.#decoder.channels;
    this.#gate = new PlausibilityGate(this.channels, settings.rateHz);
    this.raw = new RawBatchBuilder(this.channels.length);
    this.clock = new SampleClock({
      rateHz: settings.rateHz,
      seedSlopePpm,
      clockModulusUs: driver.clock?.wrapUs ?? null,
      counterModulus: driver.counter?.modulo ?? null,
      afterUs,
    });
  }

  begin(nowNs: bigint): void {
    this.recording = true;
    this.lastRxNs = nowNs;
  }

  /** New rows of this notification; none before `recording`. */
  get n(): number {
    return this.recording ? this.raw.n : 0;
  }

  /** The last two seconds cannot have been measured on a body: a wrong scale or mode. */
  get implausible(): boolean {
    return this.#gate.failing;
  }

  push(characteristic: string, bytes: Uint8Array, rxNs: bigint): readonly DecodeEvent[] {
    const { raw } = this;
    raw.clear();
    const events = this.#decoder.push(characteristic, bytes, raw);
    if (raw.n > 0) this.lastRxNs = rxNs;
    for (const event of events) if (event.kind === 'clock-probe') this.#clockAnswered(event, rxNs);
    if (this.n === 0) return events;
    this.clock.push(raw.n, raw.deviceUs, raw.sequence, this.#host.utcUs(rxNs));
    const fault = this.#gate.push(raw);
    return fault === null ? events : [...events, fault];
  }

  /** Part of the bytes, so that a replayed capture gives the same times. */
  #clockAnswered(probe: Extract<DecodeEvent, { kind: 'clock-probe' }>, rxNs: bigint): void {
    if (!this.recording) return;
    this.clock.roundTrip({
      hostTxUs: this.#host.utcUs(probe.hostTxNs),
      deviceRxUs: Number(probe.deviceRxNs) / NS_PER_US,
      deviceTxUs: Number(probe.deviceTxNs) / NS_PER_US,
      hostRxUs: this.#host.utcUs(rxNs),
    });
  }
}
