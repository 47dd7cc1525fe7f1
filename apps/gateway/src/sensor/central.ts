import type { SensorStatus } from '@plumbline/contract';
import type { Driver } from '@plumbline/sensor-protocol';
import { BleFailure, type BleLink, type BleTransport, type Sighting } from '../ble/transport.ts';
import { sleep } from '../time/sleep.ts';
import { unlessAborted } from '../time/unless-aborted.ts';
import type { SensorCatalogue } from './catalogue.ts';

/** Pauses before the next attempt, the last one for ever. */
const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** How long is listened before a pause. */
const SCAN_MS = 6_000;
/** A sensor that failed this often in a row does not keep another one from its place. */
const HOPELESS = 3;
/** How long the loop waits when nothing happens, so that a backoff ends in time. */
const WAKE_INTERVAL_MS = 500;

export interface CentralOptions {
  readonly createTransport: () => BleTransport;
  readonly catalogue: SensorCatalogue;
  /** Which sensors to hold. */
  readonly wants: (sighting: Sighting, held: number) => boolean;
  /** False once every wanted sensor is held: the scan rests. */
  readonly wantsMore: (held: readonly string[]) => boolean;
  /** Pause between two scans while sensors stream. */
  readonly restMs: number;
  /** Runs one connection to its end and says why it ended, and whether samples came. */
  readonly serve: (link: BleLink, sighting: Sighting, driver: Driver, signal: AbortSignal) => Promise<Served>;
  readonly status: (sighting: Sighting, change: Partial<SensorStatus>) => void;
  readonly radio: (state: RadioState) => void;
  /** Everything that is heard, wanted or not. */
  readonly heard: (sighting: Sighting) => void;
  readonly say: (line: string) => void;
  readonly nowMs: () => number;
}

export interface Served {
  readonly reason: string;
  readonly streamed: boolean;
  /** Nothing more will come of it. */
  readonly finished: boolean;
}

/** What the radio is doing, for the status while no sensor is there. */
export interface RadioState {
  readonly ok: boolean;
  readonly reason: string;
}

interface Slot {
  sighting: Sighting;
  connected: boolean;
  failures: number;
  notBeforeMs: number;
}

/** Finds sensors, holds several at once, and begins again after every failure of theirs or of the radio. */
export class Central {
  readonly #options: CentralOptions;
  readonly #slots = new Map<string, Slot>();
  /** Heard since the last attempt: worth a connection. */
  readonly #fresh = new Set<string>();
  readonly #serving = new Set<Promise<void>>();
  #wake: () => void = () => {};
  #radioFailures = 0;
  #scanFromMs = 0;
  #restUntilMs = 0;
  #radioWaitMs = 0;

  constructor(options: CentralOptions) {
    this.#options = options;
  }

  /** Until the signal; then waits for the connections to end in order. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const transport = this.#options.createTransport();
      try {
        await this.#runOn(transport, signal);
      } catch (error) {
        if (!signal.aborted) this.#radioFailed(error);
      }
      await Promise.all(this.#serving);
      await transport.close();
      if (!signal.aborted) await sleep(this.#radioWaitMs, signal);
    }
  }

  async #runOn(transport: BleTransport, signal: AbortSignal): Promise<void> {
    const { radio } = this.#options;
    radio({ ok: true, reason: `opening ${transport.title}` });
    await transport.open();
    this.#radioFailures = 0;
    const lost = new AbortController();
    transport.onLost((reason) =>
      lost.abort(new BleFailure('no-adapter', reason, 'It is opened again by itself.')),
    );
    radio({ ok: true, reason: `looking for sensors with ${transport.title}` });
    const over = AbortSignal.any([signal, lost.signal]);
    await this.#hold(transport, over);
    if (lost.signal.aborted) throw lost.signal.reason;
  }

  async #hold(transport: BleTransport, over: AbortSignal): Promise<void> {
    let scanning: boolean = false;
    over.addEventListener('abort', () => this.#wake(), { once: true });
    while (!over.aborted) {
      const next = this.#candidate();
      if (next !== null) {
        // Controllers cannot scan and connect at the same time; noble stops the scan itself.
        if (scanning) await transport.stopScan();
        scanning = false;
        await this.#connect(transport, next, over);
        continue;
      }
      const wanted: boolean = this.#options.wantsMore(this.#held()) && !this.#resting(scanning);
      if (wanted && !scanning) await this.#startScan(transport);
      if (!wanted && scanning) await transport.stopScan();
      scanning = wanted;
      await this.#rest(over);
    }
  }

  /** Listening takes air time from the sensors that stream: they get pauses. */
  #resting(scanning: boolean): boolean {
    const { nowMs, restMs } = this.#options;
    if (restMs === 0 || this.#serving.size === 0) return false;
    if (scanning && nowMs() - this.#scanFromMs > SCAN_MS) this.#restUntilMs = nowMs() + restMs;
    return nowMs() < this.#restUntilMs;
  }

  /** A scan that cannot begin is a reason to start over, but not while sensors stream. */
  async #startScan(transport: BleTransport): Promise<void> {
    this.#scanFromMs = this.#options.nowMs();
    try {
      await transport.startScan((sighting) => this.#heard(sighting));
    } catch (error) {
      if (this.#serving.size === 0) throw error;
      this.#options.say(`Looking for further sensors is not possible: ${explain(error)}`);
    }
  }

  #held(): string[] {
    return [...this.#slots].filter(([, slot]) => slot.connected).map(([id]) => id);
  }

  #heard(sighting: Sighting): void {
    this.#options.heard(sighting);
    const slot = this.#slots.get(sighting.id);
    if (slot !== undefined) slot.sighting = sighting;
    else if (this.#options.wants(sighting, this.#promising())) {
      this.#slots.set(sighting.id, { sighting, connected: false, failures: 0, notBeforeMs: 0 });
    } else return;
    this.#fresh.add(sighting.id);
    this.#wake();
  }

  /** Sensors that are held or may still be. */
  #promising(): number {
    return [...this.#slots.values()].filter(({ connected, failures }) => connected || failures < HOPELESS)
      .length;
  }

  #candidate(): Slot | null {
    if (!this.#options.wantsMore(this.#held())) return null;
    const nowMs = this.#options.nowMs();
    for (const [id, slot] of this.#slots) {
      if (!slot.connected && slot.notBeforeMs <= nowMs && this.#fresh.has(id)) return slot;
    }
    return null;
  }

  async #connect(transport: BleTransport, slot: Slot, over: AbortSignal): Promise<void> {
    const { status } = this.#options;
    const { sighting } = slot;
    this.#fresh.delete(sighting.id);
    const driver = this.#options.catalogue.match(sighting.advertisement);
    if (driver === null) return;
    status(sighting, {
      state: 'connecting',
      reason: 'connecting',
      driver: driver.id,
      rssiDbm: sighting.rssiDbm,
    });
    try {
      const link = await unlessAborted(over, transport.connect(sighting.id));
      this.#serve(link, slot, driver, over);
    } catch (error) {
      if (!over.aborted) this.#failed(slot, error);
    }
  }

  /** Not awaited: several sensors are served at once. */
  #serve(link: BleLink, slot: Slot, driver: Driver, over: AbortSignal): void {
    slot.connected = true;
    const serving = this.#options
      .serve(link, slot.sighting, driver, over)
      .then((served) => this.#ended(slot, served))
      .catch(async (error: unknown) => {
        await link.disconnect();
        this.#failed(slot, error);
      })
      .finally(() => {
        slot.connected = false;
        // What was heard before says nothing about now.
        this.#fresh.delete(slot.sighting.id);
        this.#serving.delete(serving);
        this.#wake();
      });
    this.#serving.add(serving);
  }

  #ended(slot: Slot, { reason, streamed, finished }: Served): void {
    const { status, say, nowMs } = this.#options;
    if (streamed) slot.failures = 0;
    else slot.notBeforeMs = nowMs() + backoff(slot.failures++);
    const change: Partial<SensorStatus> = finished
      ? { state: 'finished', reason: 'everything has been played' }
      : { state: 'disconnected', reason: `${reason}; looking for it` };
    status(slot.sighting, { ...change, rateHz: null });
    say(`${slot.sighting.name}: ${reason}.`);
  }

  #failed(slot: Slot, error: unknown): void {
    const { status, say, nowMs } = this.#options;
    const waitMs = backoff(slot.failures++);
    slot.notBeforeMs = nowMs() + waitMs;
    const reason = `${explain(error)} The next attempt is in ${waitMs / 1000} s.`;
    status(slot.sighting, { state: 'failed', reason, rateHz: null });
    say(`${slot.sighting.name}: ${reason}`);
  }

  #radioFailed(error: unknown): void {
    const waitMs = backoff(this.#radioFailures++);
    this.#radioWaitMs = waitMs;
    const reason = `${explain(error)} It is tried again in ${waitMs / 1000} s.`;
    this.#options.radio({ ok: false, reason });
    this.#options.say(reason);
  }

  async #rest(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((done) => {
      this.#wake = done;
      timer = setTimeout(done, WAKE_INTERVAL_MS);
    });
    clearTimeout(timer);
    this.#wake = () => {};
  }
}

function backoff(failures: number): number {
  return BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)]!;
}

function explain(error: unknown): string {
  if (error instanceof BleFailure) return `${error.message} ${error.remedy}`;
  return error instanceof Error ? `${error.message}.` : String(error);
}
