import { type RadioLinkParams, RadioLinkSimulation } from '@plumbline/core/simulation';
import type { Driver } from '@plumbline/sensor-protocol';
import type { BleLink, BleTransport, NotificationHandler, Sighting } from '../ble/transport.ts';

const SERVICE = '1a2b';
const NOTIFY = '1a2c';
const BYTES_PER_SAMPLE = 10;
const TICK_MS = 5;

/** A sensor whose samples are nothing but their number: what comes out shows what was lost, doubled or swapped. */
export const countingDriver: Driver = {
  id: 'counting',
  title: 'counting sensor',
  tier: 'experimental',
  capabilities: {
    ratesHz: [50],
    defaultRateHz: 50,
    gyroscope: false,
    deviceClock: false,
    exactLoss: true,
    battery: false,
  },
  gatt: [{ service: SERVICE, notify: [NOTIFY], write: null }],
  clock: null,
  counter: { modulo: 2 ** 32, samplesPerStep: 1 },
  options: [],
  match: ({ localName }) => localName?.startsWith('counting') ?? false,
  createDecoder: () => ({
    channels: (['x', 'y', 'z'] as const).map((axis) => ({
      quantity: 'acc',
      axis,
      lsb: 0.005,
      encoding: 'int',
    })),
    push(_characteristic, bytes, out) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at < bytes.length; at += BYTES_PER_SAMPLE) {
        const row = out.begin(Number.NaN, view.getUint32(at, true));
        for (let c = 0; c < 3; c++) out.columns[c]![row] = view.getInt16(at + 4 + 2 * c, true);
      }
      return [];
    },
    reset: () => {},
  }),
  createInspector: () => ({ push: () => [] }),
  createVirtual: () => {
    throw new Error('the counting sensor is simulated as a transport');
  },
  clockProbe: null,
  startCommands: () => [],
  stopCommands: () => [],
  batteryCommands: () => null,
};

/** Virtual time that runs many times faster than the real one. */
export interface FastTime {
  /** Virtual microseconds since the soak began. */
  nowUs(): number;
  /** The monotonic stamp at which the host's clock shows that virtual time. */
  stampOf(virtualUs: number): bigint;
}

/** Sensors that have been running since virtual time 0, whoever listens. */
export class SimulatedTransport implements BleTransport {
  readonly title = 'a simulated radio';
  readonly #sensors: ReadonlyMap<string, Partial<RadioLinkParams>>;
  readonly #time: FastTime;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(sensors: ReadonlyMap<string, Partial<RadioLinkParams>>, time: FastTime) {
    this.#sensors = sensors;
    this.#time = time;
  }

  async open(): Promise<void> {}

  async startScan(heard: (sighting: Sighting) => void): Promise<void> {
    for (const id of this.#sensors.keys()) heard(sightingOf(id));
  }

  async stopScan(): Promise<void> {}

  onLost(): void {}

  async connect(id: string): Promise<BleLink> {
    const params = this.#sensors.get(id)!;
    return {
      id,
      connected: true,
      gone: new Promise(() => {}),
      discover: async () => new Map([[SERVICE, [NOTIFY]]]),
      subscribe: async (_characteristic, handler) => this.#play(id, params, handler),
      write: async () => {},
      read: async () => new Uint8Array(),
      rssiDbm: async () => -60,
      disconnect: async () => {},
    };
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** From now on; what was due before was missed. */
  #play(id: string, params: Partial<RadioLinkParams>, handler: NotificationHandler): void {
    const sensor = new CountingSensor(id, params);
    sensor.skipTo(this.#time.nowUs());
    const timer = setInterval(() => {
      const nowUs = this.#time.nowUs();
      while (sensor.dueUs <= nowUs) {
        const stamp = this.#time.stampOf(sensor.dueUs);
        handler(NOTIFY, sensor.take(), stamp);
      }
    }, TICK_MS);
    this.#timers.add(timer);
  }
}

/** The same notifications for the same id, however often it is made again. */
class CountingSensor {
  readonly #link: RadioLinkSimulation;
  #next: ReturnType<RadioLinkSimulation['next']>;
  #number = 0;

  constructor(id: string, params: Partial<RadioLinkParams>) {
    this.#link = RadioLinkSimulation.of(params, Number.parseInt(id, 16));
    this.#next = this.#link.next();
  }

  get dueUs(): number {
    return this.#next.arrivalUs;
  }

  skipTo(virtualUs: number): void {
    while (this.dueUs <= virtualUs) this.#advance();
  }

  take(): Uint8Array {
    const bytes = new Uint8Array(this.#next.n * BYTES_PER_SAMPLE);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < this.#next.n; i++) {
      const number = this.#number + i;
      view.setUint32(i * BYTES_PER_SAMPLE, number, true);
      view.setInt16(i * BYTES_PER_SAMPLE + 4, number % 30_000, true);
    }
    this.#advance();
    return bytes;
  }

  #advance(): void {
    this.#number += this.#next.n;
    this.#next = this.#link.next();
  }
}

function sightingOf(id: string): Sighting {
  const localName = `counting ${id}`;
  return {
    id,
    name: localName,
    address: null,
    advertisement: { localName, serviceUuids: [SERVICE], manufacturerData: null },
    rssiDbm: -60,
  };
}
