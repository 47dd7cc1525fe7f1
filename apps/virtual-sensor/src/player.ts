import type { VirtualPeripheral } from '@plumbline/sensor-protocol';
import type { DeviceClock } from './device-clock.ts';
import { Gate } from './gate.ts';
import type { GattServer } from './radio/gatt-server.ts';
import { RateAdapter } from './source/rate-adapter.ts';
import { type Row, rowsOf } from './source/rows.ts';
import type { Source } from './source/source.ts';

export interface PlayerOptions {
  /** Time stands still while nobody listens. */
  readonly waits: boolean;
  /** A recording must not lose its first rows while a central still configures the sensor. */
  readonly settles: boolean;
}

export interface PlayerStats {
  /** Samples handed to the radio, and samples of which nobody wanted to know. */
  readonly sent: number;
  readonly missed: number;
  /** How much of the source has been played. */
  readonly positionS: number;
}

/** Packets in the controller from which on the radio is taken as busy: its buffers (8 on the virtual radio). */
const BUSY_PACKETS = 8;
/** Quiet on the control characteristic for so long means that the central has finished configuring. */
const SETTLE_MS = 1_000;
/** Fast playing hands out what is due in portions. */
const SHORTEST_SLEEP_MS = 2;
const US_PER_S = 1e6;

/** Plays a source through a peripheral: every row when it is due, never more than the radio takes. */
export class Player {
  readonly #source: Source;
  readonly #peripheral: VirtualPeripheral;
  readonly #server: GattServer;
  readonly #clock: DeviceClock;
  readonly #options: PlayerOptions;
  readonly #gate = new Gate();
  readonly #adapter: RateAdapter;
  #inFlight = 0;
  #lastChangeMs = 0;
  #stalledUntilMs = 0;
  #beganUs = 0;
  #sent = 0;
  #missed = 0;
  #positionUs = 0;

  constructor(
    source: Source,
    peripheral: VirtualPeripheral,
    server: GattServer,
    clock: DeviceClock,
    options: PlayerOptions,
  ) {
    this.#source = source;
    this.#peripheral = peripheral;
    this.#server = server;
    this.#clock = clock;
    this.#options = options;
    this.#adapter = new RateAdapter(source.rateHz);
  }

  get stats(): PlayerStats {
    return { sent: this.#sent, missed: this.#missed, positionS: this.#positionUs / US_PER_S };
  }

  /** The central did something. */
  changed(): void {
    this.#lastChangeMs = performance.now();
    this.#gate.signal();
  }

  onInFlight(packets: number): void {
    this.#inFlight = packets;
    this.#gate.signal();
  }

  /** Stays linked and says nothing, as a sensor that hangs; what is due meanwhile is lost. */
  stall(seconds: number): void {
    this.#stalledUntilMs = performance.now() + seconds * 1000;
  }

  /** From the first subscription to the last row that has crossed. */
  async play(): Promise<void> {
    await this.#listener();
    this.#beganUs = this.#clock.nowUs();
    for await (const row of rowsOf(this.#source.batches)) {
      await this.#until(row.tUs);
      this.#take(row);
    }
    this.#server.send(this.#peripheral.drain());
    while (this.#inFlight > 0 && this.#server.subscribed) await this.#gate.wait(Number.POSITIVE_INFINITY);
  }

  /** Waits for a central that is ready to listen. */
  async #listener(): Promise<void> {
    for (;;) {
      const quietMs = performance.now() - this.#lastChangeMs;
      const leftMs = this.#options.settles ? SETTLE_MS - quietMs : 0;
      if (this.#server.subscribed && leftMs <= 0) return;
      await this.#gate.wait(this.#server.subscribed ? leftMs : Number.POSITIVE_INFINITY);
    }
  }

  /** Waits until the row is due and the radio has room, or nobody listens. */
  async #until(tUs: number): Promise<void> {
    for (;;) {
      if (this.#options.waits && !this.#server.subscribed) await this.#pause();
      const waitMs = this.#clock.untilMs(this.#beganUs + tUs);
      if (waitMs > 0) await this.#gate.wait(Math.max(SHORTEST_SLEEP_MS, waitMs));
      else if (this.#server.subscribed && this.#inFlight >= BUSY_PACKETS) {
        await this.#gate.wait(Number.POSITIVE_INFINITY);
      } else return;
    }
  }

  async #pause(): Promise<void> {
    this.#clock.pause();
    await this.#listener();
    this.#clock.resume();
  }

  #take(row: Row): void {
    this.#positionUs = row.tUs;
    const stalled = performance.now() < this.#stalledUntilMs;
    this.#server.mute = stalled;
    const rateHz = stalled ? 0 : this.#peripheral.rateHz();
    if (rateHz === 0) this.#missed++;
    for (const { tUs, sample } of this.#adapter.push(row, rateHz)) {
      this.#sent++;
      this.#server.send(this.#peripheral.sample(sample, this.#beganUs + tUs, this.#server.maxBytes));
    }
  }
}
