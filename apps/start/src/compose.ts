import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@plumbline/database';
import { VirtualRadio } from '@plumbline/radio/virtual';
import type { ChildSpec } from './child.ts';
import { markDemo } from './demo-folder.ts';
import { entries } from './entries.ts';
import type { StartFailure } from './failure.ts';
import { lockFolder } from './folder-lock.ts';
import { freePort, requireWritableFolder, type StartOptions } from './options.ts';
import { planPlayback } from './playback.ts';
import { chooseSource, type Source } from './source.ts';
import { Supervisor } from './supervisor.ts';

export interface Listener {
  /** A fact at start: what, and its state. */
  fact(what: string, state: string): void;
  /** Something happened later. */
  say(line: string): void;
  /** The sensor played everything it had. */
  finished(samples: number): void;
  /** No more days of the demonstration are filled in: so many were added, so many are still missing. */
  filled(days: number, left: number): void;
  /** It cannot go on. */
  failed(failure: StartFailure): void;
}

const US_PER_MS = 1000;
const HOST = '127.0.0.1';
/** More than the usual eight: a fast playback at 20 times 100 Hz would fill those. */
const LE_BUFFERS = 32;
/** Of the sensor that the demonstration's first wearer has worn for twelve weeks. */
const DEMO_SENSOR = 'c0:de:00:00:00:0a';

/** The gateway empties its outbox into the API, the API into the database; the folder is let go last. */
const STOP_ORDER = ['gateway', 'sensor', 'radio', 'demo', 'api', 'database', 'folder'] as const;
type Part = (typeof STOP_ORDER)[number];

/** Starts the parts, side by side where they do not need each other, and stops them in order. */
export class Composition {
  readonly #options: StartOptions;
  readonly #listener: Listener;
  readonly #undo = new Map<Part, () => Promise<unknown>>();
  readonly #processes = new Map<string, Supervisor>();
  #database: EmbeddedPostgres | null = null;
  #started: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;
  url = '';
  databaseUrl = '';

  constructor(options: StartOptions, listener: Listener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** Throws after undoing what stood already. */
  async start(): Promise<void> {
    this.#started = this.#start();
    try {
      await this.#started;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { ble, port, dataDir } = this.#options;
    const source = ble === null ? await chooseSource(this.#options) : null;
    const free = await freePort(port);
    this.url = `http://${HOST}:${free}`;
    await requireWritableFolder(dataDir);
    this.#undo.set('folder', await lockFolder(dataDir));
    if (this.#options.demo) await markDemo(dataDir);
    await this.#emptyLogs();
    // The gateway keeps trying until the API is there.
    const sides = [this.#startServer(free), this.#startMeasuring(ble, source)];
    const failed = (await Promise.allSettled(sides)).find((side) => side.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  async #startServer(port: number): Promise<void> {
    this.databaseUrl = await this.#startDatabase();
    await this.#startApi(port);
    if (this.#options.demo) await this.#startDemo();
  }

  async #startMeasuring(ble: string | null, source: Source | null): Promise<void> {
    const radio = source === null ? ble! : await this.#startSensor(source);
    await this.#startGateway(radio, source);
  }

  pids(): Record<string, number | undefined> {
    const pids = [...this.#processes].map(([name, process]) => [name, process.pid] as const);
    return { ...Object.fromEntries(pids), database: this.#database?.pid };
  }

  /** For fault tests: an order such as `{type: 'stall', seconds: 3}` for the virtual sensor. */
  tellSensor(order: Record<string, unknown>): void {
    this.#processes.get('sensor')?.send(order);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    // Ctrl-C in mid-start: what is on its way up must be up before it can be stopped.
    await Promise.allSettled([this.#started]);
    for (const part of STOP_ORDER) await this.#undo.get(part)?.();
  }

  /** Logs tell of this start alone, so that they do not grow for ever. */
  async #emptyLogs(): Promise<void> {
    await rm(this.#logFolder, { recursive: true, force: true });
    await mkdir(this.#logFolder, { recursive: true, mode: 0o700 });
  }

  get #logFolder(): string {
    return join(this.#options.dataDir, 'logs');
  }

  async #startDatabase(): Promise<string> {
    const { databaseUrl, dataDir } = this.#options;
    if (databaseUrl !== null) {
      this.#listener.fact('database', 'the server in DATABASE_URL');
      return databaseUrl;
    }
    const database = await EmbeddedPostgres.start({ dataDir, say: (line) => this.#listener.say(line) });
    this.#database = database;
    this.#undo.set('database', () => database.stop());
    const found = database.adopted ? ', found running and taken over' : '';
    this.#listener.fact('database', `PostgreSQL, embedded${found}, in ${join(dataDir, 'database')}`);
    return database.url;
  }

  async #startApi(port: number): Promise<void> {
    await this.#run('api', {
      name: 'The API',
      entry: entries.api(),
      args: [],
      logFile: join(this.#logFolder, 'api.log'),
      env: {
        DATABASE_URL: this.databaseUrl,
        HOST,
        PORT: String(port),
        PLUMBLINE_DASHBOARD_DIR: entries.dashboardFolder(),
        PLUMBLINE_EXPORT_DIR: join(this.#options.dataDir, 'exports'),
        PLUMBLINE_DEMO: this.#options.demo ? '1' : '',
      },
    });
    this.#listener.fact('api', `listening on ${this.url}`);
  }

  /** Fills in days while everything else goes on; ends when they are all there. */
  async #startDemo(): Promise<void> {
    const logFile = join(this.#logFolder, 'demo.log');
    const env = { DATABASE_URL: this.databaseUrl };
    await this.#run('demo', { name: 'The demonstration', entry: entries.demo(), args: [], env, logFile });
    this.#listener.fact(
      'demo',
      'everybody here is made up; twelve weeks are being filled in, newest days first',
    );
  }

  async #startSensor(source: Source): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-radio-'));
    const socket = join(folder, 'hci');
    const radio = new VirtualRadio({ leBuffers: LE_BUFFERS });
    await radio.listen(socket);
    this.#undo.set('radio', async () => {
      await radio.close();
      await rm(folder, { recursive: true, force: true });
    });
    const wearers = this.#options.demo ? ['--address', DEMO_SENSOR] : [];
    const args = ['--radio', socket, ...source.args, ...wearers, '--speed', String(this.#options.speed)];
    const logFile = join(this.#logFolder, 'sensor.log');
    await this.#run('sensor', {
      name: 'The virtual sensor',
      entry: entries.sensor(),
      args,
      env: {},
      logFile,
    });
    const speed = this.#options.speed === 1 ? '' : `, ${this.#options.speed} times as fast`;
    this.#listener.fact('sensor', `virtual WT901BLE on a virtual radio, playing ${source.title}${speed}`);
    return `net:${socket}`;
  }

  async #startGateway(radio: string, source: Source | null): Promise<void> {
    const { dataDir, axes, speed } = this.#options;
    const env: Record<string, string> = {
      PLUMBLINE_BLE: radio,
      PLUMBLINE_API: `${this.url.replace(/^http/, 'ws')}/v1/ingest`,
      PLUMBLINE_DATA_DIR: join(dataDir, 'gateway'),
    };
    if (axes !== null) env.PLUMBLINE_AXES = axes;
    if (source !== null) {
      env.PLUMBLINE_RATE_HZ = String(source.rateHz);
      const playback = planPlayback(source.title, speed, source.durationS, Date.now() * US_PER_MS);
      env.PLUMBLINE_PLAYBACK = JSON.stringify(playback);
    }
    const logFile = join(this.#logFolder, 'gateway.log');
    await this.#run('gateway', {
      name: 'The gateway',
      entry: entries.gateway(),
      args: ['run'],
      env,
      logFile,
    });
    this.#listener.fact(
      'gateway',
      source === null ? `looking for sensors on ${radio}` : 'looking for the sensor',
    );
  }

  async #run(part: Part, spec: ChildSpec): Promise<void> {
    const supervisor = new Supervisor(spec, {
      say: (line) => this.#listener.say(line),
      message: (message) => this.#heard(message),
      gaveUp: (failure) => this.#listener.failed(failure),
    });
    this.#processes.set(part, supervisor);
    this.#undo.set(part, () => supervisor.stop());
    await supervisor.start();
  }

  #heard(message: unknown): void {
    const { type, samples, days, left } = message as Partial<Record<'samples' | 'days' | 'left', number>> & {
      type?: string;
    };
    if (type === 'finished') this.#listener.finished(samples ?? 0);
    if (type === 'filled') this.#listener.filled(days ?? 0, left ?? 0);
  }
}
