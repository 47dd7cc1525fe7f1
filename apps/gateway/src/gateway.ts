import { join } from 'node:path';
import type { GatewayStatus, SensorStatus } from '@plumbline/contract';
import type { Driver, DriverOptions } from '@plumbline/sensor-protocol';
import { ENDED_BY_SENSOR } from './ble/noble-link.ts';
import { NobleTransport } from './ble/noble-transport.ts';
import { parseRadio, type RadioChoice, radioTitle } from './ble/radio-choice.ts';
import type { BleLink, BleTransport, Sighting } from './ble/transport.ts';
import type { Config } from './config/config.ts';
import { type GatewayHealth, type SensorHealth, SensorTotals } from './health/health.ts';
import { Outbox, type OutboxOptions } from './outbox/outbox.ts';
import type { SensorCatalogue } from './sensor/catalogue.ts';
import { Central, type RadioState, type Served } from './sensor/central.ts';
import { Nearby } from './sensor/nearby.ts';
import { choosesSensors } from './sensor/sensor-choice.ts';
import { SensorConnection } from './sensor/sensor-connection.ts';
import { StreamRecorder } from './sensor/stream-recorder.ts';
import type { GatewayState } from './store/gateway-state.ts';
import type { HostClock } from './time/host-clock.ts';
import { GatewayToken } from './upload/gateway-token.ts';
import { ingestUrl } from './upload/ingest-url.ts';
import { Quarantine } from './upload/quarantine.ts';
import { Uploader } from './upload/uploader.ts';
import { VERSION } from './version.ts';

const SYNC_INTERVAL_MS = 1_000;
const BOUNDS_INTERVAL_MS = 60_000;
const SAVE_INTERVAL_MS = 5_000;
const REANCHOR_INTERVAL_MS = 10_000;
const DRAIN_TIMEOUT_MS = 4_000;

const NOT_HEARD = 'not heard yet: is it charged, near, and not connected to a phone?';

export interface GatewayOptions {
  readonly config: Config;
  readonly outboxBounds: Pick<OutboxOptions, 'maxBytes' | 'maxAgeMs' | 'segmentBytes'>;
  readonly outboxDirectory: string;
  readonly state: GatewayState;
  readonly catalogue: SensorCatalogue;
  readonly clock: HostClock;
  readonly newId: () => string;
  readonly say: (line: string) => void;
  /** Another radio than the configured one, for tests. */
  readonly createTransport?: () => BleTransport;
}

/** The daemon: sensors to outbox to API. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #outbox: Outbox;
  readonly #quarantine: Quarantine;
  readonly #uploader: Uploader;
  readonly #radio: RadioChoice;
  readonly #sensors = new Map<string, SensorStatus>();
  readonly #recorders = new Map<string, StreamRecorder>();
  readonly #startedUs: number;
  readonly #nearby: Nearby;
  #radioState: RadioState = { ok: true, reason: 'starting' };
  #syncFailure: string | null = null;
  #saveFailure: string | null = null;
  readonly #totals = new Map<string, SensorTotals>();
  #droppedSamples = 0;
  /** Times of samples hang together; aborted when the system's clock is set. */
  #epoch = new AbortController();
  #lastError: GatewayHealth['lastError'] = null;

  constructor(options: GatewayOptions) {
    const { config, state, say } = options;
    this.#options = options;
    this.#radio = parseRadio(config.ble.value);
    this.#startedUs = options.clock.nowUs();
    this.#nearby = new Nearby(options.catalogue);
    this.#outbox = new Outbox({
      directory: options.outboxDirectory,
      ...options.outboxBounds,
      nowMs: Date.now,
      newId: options.newId,
    });
    this.#learnFromCrash();
    this.#quarantine = new Quarantine(options.outboxDirectory);
    const token = new GatewayToken({
      file: join(config.dataDir.value, 'token'),
      apiUrl: config.api.value,
      name: config.name.value,
      pairingCode: config.pairingCode.value,
    });
    this.#uploader = new Uploader({
      url: ingestUrl(config.api.value),
      gateway: { id: state.gatewayId, name: config.name.value, version: VERSION },
      outbox: this.#outbox,
      quarantine: this.#quarantine,
      status: () => this.status(),
      say,
      failed: (text) => this.#failed(text),
      headers: () => token.headers(),
      random: Math.random,
    });
  }

  get outbox(): Outbox {
    return this.#outbox;
  }

  /** Runs until the signal; everything measured is stored when it returns. */
  async run(signal: AbortSignal): Promise<void> {
    const uploading = new AbortController();
    const upload = this.#uploader.run(uploading.signal);
    const chores = this.#startChores();
    await this.#central().run(signal);
    await this.#uploader.drain(DRAIN_TIMEOUT_MS);
    uploading.abort();
    await upload;
    for (const timer of chores) clearInterval(timer);
    this.#saveState();
    await this.#sync();
    this.#outbox.close();
  }

  health(): GatewayHealth {
    const { config, clock } = this.#options;
    return {
      pid: process.pid,
      version: VERSION,
      name: config.name.value,
      radio: radioTitle(this.#radio),
      uptimeS: Math.round((clock.nowUs() - this.#startedUs) / 1e6),
      memoryBytes: process.memoryUsage.rss(),
      sensors: this.status().sensors.map((sensor) => this.#sensorHealth(sensor)),
      upload: {
        url: config.api.value,
        connected: this.#uploader.connected,
        problem: this.#uploader.problem,
      },
      outbox: {
        records: this.#outbox.pendingRecords,
        bytes: this.#outbox.heldBytes,
        segments: this.#outbox.segments.length,
        droppedSamples: this.#droppedSamples,
        rejected: this.#quarantine.count,
      },
      playback: this.status().playback,
      lastError: this.#lastError,
    };
  }

  /** Since the gateway started. */
  #countsOf(sensorId: string): Pick<SensorHealth, 'missing' | 'stalls' | 'clockSlopePpm'> {
    const { missing, stalls } = this.#totalsOf(sensorId);
    const recorder = this.#recorders.get(sensorId);
    const clock = recorder?.stream.clock;
    return {
      missing: missing + (recorder?.missing ?? 0),
      stalls,
      clockSlopePpm: clock?.settled ? clock.slopePpm : null,
    };
  }

  #sensorHealth(sensor: SensorStatus): SensorHealth {
    const { samples, connections } = this.#totalsOf(sensor.sensorId);
    const recorder = this.#recorders.get(sensor.sensorId);
    return {
      ...sensor,
      ...this.#countsOf(sensor.sensorId),
      session: this.#options.state.lastSession(sensor.sensorId) ?? null,
      samples: samples + (recorder?.samples ?? 0),
      connections,
      clockResidualP95Ms: recorder?.stream.clock.residualP95Ms ?? null,
      clockWithinMs: recorder?.stream.clock.withinMs ?? null,
    };
  }

  #totalsOf(id: string): SensorTotals {
    const known = this.#totals.get(id) ?? new SensorTotals();
    this.#totals.set(id, known);
    return known;
  }

  status(): GatewayStatus {
    const { clock, config } = this.#options;
    const playback = config.playback.value;
    return {
      type: 'status',
      sentUs: Math.round(clock.nowUs()),
      sensors: this.#sensorStatuses().map((sensor) => ({ ...sensor, ...this.#countsOf(sensor.sensorId) })),
      outboxRecords: this.#outbox.pendingRecords,
      outboxBytes: this.#outbox.heldBytes,
      playback: playback === null ? null : { title: playback.title, speed: playback.speed },
      heard: this.#nearby.list(performance.now()),
      lastError: this.#lastError,
    };
  }

  /** Everything that was seen, the paired ones that were not yet, or why there is none. */
  #sensorStatuses(): SensorStatus[] {
    const { ok, reason } = this.#radioState;
    const state = ok ? 'scanning' : 'failed';
    const unseen = this.#options.state.paired
      .filter(({ id }) => !this.#sensors.has(id))
      .map(({ id, name, driver }) => ({ ...absent(id, name, state, ok ? NOT_HEARD : reason), driver }));
    const all = [...this.#sensors.values(), ...unseen];
    return all.length > 0 ? all : [absent('', 'no sensor', state, reason)];
  }

  #central(): Central {
    const { state, say, catalogue } = this.#options;
    const choice = choosesSensors(state.paired, this.#radio, catalogue);
    return new Central({
      createTransport: this.#options.createTransport ?? (() => new NobleTransport(this.#radio)),
      catalogue,
      ...choice,
      serve: (link, sighting, driver, over) => this.#serve(link, sighting, driver, over),
      status: (sighting, change) => this.#show(sighting, change),
      radio: (radio) => {
        this.#radioState = radio;
        if (!radio.ok) this.#failed(radio.reason);
      },
      heard: (sighting) => this.#nearby.note(sighting, performance.now()),
      say,
      nowMs: () => performance.now(),
    });
  }

  async #serve(link: BleLink, sighting: Sighting, driver: Driver, signal: AbortSignal): Promise<Served> {
    const { clock, say, config, catalogue } = this.#options;
    // A computer that slept has lost its links, and its monotonic clock has stood still.
    this.#watchClock();
    const settings = catalogue.settings(driver, config.rateHz.value);
    const recorder = this.#recorder(sighting, driver, settings);
    this.#recorders.set(sighting.id, recorder);
    this.#totalsOf(sighting.id).connections++;
    const status = (change: Partial<SensorStatus>): void => this.#show(sighting, change);
    const { name } = sighting;
    const connection = new SensorConnection({ link, name, driver, settings, recorder, clock, status, say });
    say(`${sighting.name}: connected, ${driver.title}.`);
    try {
      const reason = await connection.run(AbortSignal.any([signal, this.#epoch.signal]));
      // A played sensor that hangs up has nothing more to play.
      const finished = config.playback.value !== null && reason === ENDED_BY_SENSOR;
      return { reason, streamed: connection.streamed, finished };
    } finally {
      this.#finish(sighting.id, recorder);
    }
  }

  #recorder(sighting: Sighting, driver: Driver, settings: DriverOptions): StreamRecorder {
    const { state, clock, config, outbox } = { ...this.#options, outbox: this.#outbox };
    const playback = config.playback.value;
    const key = playback === null ? null : `${playback.title}@${playback.anchorUs}`;
    const { id, startedUs, timeZone } = state.session(sighting.id, clock.nowUs(), config.timeZone.value, key);
    const memory = state.sensor(sighting.id);
    const before = memory?.sessionId === id ? memory : null;
    const cause = before !== null && before.endUs < this.#startedUs ? 'gateway' : 'link';
    return new StreamRecorder({
      sensor: { id: sighting.id, name: sighting.name, driver: driver.id },
      session: { id, startedUs, timeZone },
      driver,
      settings,
      axes: config.axes.value,
      source: playback === null ? 'sensor' : 'virtual',
      seedSlopePpm: memory?.slopePpm ?? null,
      previous: before === null ? null : { endUs: before.endUs, cause },
      outbox,
      clock,
      decoderVersion: VERSION,
      ending: (ended) => {
        this.#note(ended);
        this.#saveState();
      },
    });
  }

  #finish(id: string, recorder: StreamRecorder): void {
    recorder.finish('the connection failed');
    this.#recorders.delete(id);
    const totals = this.#totalsOf(id);
    totals.samples += recorder.samples;
    totals.missing += recorder.missing;
  }

  /** Where the recording stands, for the next one of the sensor. */
  #note({ sensor, sessionId, samples, stream: { clock } }: StreamRecorder): void {
    if (samples === 0) return;
    const { state } = this.#options;
    const { id, name, driver } = sensor;
    const slopePpm = clock.settled ? clock.slopePpm : (state.sensor(id)?.slopePpm ?? null);
    const battery = this.#sensors.get(id)?.batteryPercent ?? state.sensor(id)?.batteryPercent ?? null;
    state.remember(id, { name, driver, sessionId, endUs: clock.lastUs, slopePpm, batteryPercent: battery });
  }

  #show(sighting: Sighting, change: Partial<SensorStatus>): void {
    const before = this.#sensors.get(sighting.id) ?? absent(sighting.id, sighting.name, 'scanning', '');
    const now = { ...before, ...change };
    this.#sensors.set(sighting.id, now);
    if (now.state === 'stalled' && before.state !== 'stalled') this.#totalsOf(sighting.id).stalls++;
    const problem = this.#recorders.get(sighting.id)?.problem ?? null;
    const isWrong = now.state === 'failed' || now.reason === problem;
    if (isWrong && before.reason !== now.reason) this.#failed(`${now.name}: ${now.reason}`);
  }

  #complain(text: string): void {
    this.#failed(text);
    this.#options.say(text);
  }

  #failed(text: string): void {
    this.#lastError = { atUs: Math.round(this.#options.clock.nowUs()), text };
  }

  /** What a crash left is remembered before it is closed: another crash in between changes nothing. */
  #learnFromCrash(): void {
    const { state, say } = this.#options;
    const { leftOpen, repairedBytes } = this.#outbox;
    for (const { open, endUs } of leftOpen) if (open !== null) state.recordedUntil(open, endUs);
    this.#saveState();
    this.#outbox.closeLeftOpen();
    const streams =
      leftOpen.length === 1 ? 'its stream is closed' : `its ${leftOpen.length} streams are closed`;
    if (leftOpen.length > 0) say(`The last run stopped without warning; ${streams}.`);
    if (repairedBytes > 0) say(`The outbox had a torn record of ${repairedBytes} bytes; it is removed.`);
  }

  #startChores(): NodeJS.Timeout[] {
    const every = (ms: number, chore: () => void): NodeJS.Timeout => setInterval(chore, ms);
    return [
      every(SYNC_INTERVAL_MS, () => void this.#sync()),
      every(BOUNDS_INTERVAL_MS, () => this.#enforceBounds()),
      every(SAVE_INTERVAL_MS, () => this.#save()),
      every(REANCHOR_INTERVAL_MS, () => this.#watchClock()),
    ];
  }

  async #sync(): Promise<void> {
    try {
      await this.#outbox.sync();
      this.#syncFailure = null;
    } catch (error) {
      if (this.#syncFailure === null)
        this.#complain(`The disk refuses to sync: ${(error as Error).message}.`);
      this.#syncFailure = (error as Error).message;
    }
  }

  #enforceBounds(): void {
    this.#watchClock();
    const dropped = this.#outbox.enforceBounds();
    if (dropped.length === 0) return;
    const samples = dropped.reduce((sum, drop) => sum + drop.missing, 0);
    this.#droppedSamples += samples;
    this.#complain(
      `The outbox is full: ${samples} samples, the oldest, were dropped and are named as a gap. Let the API be reached.`,
    );
    this.#uploader.restart();
  }

  #save(): void {
    for (const recorder of this.#recorders.values()) this.#note(recorder);
    this.#saveState();
  }

  /** The same refusal once. */
  #saveState(): void {
    const failure = this.#options.state.trySave();
    if (failure !== null && failure !== this.#saveFailure) this.#complain(`${failure}.`);
    this.#saveFailure = failure;
  }

  #watchClock(): void {
    const stepUs = this.#options.clock.reanchor();
    if (stepUs === 0) return;
    const reason = `the clock of this computer was set by ${(stepUs / 1e6).toFixed(1)} s`;
    this.#options.say(`${reason}: new streams begin.`);
    this.#outbox.clockWasSet(stepUs / 1000);
    this.#epoch.abort(reason);
    this.#epoch = new AbortController();
  }
}

function absent(sensorId: string, name: string, state: SensorStatus['state'], reason: string): SensorStatus {
  return { sensorId, name, driver: null, state, reason, rateHz: null, rssiDbm: null, batteryPercent: null };
}
