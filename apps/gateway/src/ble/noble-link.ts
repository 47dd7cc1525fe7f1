import { normaliseUuid } from '@plumbline/sensor-protocol';
import type { Characteristic, Peripheral } from '@stoprocent/noble';
import { withTimeout } from '../time/with-timeout.ts';
import { BleFailure, type BleLink, type NotificationHandler } from './transport.ts';

const DISCOVER_TIMEOUT_MS = 20_000;
const SUBSCRIBE_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 5_000;
const READ_TIMEOUT_MS = 5_000;
const RSSI_TIMEOUT_MS = 3_000;
const DISCONNECT_TIMEOUT_MS = 3_000;

export const ENDED_BY_SENSOR = 'the sensor ended the connection';

/** HCI status numbers that people meet (Core specification, volume 1, part F). */
const HCI_REASONS: Readonly<Record<number, string>> = {
  3: 'the radio failed',
  8: 'the sensor is out of reach or switched off',
  19: ENDED_BY_SENSOR,
  22: 'ended here',
  62: 'the connection could not be established',
};

export class NobleLink implements BleLink {
  readonly id: string;
  readonly gone: Promise<string>;
  readonly #peripheral: Peripheral;
  readonly #characteristics = new Map<string, Characteristic>();

  constructor(id: string, peripheral: Peripheral) {
    this.id = id;
    this.#peripheral = peripheral;
    this.gone = new Promise((done) => {
      peripheral.once('disconnect', (reason) => {
        this.#forget();
        done(reasonText(reason));
      });
    });
  }

  get connected(): boolean {
    return this.#peripheral.state === 'connected';
  }

  async discover(): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = await withTimeout(
      'reading the services',
      DISCOVER_TIMEOUT_MS,
      this.#peripheral.discoverAllServicesAndCharacteristicsAsync(),
    );
    const table = new Map<string, string[]>();
    for (const service of found.services) {
      const names = service.characteristics.map((characteristic) => {
        const name = normaliseUuid(characteristic.uuid);
        this.#characteristics.set(name, characteristic);
        return name;
      });
      table.set(normaliseUuid(service.uuid), names);
    }
    return table;
  }

  async subscribe(name: string, handler: NotificationHandler): Promise<void> {
    const characteristic = this.#find(name);
    characteristic.on('data', (bytes: Buffer, isNotification: boolean) => {
      const rxNs = process.hrtime.bigint();
      if (isNotification) handler(name, bytes, rxNs);
    });
    await withTimeout(`subscribing to ${name}`, SUBSCRIBE_TIMEOUT_MS, characteristic.subscribeAsync());
  }

  async write(name: string, bytes: Uint8Array, withResponse: boolean): Promise<void> {
    const written = this.#find(name).writeAsync(Buffer.from(bytes), !withResponse);
    await withTimeout(`writing to ${name}`, WRITE_TIMEOUT_MS, written);
  }

  async read(name: string): Promise<Uint8Array> {
    return withTimeout(`reading ${name}`, READ_TIMEOUT_MS, this.#find(name).readAsync());
  }

  async rssiDbm(): Promise<number> {
    return withTimeout('reading the signal', RSSI_TIMEOUT_MS, this.#peripheral.updateRssiAsync());
  }

  /** noble's promise never settles on a link that is already down: asked only while it is up. */
  async disconnect(): Promise<void> {
    if (!this.connected) return;
    try {
      await withTimeout('disconnecting', DISCONNECT_TIMEOUT_MS, this.#peripheral.disconnectAsync());
    } catch {
      // Whatever happens, this link is not used again.
      this.#forget();
    }
  }

  #find(name: string): Characteristic {
    const characteristic = this.#characteristics.get(name);
    if (characteristic !== undefined) return characteristic;
    throw new BleFailure('link', `the sensor has no characteristic ${name}.`, 'Is it the right driver?');
  }

  #forget(): void {
    for (const characteristic of this.#characteristics.values()) characteristic.removeAllListeners('data');
    this.#characteristics.clear();
  }
}

function reasonText(reason: unknown): string {
  if (typeof reason === 'number') return HCI_REASONS[reason] ?? `the link was lost (HCI status ${reason})`;
  return reason === 'cleanup' ? 'the radio failed' : `the link was lost (${String(reason)})`;
}
