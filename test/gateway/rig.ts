import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { VirtualRadio } from '@plumbline/radio/virtual';
import { FakeApi } from '../../apps/gateway/src/testing/fake-api.ts';
import { temporaryFolder } from '../harness/app.ts';
import { NumberBook } from './account.ts';
import { NUMBERS_PER_RUN, writeNumbered } from './numbered-recording.ts';

const GATEWAY = fileURLToPath(import.meta.resolve('@plumbline/gateway/main'));
const SENSOR = fileURLToPath(import.meta.resolve('@plumbline/virtual-sensor/main'));
/** Generous: the machine may be busy with other work. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;
const LOG_LINES = 4;

/** A sensor as the radio and the gateway know it. */
export interface Place {
  readonly driver: string;
  readonly name: string;
  readonly address: string;
  readonly rateHz: number;
}

export const sensorIdOf = (address: string): string => address.replaceAll(':', '');

/** A virtual sensor's process, playing numbered samples. */
export class SensorProcess {
  readonly place: Place;
  readonly firstNumber: number;
  readonly samples: number;
  readonly #child: ChildProcess;
  finished = false;

  constructor(place: Place, firstNumber: number, samples: number, child: ChildProcess) {
    this.place = place;
    this.firstNumber = firstNumber;
    this.samples = samples;
    this.#child = child;
    child.on('message', (message: { type: string }) => {
      if (message.type === 'finished') this.finished = true;
    });
  }

  get id(): string {
    return sensorIdOf(this.place.address);
  }

  get lastNumber(): number {
    return this.firstNumber + this.samples - 1;
  }

  has(number: number): boolean {
    return number >= this.firstNumber && number <= this.lastNumber;
  }

  tell(message: object): void {
    this.#child.send(message);
  }

  kill(): Promise<void> {
    return end(this.#child, 'SIGKILL');
  }
}

/** Where controllers are to be had: every connection to such a socket is one. */
export interface HciSockets {
  readonly sensors: string;
  readonly adapter: string;
}

type Folder = Awaited<ReturnType<typeof temporaryFolder>>;

/** Real processes: one gateway, virtual sensors, a radio between them, and an API that keeps what it gets. */
export class Rig {
  readonly radio = new VirtualRadio();
  readonly book = new NumberBook();
  readonly api = new FakeApi();
  readonly #folder: Folder;
  readonly #rateHz: number;
  readonly #sensors: SensorProcess[] = [];
  readonly #children: ChildProcess[] = [];
  readonly #hci: HciSockets | null;
  #adapter: Server | null = null;
  #gateway: ChildProcess | null = null;
  #runs = 0;
  #log = '';

  private constructor(folder: Folder, rateHz: number, hci: HciSockets | null) {
    this.#hci = hci;
    this.#folder = folder;
    this.#rateHz = rateHz;
    this.api.keepBlock = this.book.take;
  }

  /** `hci`: controllers of another make instead of the virtual radio. */
  static async start(rateHz: number, hci: HciSockets | null = null): Promise<Rig> {
    const rig = new Rig(await temporaryFolder(), rateHz, hci);
    if (hci === null) {
      await rig.radio.listen(rig.#path('sensors'));
      await rig.returnAdapter();
    }
    await rig.api.start();
    return rig;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#gateway, 'SIGKILL');
    for (const child of this.#children) await end(child, 'SIGKILL');
    await this.radio.close();
    await this.api.stop();
    await this.#folder[Symbol.asyncDispose]();
  }

  /** The last of what the gateway said, for failures. */
  get log(): string {
    return this.#log.trim().split('\n').slice(-LOG_LINES).join('; ');
  }

  /** Every run of a sensor has numbers of its own. */
  async startSensor(place: Place, seconds: number): Promise<SensorProcess> {
    const path = this.#path(`numbers-${this.#runs}.csv`);
    const samples = Math.round(seconds * place.rateHz);
    const first = this.#runs++ * NUMBERS_PER_RUN;
    await writeNumbered(path, first, samples, place.rateHz);
    const { driver, name, address } = place;
    const args = ['--radio', this.#hci?.sensors ?? this.#path('sensors'), '--recording', path];
    const more = ['--driver', driver, '--name', name, '--address', address];
    const child = fork(SENSOR, [...args, ...more], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#children.push(child);
    // Controllers of another make keep an address of their own.
    const { address: onAir } = (await ready(child)) as { readonly address: string };
    const sensor = new SensorProcess({ ...place, address: onAir }, first, samples, child);
    this.#sensors.push(sensor);
    return sensor;
  }

  async startGateway(): Promise<void> {
    const env = {
      ...process.env,
      PLUMBLINE_BLE: `net:${this.#hci?.adapter ?? this.#path('adapter')}`,
      PLUMBLINE_API: this.api.url,
      PLUMBLINE_DATA_DIR: this.#path('data'),
      PLUMBLINE_RATE_HZ: String(this.#rateHz),
    };
    this.#gateway = fork(GATEWAY, ['run'], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#gateway.stderr?.on('data', (bytes: Buffer) => {
      this.#log += bytes.toString('utf8');
    });
    await ready(this.#gateway);
  }

  stopGateway(): Promise<void> {
    return end(this.#gateway, 'SIGTERM');
  }

  /** As Ctrl-Z does, and a debugger. */
  holdGateway(held: boolean): void {
    this.#gateway?.kill(held ? 'SIGSTOP' : 'SIGCONT');
  }

  /** A body between the sensor and the gateway. */
  fade({ address }: Place, hidden: boolean): void {
    const controller = this.radio.find(address);
    if (controller === undefined) throw new Error(`no sensor ${address} is on the radio`);
    controller.inRange = !hidden;
  }

  /** The gateway's adapter is pulled out; sensors stay on the air. */
  async loseAdapter(): Promise<void> {
    const sensors = this.#sensors.map(({ place }) => place.address);
    this.#adapter?.close();
    for (const controller of [...this.radio.controllers])
      if (!sensors.includes(controller.airAddress)) controller.unplug();
  }

  async returnAdapter(): Promise<void> {
    this.#adapter = await this.radio.listen(this.#path('adapter'));
  }

  stored(sensor: SensorProcess): number {
    return this.book.of(sensor.id).numbers.length;
  }

  /** How far the stored times of one run are from the even spacing of its numbers, milliseconds. */
  unevennessMs(sensor: SensorProcess): number {
    const { numbers, tUs } = this.book.of(sensor.id);
    const [first, last] = [0, numbers.length - 1];
    const periodUs = (tUs[last]! - tUs[first]!) / (numbers[last]! - numbers[first]!);
    const off = numbers.map((number, i) => tUs[i]! - tUs[first]! - (number - numbers[first]!) * periodUs);
    return (Math.max(...off) - Math.min(...off)) / 1000;
  }

  /** Until so many more samples of the sensor are stored. */
  async more(sensor: SensorProcess, samples: number): Promise<void> {
    const from = this.stored(sensor);
    await until(`${samples} more samples (${this.log})`, () => this.stored(sensor) >= from + samples);
  }

  #path(name: string): string {
    return join(this.#folder.path, name);
  }
}

/** Waits until it holds, or says what did not happen. */
export async function until(what: string, holds: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
  const giveUpMs = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > giveUpMs) throw new Error(`${what}: not within ${patienceMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

/** The first thing that it says. */
async function ready(child: ChildProcess): Promise<unknown> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const died = once(child, 'exit', { signal }).then(([code]): never => {
    throw new Error(`a process ended with ${code} before it was ready`);
  });
  died.catch(() => {});
  const [message] = await Promise.race([once(child, 'message', { signal }), died]);
  return message;
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
