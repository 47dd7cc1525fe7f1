import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgres } from '@plumbline/database';
import { temporaryFolder } from '../harness/app.ts';
import { seededRandom } from '../harness/random.ts';
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
  readonly apiKills: number;
  readonly awayShare: number;
  readonly mostPending: number;
  /** Used heap after collections and resident memory, MB, at even steps from the last kill to the end. */
  readonly heapMb: readonly number[];
  readonly rssMb: readonly number[];
  readonly sensors: readonly SensorBalance[];
}

const CHILD = fileURLToPath(new URL('soak-gateway.ts', import.meta.url));
const API = fileURLToPath(import.meta.resolve('@plumbline/api/main'));
/** Between death and the next start of the gateway, simulated. */
const DEAD_US = 3_000_000;
const POLL_MS = 50;
const DRAIN_MS = 600_000;
const US_PER_HOUR = 3_600_000_000;
const SHOWN = 10;
/** The last third passes without a kill, so that the heap can be watched. */
const KILL_SHARE = 2 / 3;
const SEED = 72;
const SENSORS: readonly SoakSensor[] = [
  { id: 'c0de00000201', driver: 'witmotion', rateHz: 50, ppm: 7000 },
  { id: 'c0de00000202', driver: 'polar-verity', rateHz: 52, ppm: 20 },
];

/** Runs a soak in a folder of its own and balances its books. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  await using folder = await temporaryFolder();
  const database = await EmbeddedPostgres.start({ dataDir: join(folder.path, 'database') });
  try {
    const run = new SoakRun(options, folder.path, database.url);
    await run.play();
    return await run.result();
  } finally {
    await database.stop();
  }
}

class SoakRun {
  readonly #options: SoakOptions;
  readonly #setup: Omit<SoakSetup, 'startUs' | 'api'>;
  readonly #databaseUrl: string;
  readonly #random = seededRandom(SEED);
  readonly #beganMs = performance.now();
  readonly #reports: SoakReport[] = [];
  #port = 0;
  #api: ChildProcess | null = null;
  #apiKills = 0;
  #awayMs = 0;
  #untilUs: number;
  #lastStartUs = 0;
  #over = false;

  constructor(options: SoakOptions, folder: string, databaseUrl: string) {
    const { hours, speed } = options;
    // All of it lies in the past: the API takes no samples from the future.
    const epochUs = Math.round((Date.now() / 1000 - 3600 * (hours + 2)) * 1e6);
    this.#options = options;
    this.#databaseUrl = databaseUrl;
    this.#untilUs = epochUs;
    const endUs = epochUs + hours * US_PER_HOUR;
    this.#setup = { dataDir: join(folder, 'gateway'), sensors: SENSORS, epochUs, endUs, speed };
  }

  async play(): Promise<void> {
    this.#port = await freePort();
    await this.#startApi();
    const flapping = this.#flap();
    await this.#wear();
    this.#over = true;
    await flapping;
    await this.#drain();
    await end(this.#api, 'SIGTERM');
  }

  async result(): Promise<SoakResult> {
    const { epochUs, endUs } = this.#setup;
    const tookMs = performance.now() - this.#beganMs;
    return {
      ...this.#options,
      tookS: tookMs / 1000,
      apiKills: this.#apiKills,
      awayShare: this.#awayMs / tookMs,
      mostPending: Math.max(...this.#reports.map((report) => report.pending)),
      heapMb: thinned(this.#lastLife(), (report) => report.heapMb!),
      rssMb: thinned(this.#lastLife(), (report) => report.rssMb),
      sensors: await Promise.all(
        SENSORS.map((sensor) => balanceSensor(this.#databaseUrl, sensor, epochUs, endUs)),
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
      const child = this.#startGateway(this.#lastStartUs);
      const gone = once(child, 'exit');
      while (child.exitCode === null && this.#untilUs < killUs) await sleep(POLL_MS);
      child.kill('SIGKILL');
      await gone;
      this.#options.say(`${((this.#untilUs - epochUs) / US_PER_HOUR).toFixed(1)} h: the gateway ended`);
    }
  }

  #startGateway(startUs: number): ChildProcess {
    const api = `ws://127.0.0.1:${this.#port}/v1/ingest`;
    const setup: SoakSetup = { ...this.#setup, api, startUs };
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
    while (!this.#over) {
      await sleep(this.#options.apiUpMs);
      const awayFromMs = performance.now();
      await end(this.#api, 'SIGKILL');
      this.#apiKills++;
      await sleep(this.#options.apiAwayMs);
      await this.#startApi();
      this.#awayMs += performance.now() - awayFromMs;
    }
  }

  async #startApi(): Promise<void> {
    const env = {
      ...process.env,
      DATABASE_URL: this.#databaseUrl,
      HOST: '127.0.0.1',
      PORT: String(this.#port),
      PLUMBLINE_LOG_LEVEL: 'fatal',
    };
    this.#api = fork(API, [], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(this.#api, 'message');
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

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
