import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../harness/app.ts';
import { seededRandom } from '../harness/random.ts';
import { end, SoakApi } from './soak-api.ts';
import { balanceSensor, type SensorBalance } from './soak-balance.ts';
import type { SoakReport, SoakSetup } from './soak-gateway.ts';
import type { SoakSensor } from './soak-radio.ts';

export interface SoakOptions {
  readonly hours: number;
  /** Simulated seconds a second. */
  readonly speed: number;
  readonly kills: number;
  /** How long the API is up, and then away beside the time it takes to start. */
  readonly apiUpMs: number;
  readonly apiAwayMs: number;
  readonly say: (line: string) => void;
}

export interface SoakResult extends SoakOptions {
  readonly tookS: number;
  /** kill -9 of the API, and the share of the time with sensors around in which it was away. */
  readonly apiKills: number;
  readonly awayShare: number;
  readonly mostPending: number;
  /** Used heap after collections and resident memory, MB, at even steps from the last kill to the end. */
  readonly heapMb: readonly number[];
  readonly rssMb: readonly number[];
  readonly sensors: readonly SensorBalance[];
}

const CHILD = fileURLToPath(new URL('soak-gateway.ts', import.meta.url));
/** Between death and the next start of the gateway, simulated. */
const DEAD_US = 3_000_000;
const POLL_MS = 50;
const DRAIN_MS = 600_000;
const US_PER_HOUR = 3_600_000_000;
const SHOWN = 10;
/** The last third passes without a kill, so that the heap can be watched. */
const KILL_SHARE = 2 / 3;
/** A kill may come so much later than it is due, as a share of the whole: the machine may be busy. */
const LATE_SHARE = 1 / 6;
const SEED = 72;
const SENSORS: readonly SoakSensor[] = [
  { id: 'c0de00000201', driver: 'witmotion', rateHz: 50, ppm: 7000 },
  { id: 'c0de00000202', driver: 'polar-verity', rateHz: 52, ppm: 20 },
];

/** Runs a soak in a folder of its own and balances its books. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  // All of it lies in the past: the API takes no samples from the future.
  const epochUs = Math.round((Date.now() / 1000 - 3600 * (options.hours + 2)) * 1e6);
  await using folder = await temporaryFolder();
  await using api = await SoakApi.open(join(folder.path, 'database'));
  const run = new SoakRun(options, api, folder.path, epochUs);
  await run.play();
  return await run.result();
}

class SoakRun {
  readonly #options: SoakOptions;
  readonly #setup: Omit<SoakSetup, 'startUs' | 'haltUs' | 'api'>;
  readonly #api: SoakApi;
  readonly #random = seededRandom(SEED);
  readonly #beganMs = performance.now();
  readonly #reports: SoakReport[] = [];
  #apiKills = 0;
  #awayMs = 0;
  #wornMs = 0;
  #untilUs: number;
  #lastStartUs = 0;
  readonly #worn = new AbortController();

  constructor(options: SoakOptions, api: SoakApi, folder: string, epochUs: number) {
    const { hours, speed } = options;
    this.#options = options;
    this.#api = api;
    this.#untilUs = epochUs;
    const endUs = epochUs + hours * US_PER_HOUR;
    this.#setup = { dataDir: join(folder, 'gateway'), sensors: SENSORS, epochUs, endUs, speed };
  }

  async play(): Promise<void> {
    await this.#api.start();
    await Promise.all([this.#wear().finally(() => this.#worn.abort()), this.#flap()]);
    this.#wornMs = performance.now() - this.#beganMs;
    await this.#drain();
  }

  async result(): Promise<SoakResult> {
    const { epochUs, endUs } = this.#setup;
    const tookMs = performance.now() - this.#beganMs;
    return {
      ...this.#options,
      tookS: tookMs / 1000,
      apiKills: this.#apiKills,
      awayShare: this.#awayMs / this.#wornMs,
      mostPending: Math.max(...this.#reports.map((report) => report.pending)),
      heapMb: thinned(this.#lastLife(), (report) => report.heapMb!),
      rssMb: thinned(this.#lastLife(), (report) => report.rssMb),
      sensors: await Promise.all(
        SENSORS.map((sensor) => balanceSensor(this.#api.databaseUrl, sensor, epochUs, endUs)),
      ),
    };
  }

  /** The gateway, killed again and again, until the sensors have played to their end. */
  async #wear(): Promise<void> {
    const { epochUs, endUs } = this.#setup;
    const span = KILL_SHARE * (endUs - epochUs);
    const kills = Array.from({ length: this.#options.kills }, () => epochUs + this.#random() * span);
    for (const killUs of [...kills.sort((a, b) => a - b), Number.POSITIVE_INFINITY]) {
      this.#lastStartUs = this.#untilUs + DEAD_US;
      const haltUs = Math.min(endUs, killUs + LATE_SHARE * (endUs - epochUs));
      const child = this.#startGateway(this.#lastStartUs, haltUs);
      const gone = once(child, 'exit');
      while (child.exitCode === null && this.#untilUs < killUs) await sleep(POLL_MS);
      child.kill('SIGKILL');
      await gone;
      this.#options.say(`${((this.#untilUs - epochUs) / US_PER_HOUR).toFixed(1)} h: the gateway ended`);
    }
  }

  #startGateway(startUs: number, haltUs = this.#setup.endUs): ChildProcess {
    const setup: SoakSetup = { ...this.#setup, api: this.#api.url, startUs, haltUs };
    const child = fork(CHILD, [JSON.stringify(setup)], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--expose-gc'],
    });
    child.on('message', (report: SoakReport) => {
      this.#untilUs = Math.max(this.#untilUs, report.untilUs);
      this.#reports.push(report);
    });
    return child;
  }

  /** The API is killed, stays away, and comes back. */
  async #flap(): Promise<void> {
    const { signal } = this.#worn;
    for (;;) {
      await sleep(this.#options.apiUpMs, null, { signal }).catch(() => {});
      if (signal.aborted) return;
      const awayFromMs = performance.now();
      await this.#api.kill();
      this.#apiKills++;
      await sleep(this.#options.apiAwayMs);
      await this.#api.start();
      this.#awayMs += performance.now() - awayFromMs;
    }
  }

  /** What waits in the outbox goes out, with no sensor around. */
  async #drain(): Promise<void> {
    const child = this.#startGateway(this.#setup.endUs + DEAD_US);
    const giveUpMs = performance.now() + DRAIN_MS;
    const from = this.#reports.length;
    const pending = (): number => this.#reports.slice(from).at(-1)?.pending ?? Number.POSITIVE_INFINITY;
    while (pending() > 0) {
      if (performance.now() > giveUpMs) throw new Error(`${pending()} records never left the outbox`);
      await sleep(POLL_MS);
    }
    await end(child, 'SIGTERM');
  }

  /** Reports with a collected heap of the gateway that was not killed any more. */
  #lastLife(): SoakReport[] {
    return this.#reports.filter(({ untilUs, heapMb }) => untilUs >= this.#lastStartUs && heapMb !== null);
  }
}

function thinned(reports: readonly SoakReport[], value: (report: SoakReport) => number): number[] {
  const every = Math.max(1, Math.floor(reports.length / SHOWN));
  return reports.filter((_, i) => i % every === 0).map((report) => Math.round(value(report)));
}
