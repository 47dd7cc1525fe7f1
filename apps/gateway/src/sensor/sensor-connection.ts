import type { SensorStatus } from '@plumbline/contract';
import {
  BATTERY_LEVEL,
  DEVICE_INFORMATION,
  type DecodeEvent,
  type Driver,
  type DriverOptions,
  type GattPlan,
  standardEvents,
} from '@plumbline/sensor-protocol';
import { BleFailure, type BleLink } from '../ble/transport.ts';
import type { HostClock } from '../time/host-clock.ts';
import { sleep } from '../time/sleep.ts';
import { unlessAborted } from '../time/unless-aborted.ts';
import { runCommands } from './command-runner.ts';
import { ConfigBoard } from './config-board.ts';
import { RateMeter } from './rate-meter.ts';
import type { SampleRecorder } from './sample-recorder.ts';

/** No sample for this long is shown as a stall; for the longer time the link is given up and made anew. */
const STALL_SHOWN_MS = 2_000;
const STALL_DISCONNECT_MS = 10_000;
const WATCH_INTERVAL_MS = 1_000;
/** Woken later than this the gateway itself stood still: what came meanwhile waits to be heard. */
const LATE_MS = 1_000;
const RSSI_EVERY_TICKS = 10;
const BATTERY_EVERY_TICKS = 300;
const DEVICE_EVERY_TICKS = 60;
/** Questions to a device's clock: often at first, then as often as the envelope of arrivals needs them. */
const FIRST_PROBES_TICKS = 10;
const PROBE_EVERY_TICKS = 30;
const STOP_COMMANDS_TIMEOUT_MS = 1_000;
const STOPPED_HERE = 'the gateway was stopped';
const NS_PER_MS = 1_000_000n;

export interface ConnectionOptions {
  readonly link: BleLink;
  readonly name: string;
  readonly driver: Driver;
  readonly settings: DriverOptions;
  readonly recorder: SampleRecorder;
  readonly clock: HostClock;
  readonly status: (change: Partial<SensorStatus>) => void;
  readonly say: (line: string) => void;
}

/** One sensor from the established link to its end: set up, record, watch. */
export class SensorConnection {
  readonly #options: ConnectionOptions;
  readonly #board = new ConfigBoard();
  readonly #rate: RateMeter;
  #battery: number | null = null;
  #ticks = 0;
  #described = false;
  /** What the decoder complained of last. */
  #fault: string | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#rate = new RateMeter(options.settings.rateHz);
  }

  /** True once samples came: the next attempt need not wait. */
  get streamed(): boolean {
    return this.#options.recorder.samples > 0;
  }

  /** Ends with the reason why the sensor is no longer connected. */
  async run(signal: AbortSignal): Promise<string> {
    const { link, recorder } = this.#options;
    const reason = await this.#runToEnd(signal);
    recorder.finish(reason);
    await link.disconnect();
    return reason;
  }

  /** Three ends: the link is gone, the watch gives it up, or somebody stops it. */
  async #runToEnd(stopped: AbortSignal): Promise<string> {
    const over = new AbortController();
    const signal = AbortSignal.any([stopped, over.signal]);
    const gone = this.#options.link.gone.then((reason) => {
      over.abort();
      return reason;
    });
    try {
      return await Promise.race([gone, this.#live(signal)]);
    } catch (error) {
      if (stopped.aborted) return await this.#stop(stopped);
      if (over.signal.aborted) return await gone;
      throw error;
    } finally {
      over.abort();
    }
  }

  /** Until the watch gives up; rejects when the signal ends it. */
  async #live(signal: AbortSignal): Promise<string> {
    await unlessAborted(signal, this.#setUp(signal));
    return this.#watch(signal);
  }

  async #stop(stopped: AbortSignal): Promise<string> {
    if (stopped.reason instanceof BleFailure) return stopped.reason.message;
    const reason = typeof stopped.reason === 'string' ? stopped.reason : STOPPED_HERE;
    // Before the good-bye: the sensor slows down then.
    this.#options.recorder.finish(reason);
    if (this.#options.link.connected) await this.#sayGoodbye();
    return reason;
  }

  async #setUp(signal: AbortSignal): Promise<void> {
    const { link, driver, settings, recorder, status } = this.#options;
    status({ state: 'connecting', reason: 'reading what the sensor offers' });
    const table = await link.discover();
    const streams = notifyCharacteristics(driver.gatt, table);
    await this.#readStandardServices(table, streams);
    for (const characteristic of streams) {
      await link.subscribe(characteristic, (name, bytes, rxNs) => this.#notified(name, bytes, rxNs));
    }
    status({ reason: 'setting the sensor up' });
    await runCommands(driver.startCommands(settings), link, this.#board, signal);
    recorder.begin(this.#options.clock.monotonicNs());
  }

  #notified(characteristic: string, bytes: Uint8Array, rxNs: bigint): void {
    const { recorder } = this.#options;
    for (const event of recorder.notification(characteristic, bytes, rxNs)) this.#learn(event);
  }

  #learn(event: DecodeEvent): void {
    const { status } = this.#options;
    if (event.kind === 'battery') {
      this.#battery = event.percent;
      this.#board.set('battery', event.percent);
      status({ batteryPercent: event.percent });
    }
    if (event.kind === 'config') this.#board.set(event.key, event.value);
    if (event.kind === 'fault') this.#complain(`${event.reason}; ${event.remedy}`);
  }

  /** The same complaint once. */
  #complain(fault: string): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#options.status({ state: 'failed', reason: fault });
    this.#options.say(`${this.#options.name}: ${fault}.`);
  }

  /** Returns why the link has to be given up; rejects when the signal ends it. */
  async #watch(signal: AbortSignal): Promise<string> {
    const { recorder, clock } = this.#options;
    for (;;) {
      const late = await this.#tick(signal);
      if (late) continue;
      this.#rate.tick(recorder.samples, clock.nowUs(), recorder.stream.clock.lastUs);
      const silentMs = Number((clock.monotonicNs() - recorder.stream.lastRxNs) / NS_PER_MS);
      // Setting it up again is what helps; after a pause, since it may not.
      if (recorder.stream.implausible) throw new BleFailure('link', `${this.#fault}.`, '');
      if (this.#rate.tooFast) throw this.#wrongRate();
      if (silentMs >= STALL_DISCONNECT_MS)
        return `the sensor sent nothing for ${STALL_DISCONNECT_MS / 1000} s`;
      if (silentMs >= STALL_SHOWN_MS) this.#showStall(silentMs);
      else this.#showStreaming();
      await unlessAborted(signal, this.#chores());
    }
  }

  /** One interval later; true where it took much longer. */
  async #tick(signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    const dueNs = clock.monotonicNs() + BigInt(WATCH_INTERVAL_MS + LATE_MS) * NS_PER_MS;
    await sleep(WATCH_INTERVAL_MS, signal);
    signal.throwIfAborted();
    return clock.monotonicNs() > dueNs;
  }

  /** Times are counted where the sensor sends none: another rate than the one that was set would bend them. */
  #wrongRate(): BleFailure {
    const { rateHz } = this.#options.settings;
    const what = `${this.#rate.hz?.toFixed(0)} samples a second come where ${rateHz} were set.`;
    return new BleFailure('link', what, 'It is set up anew.');
  }

  #showStall(silentMs: number): void {
    const reason = this.#fault ?? stallText(silentMs);
    this.#options.status({ state: 'stalled', reason, rateHz: 0 });
  }

  #showStreaming(): void {
    const { recorder, status } = this.#options;
    if (recorder.samples === 0) return;
    if (!this.#described) this.#writeDevice();
    this.#described = true;
    const reason = recorder.problem ?? this.#pace();
    status({ state: 'streaming', reason, rateHz: this.#rate.hz });
  }

  #pace(): string {
    const { rateHz } = this.#options.settings;
    const { catchingUpS, tooSlow } = this.#rate;
    if (catchingUpS !== null)
      return `samples come ${lateness(catchingUpS)} late: what was held back is coming in`;
    if (!tooSlow) return 'samples are coming in';
    return `only ${this.#rate.hz?.toFixed(0)} of ${rateHz} samples a second come in: bring the sensor nearer`;
  }

  /** Slow facts, now and then. Their failure is no reason to give the link up. */
  async #chores(): Promise<void> {
    this.#ticks++;
    if (this.#ticks === FIRST_PROBES_TICKS || this.#ticks % DEVICE_EVERY_TICKS === 0) this.#writeDevice();
    try {
      if (this.#ticks % RSSI_EVERY_TICKS === 1) await this.#readSignal();
      if (this.#ticks % BATTERY_EVERY_TICKS === 0) await this.#askBattery();
      if (this.#ticks <= FIRST_PROBES_TICKS || this.#ticks % PROBE_EVERY_TICKS === 0)
        await this.#probeClock();
    } catch (error) {
      if (!this.#options.link.connected) return;
      this.#options.say(`a slow fact could not be read: ${(error as Error).message}`);
    }
  }

  async #readSignal(): Promise<void> {
    this.#options.status({ rssiDbm: await this.#options.link.rssiDbm() });
  }

  async #askBattery(): Promise<void> {
    const { driver, settings, link } = this.#options;
    const commands = driver.batteryCommands(settings);
    if (commands === null) return;
    for (const command of commands)
      await link.write(command.characteristic, command.bytes, command.withResponse);
  }

  /** The answer comes as a notification. */
  async #probeClock(): Promise<void> {
    const { driver, link, clock } = this.#options;
    if (driver.clockProbe === null) return;
    const { characteristic, bytes, withResponse } = driver.clockProbe.request(clock.monotonicNs());
    await link.write(characteristic, bytes, withResponse);
  }

  #writeDevice(): void {
    const { recorder } = this.#options;
    const { clock } = recorder.stream;
    if (clock.withinMs !== null) this.#board.set('clockWithinMs', round(clock.withinMs));
    if (clock.roundTripMs !== null) this.#board.set('clockRoundTripMs', round(clock.roundTripMs));
    recorder.device({
      tUs: clock.lastUs,
      batteryPercent: this.#battery,
      clockSlopePpm: clock.slopePpm,
      clockResidualP95Ms: clock.residualP95Ms,
      config: { ...this.#board.all(), tier: this.#options.driver.tier },
    });
  }

  /** Most sensors have neither; a failure to read is their normal answer. */
  async #readStandardServices(
    table: ReadonlyMap<string, readonly string[]>,
    streams: readonly string[],
  ): Promise<void> {
    const { link } = this.#options;
    const names = new Set([...table.values()].flat());
    for (const uuid of [BATTERY_LEVEL, ...Object.keys(DEVICE_INFORMATION)]) {
      if (names.has(uuid)) this.#learnStandard(uuid, await readQuietly(link, uuid));
    }
    if (!names.has(BATTERY_LEVEL) || streams.includes(BATTERY_LEVEL)) return;
    const heard = (uuid: string, bytes: Uint8Array): void => this.#learnStandard(uuid, bytes);
    // Some only let it be read.
    await link.subscribe(BATTERY_LEVEL, heard).catch(() => {});
  }

  #learnStandard(uuid: string, bytes: Uint8Array): void {
    if (bytes.length > 0) for (const event of standardEvents(uuid, bytes) ?? []) this.#learn(event);
  }

  async #sayGoodbye(): Promise<void> {
    const { driver, settings, link } = this.#options;
    const patience = AbortSignal.timeout(STOP_COMMANDS_TIMEOUT_MS);
    try {
      await runCommands(driver.stopCommands(settings), link, this.#board, patience);
    } catch {
      // Stopping goes on whether the sensor heard it or not.
    }
  }
}

const lateness = (s: number): string => (s < 120 ? `${Math.round(s)} s` : `${Math.round(s / 60)} min`);

const round = (ms: number): number => Math.round(ms * 100) / 100;

async function readQuietly(link: BleLink, characteristic: string): Promise<Uint8Array> {
  try {
    return await link.read(characteristic);
  } catch {
    return new Uint8Array();
  }
}

/** What to subscribe to: every service of the plan that the device has. */
function notifyCharacteristics(
  plans: readonly GattPlan[],
  table: ReadonlyMap<string, readonly string[]>,
): string[] {
  const found = plans.flatMap((plan) =>
    plan.notify.filter((name) => table.get(plan.service)?.includes(name) ?? false),
  );
  if (found.length > 0) return found;
  throw new BleFailure(
    'link',
    'the sensor has none of the services its driver knows.',
    'It may be another model or firmware: see docs/devices.',
  );
}

function stallText(silentMs: number): string {
  return `connected, but no sample for ${Math.round(silentMs / 1000)} s; the link is renewed after ${STALL_DISCONNECT_MS / 1000} s`;
}
