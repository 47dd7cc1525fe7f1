import {
  findDriver,
  normaliseUuid,
  type SensorSample,
  type VirtualNotification,
  type VirtualPeripheral,
} from '@plumbline/sensor-protocol';
import type {
  BleLink,
  BleTransport,
  NotificationHandler,
  Sighting,
} from '../../apps/gateway/src/ble/transport.ts';
import { seededRandom } from '../harness/random.ts';
import { sampleOf } from './numbered-recording.ts';
import type { SoakTime } from './soak-time.ts';

/** A sensor of the soak: it runs since the soak's first moment, whoever listens. */
export interface SoakSensor {
  readonly id: string;
  readonly driver: string;
  readonly rateHz: number;
  /** How much slower its crystal runs, parts per million. */
  readonly ppm: number;
}

const US_PER_S = 1e6;
const NS_PER_US = 1000;
const NOTIFICATION_BYTES = 244;
const CONNECTION_INTERVAL_US = 15_000;
/** The sensor's queue runs over now and then: 1 to 4 whole notifications are lost inside a connection. */
const LOSS_EVERY_S = 600;
const MOST_LOST = 4;
const RSSI_DBM = -60;

/** When the sensor takes sample `number`, microseconds UTC. */
export function dueUs({ rateHz, ppm }: SoakSensor, epochUs: number, number: number): number {
  return epochUs + ((number * US_PER_S) / rateHz) * (1 + ppm / 1e6);
}

/** The last sample that the sensor takes before `tUs`. */
export function numberAt({ rateHz, ppm }: SoakSensor, epochUs: number, tUs: number): number {
  return Math.floor((((tUs - epochUs) / US_PER_S) * rateHz) / (1 + ppm / 1e6));
}

/** One link to a virtual peripheral of the driver, without a radio: bytes from hand to hand. */
class SoakLink implements BleLink {
  readonly id: string;
  readonly gone = new Promise<string>(() => {});
  readonly connected = true;
  readonly #sensor: SoakSensor;
  readonly #epochUs: number;
  readonly #time: SoakTime;
  readonly #peripheral: VirtualPeripheral;
  readonly #handlers = new Map<string, NotificationHandler>();
  readonly #random: () => number;
  #number: number;
  #toLose = 0;

  constructor(sensor: SoakSensor, epochUs: number, time: SoakTime) {
    this.id = sensor.id;
    this.#sensor = sensor;
    this.#epochUs = epochUs;
    this.#time = time;
    this.#peripheral = findDriver(sensor.driver).createVirtual();
    this.#number = numberAt(sensor, epochUs, time.nowUs) + 1;
    this.#random = seededRandom(this.#number);
  }

  get nextUs(): number {
    return dueUs(this.#sensor, this.#epochUs, this.#number);
  }

  /** Takes the next sample; what the sensor has to say arrives at its next connection event. */
  play(): void {
    const arrivalUs = Math.ceil(this.nextUs / CONNECTION_INTERVAL_US) * CONNECTION_INTERVAL_US;
    const ready = this.#peripheral.sample(this.#sample(), this.#deviceUs, NOTIFICATION_BYTES);
    this.#number++;
    if (this.#random() < 1 / (LOSS_EVERY_S * this.#sensor.rateHz)) {
      this.#toLose = 1 + Math.floor(this.#random() * MOST_LOST);
    }
    if (ready.length === 0 || this.#loses()) return;
    this.#time.advance(arrivalUs);
    this.#deliver(ready, arrivalUs);
  }

  drain(): void {
    this.#deliver(this.#peripheral.drain());
  }

  async discover(): Promise<ReadonlyMap<string, readonly string[]>> {
    return new Map(
      this.#peripheral.services.map(({ uuid, characteristics }) => [
        normaliseUuid(uuid),
        characteristics.map((characteristic) => normaliseUuid(characteristic.uuid)),
      ]),
    );
  }

  async subscribe(characteristic: string, handler: NotificationHandler): Promise<void> {
    this.#handlers.set(characteristic, handler);
    this.#deliver(this.#peripheral.subscribe(this.#onAir(characteristic), true, this.#deviceUs));
  }

  async write(characteristic: string, bytes: Uint8Array): Promise<void> {
    const answer = this.#peripheral.write(this.#onAir(characteristic), bytes, this.#deviceUs);
    setImmediate(() => this.#deliver(answer));
  }

  async read(characteristic: string): Promise<Uint8Array> {
    return this.#peripheral.read(this.#onAir(characteristic));
  }

  async rssiDbm(): Promise<number> {
    return RSSI_DBM;
  }

  async disconnect(): Promise<void> {
    this.#handlers.clear();
  }

  get #deviceUs(): number {
    return Math.round((this.#number * US_PER_S) / this.#sensor.rateHz);
  }

  #sample(): SensorSample {
    return sampleOf(this.#number);
  }

  #loses(): boolean {
    if (this.#toLose === 0) return false;
    this.#toLose--;
    return true;
  }

  #onAir(characteristic: string): string {
    const uuids = this.#peripheral.services.flatMap((service) => service.characteristics.map((c) => c.uuid));
    return uuids.find((uuid) => normaliseUuid(uuid) === characteristic) ?? characteristic;
  }

  /** Stamped when it arrived, however late the busy machine comes to play it. */
  #deliver(notifications: readonly VirtualNotification[], arrivalUs = this.#time.nowUs): void {
    const stampNs = BigInt(Math.round(arrivalUs * NS_PER_US));
    for (const { characteristic, bytes } of notifications) {
      const name = normaliseUuid(characteristic);
      this.#handlers.get(name)?.(name, bytes, stampNs);
    }
  }
}

/** The sensors of a soak as a transport. */
export class SoakRadio implements BleTransport {
  readonly title = 'the soak';
  readonly #sensors: readonly SoakSensor[];
  readonly #epochUs: number;
  readonly #time: SoakTime;
  readonly #links = new Map<string, SoakLink>();

  constructor(sensors: readonly SoakSensor[], epochUs: number, time: SoakTime) {
    this.#sensors = sensors;
    this.#epochUs = epochUs;
    this.#time = time;
  }

  /** Everything that the sensors take until then, in order of time. */
  playUntil(tUs: number): void {
    for (;;) {
      let next: SoakLink | null = null;
      for (const link of this.#links.values()) if (next === null || link.nextUs < next.nextUs) next = link;
      if (next === null || next.nextUs > tUs) break;
      next.play();
    }
    this.#time.advance(tUs);
  }

  drain(): void {
    for (const link of this.#links.values()) link.drain();
  }

  async open(): Promise<void> {}

  async startScan(heard: (sighting: Sighting) => void): Promise<void> {
    for (const sensor of this.#sensors) heard(sightingOf(sensor));
  }

  async stopScan(): Promise<void> {}

  async connect(id: string): Promise<BleLink> {
    const link = new SoakLink(this.#sensors.find((sensor) => sensor.id === id)!, this.#epochUs, this.#time);
    this.#links.set(id, link);
    return link;
  }

  onLost(): void {}

  async close(): Promise<void> {
    this.#links.clear();
  }
}

function sightingOf({ id, driver }: SoakSensor): Sighting {
  const { localName, advertisedServices, manufacturerData } = findDriver(driver).createVirtual();
  const serviceUuids = advertisedServices.map(normaliseUuid);
  const advertisement = { localName, serviceUuids, manufacturerData };
  return { id, name: `${localName} ${id}`, address: null, advertisement, rssiDbm: RSSI_DBM };
}
