import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Controller, VirtualRadio } from '@plumbline/radio/virtual';
import { FakeApi } from './fake-api.ts';

const GATEWAY = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const SENSOR = fileURLToPath(new URL('../../../virtual-sensor/dist/main.js', import.meta.url));
/** Generous: the machine may be busy with other work. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;
/** As in a room: one connection event in twenty fails. */
const AIR = { retransmit: 0.05 };

export interface SensorSetup {
  readonly name: string;
  readonly address: string;
  readonly driver: string;
  readonly seed: number;
  /** Error of its crystal. */
  readonly ppm: number;
}

/** Real processes: a gateway, virtual sensors on a virtual radio, and an API that keeps what it is sent. */
export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), 'plumbline-rig-'));
  readonly api = new FakeApi();
  readonly #rateHz: number;
  readonly #sensors = new Map<string, ChildProcess>();
  #radio = new VirtualRadio(AIR);
  #gateway: ChildProcess | null = null;
  gatewayLog = '';

  constructor(rateHz = 100) {
    this.#rateHz = rateHz;
  }

  get dataDir(): string {
    return join(this.folder, 'gateway');
  }

  get gatewayPid(): number {
    return this.#gateway?.pid ?? 0;
  }

  async start(): Promise<void> {
    await this.#radio.listen(this.socket);
    await this.api.start();
  }

  async stop(): Promise<void> {
    for (const child of [this.#gateway, ...this.#sensors.values()]) await end(child, 'SIGKILL');
    await this.#radio.close();
    await this.api.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async startSensor(setup: Partial<SensorSetup> = {}): Promise<ChildProcess> {
    const {
      name = 'WT901BLE67',
      address = 'c0:de:00:00:00:01',
      driver = 'witmotion',
      seed = 1,
      ppm = 0,
    } = setup;
    const args = ['--radio', this.socket, '--workday', String(seed), '--hours', '24'];
    const more = ['--name', name, '--address', address, '--driver', driver, '--ppm', String(ppm)];
    const sensor = fork(SENSOR, [...args, ...more], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#sensors.set(address, sensor);
    await ready(sensor);
    return sensor;
  }

  async startGateway(): Promise<void> {
    const env = {
      ...process.env,
      PLUMBLINE_BLE: `net:${this.socket}`,
      // As a person would: the server alone.
      PLUMBLINE_API: new URL('/', this.api.url).href.replace('ws:', 'http:'),
      PLUMBLINE_DATA_DIR: this.dataDir,
      PLUMBLINE_RATE_HZ: String(this.#rateHz),
    };
    const gateway = fork(GATEWAY, ['run'], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    gateway.stderr?.on('data', (bytes: Buffer) => {
      this.gatewayLog += bytes.toString('utf8');
    });
    this.#gateway = gateway;
    try {
      await ready(gateway);
    } catch (error) {
      throw new Error(`the gateway did not start: ${this.gatewayLog}`, { cause: error });
    }
  }

  killGateway(): Promise<void> {
    return end(this.#gateway, 'SIGKILL');
  }

  stopGateway(): Promise<void> {
    return end(this.#gateway, 'SIGTERM');
  }

  killSensor(address = 'c0:de:00:00:00:01'): Promise<void> {
    return end(this.#sensors.get(address) ?? null, 'SIGKILL');
  }

  tellSensor(message: object, address = 'c0:de:00:00:00:01'): void {
    this.#sensors.get(address)?.send(message);
  }

  get radio(): VirtualRadio {
    return this.#radio;
  }

  /** Where controllers attach. */
  get socket(): string {
    return join(this.folder, 'hci');
  }

  controller(address = 'c0:de:00:00:00:01'): Controller {
    const found = this.#radio.find(address);
    if (found === undefined) throw new Error(`no controller ${address} on the radio`);
    return found;
  }

  /** The adapter is gone, and with it everybody's air. */
  async loseRadio(): Promise<void> {
    await this.#radio.close();
    this.#sensors.clear();
  }

  async newRadio(): Promise<void> {
    this.#radio = new VirtualRadio(AIR);
    await this.#radio.listen(this.socket);
  }
}

/** Waits until the condition holds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

async function ready(child: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const died = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the process ended with ${code} before it was ready`);
  });
  await Promise.race([once(child, 'message', { signal }), died]);
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
