import { once } from 'node:events';
import { netBindings, registerNetDriver } from '@plumbline/radio/hci-net';
import { type Driver, normaliseUuid, RawBatchBuilder } from '@plumbline/sensor-protocol';
import type { Characteristic, Noble, Peripheral } from '@stoprocent/noble';

registerNetDriver(import.meta.url);
const { withBindings } = await import('@stoprocent/noble');

const CONNECTION = { minInterval: 6, maxInterval: 6, latency: 0, timeout: 100 };

const compact = (uuid: string): string => uuid.replaceAll('-', '').toLowerCase();

/** Stock noble with the decoder of a driver: what a gateway is at its heart. */
export class Central {
  /** Decoded counts, one row per sample. */
  readonly rows: number[][] = [];
  /** Bytes of every notification. */
  readonly sizes: number[] = [];
  readonly noble: Noble;
  #started = false;
  readonly #driver: Driver;
  readonly #rateHz: number;
  #listening = false;
  #control: Characteristic | null = null;
  peripheral: Peripheral | null = null;

  constructor(where: string, driver: Driver, rateHz: number) {
    this.noble = withBindings('hci', netBindings(where));
    this.#driver = driver;
    this.#rateHz = rateHz;
  }

  async find(name: string): Promise<Peripheral> {
    this.#started = true;
    await this.noble.waitForPoweredOnAsync();
    const found = new Promise<Peripheral>((done) => {
      const look = (peripheral: Peripheral): void => {
        if (peripheral.advertisement.localName !== name) return;
        this.noble.removeListener('discover', look);
        done(peripheral);
      };
      this.noble.on('discover', look);
    });
    await this.noble.startScanningAsync([], true);
    const peripheral = await found;
    await this.noble.stopScanningAsync();
    return peripheral;
  }

  /** Scan, connect, subscribe, configure; rows are collected from then on. */
  async listen(name: string): Promise<void> {
    const { id } = await this.find(name);
    this.peripheral = await this.noble.connectAsync(id, CONNECTION);
    const { characteristics } = await this.peripheral.discoverAllServicesAndCharacteristicsAsync();
    const [plan] = this.#driver.gatt;
    const pick = (uuid: string): Characteristic =>
      characteristics.find((characteristic) => normaliseUuid(characteristic.uuid) === uuid)!;
    this.#collect(pick(plan!.notify[0]!));
    await pick(plan!.notify[0]!).subscribeAsync();
    this.#control = pick(plan!.write!);
    await this.configure();
  }

  async configure(): Promise<void> {
    for (const { bytes, expect } of this.#driver.startCommands({ rateHz: this.#rateHz, extra: {} })) {
      if (expect === null) await this.#control!.writeAsync(Buffer.from(bytes), true);
    }
    this.#listening = true;
  }

  async rowCount(count: number): Promise<void> {
    while (this.rows.length < count) await once(this.noble, 'rows');
  }

  async leave(): Promise<void> {
    if (this.peripheral?.state === 'connected') await this.peripheral.disconnectAsync();
  }

  /** noble throws when it is stopped before it was used. */
  stop(): void {
    if (this.#started) this.noble.stop();
  }

  #collect(characteristic: Characteristic): void {
    const decoder = this.#driver.createDecoder({ rateHz: this.#rateHz, extra: {} });
    const batch = new RawBatchBuilder(decoder.channels.length);
    characteristic.on('data', (bytes: Buffer) => {
      decoder.push(normaliseUuid(compact(characteristic.uuid)), bytes, batch);
      if (this.#listening) {
        this.sizes.push(bytes.length);
        for (let i = 0; i < batch.n; i++)
          this.rows.push(batch.columns.slice(0, 6).map((column) => column[i]!));
        (this.noble as unknown as NodeJS.EventEmitter).emit('rows');
      }
      batch.clear();
    });
  }
}
