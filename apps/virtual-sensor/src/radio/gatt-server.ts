import type {
  VirtualCharacteristic,
  VirtualNotification,
  VirtualPeripheral,
} from '@plumbline/sensor-protocol';
import type { withBindings } from '@stoprocent/bleno';
import { advertisingPackets } from './advertisement.ts';

export type Bleno = ReturnType<typeof withBindings>;

export interface GattEvents {
  /** A central subscribed, unsubscribed, wrote, came or went: the rate may be another one. */
  readonly changed: () => void;
}

/** What a notification carries before a central asked for more (ATT_MTU 23). */
const SMALLEST_NOTIFICATION_BYTES = 20;

/** A virtual peripheral on the air: one central at a time, as the devices themselves allow. */
export class GattServer {
  readonly #bleno: Bleno;
  readonly #peripheral: VirtualPeripheral;
  readonly #nowUs: () => number;
  readonly #events: GattEvents;
  readonly #updates = new Map<string, (bytes: Buffer) => void>();
  #maxBytes = SMALLEST_NOTIFICATION_BYTES;
  #connected = false;
  #discoverable = true;
  #mute = false;

  constructor(bleno: Bleno, peripheral: VirtualPeripheral, nowUs: () => number, events: GattEvents) {
    this.#bleno = bleno;
    this.#peripheral = peripheral;
    this.#nowUs = nowUs;
    this.#events = events;
  }

  get connected(): boolean {
    return this.#connected;
  }

  get subscribed(): boolean {
    return this.#updates.size > 0;
  }

  /** Longest notification, bytes. */
  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Keeps the link and says nothing on it. */
  set mute(on: boolean) {
    this.#mute = on;
  }

  async start(): Promise<void> {
    this.#bleno.on('accept', () => this.#accept());
    this.#bleno.on('disconnect', () => this.#released());
    const services = this.#peripheral.services.map(
      ({ uuid, characteristics }) =>
        new this.#bleno.PrimaryService({
          uuid,
          characteristics: characteristics.map((characteristic) => this.#serve(characteristic)),
        }),
    );
    await this.#bleno.setServicesAsync(services);
    await this.#advertise();
  }

  send(notifications: readonly VirtualNotification[]): void {
    if (this.#mute) return;
    for (const { characteristic, bytes } of notifications) {
      this.#updates.get(characteristic)?.(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    }
  }

  /** Nobody finds it any more; a link that stands goes on. */
  async hide(): Promise<void> {
    this.#discoverable = false;
    if (!this.#connected) await this.#bleno.stopAdvertisingAsync();
  }

  disconnect(): void {
    if (this.#connected) this.#bleno.disconnect();
  }

  #accept(): void {
    this.#connected = true;
    // Not awaited: bleno must hear it within this event, or it advertises on.
    this.#bleno.stopAdvertising();
    this.#events.changed();
  }

  #released(): void {
    this.#connected = false;
    this.#updates.clear();
    this.#maxBytes = SMALLEST_NOTIFICATION_BYTES;
    this.#events.changed();
    if (this.#discoverable) void this.#advertise();
  }

  #advertise(): Promise<void> {
    const { localName, advertisedServices: serviceUuids, manufacturerData } = this.#peripheral;
    const packets = advertisingPackets({ localName, serviceUuids, manufacturerData });
    return this.#bleno.startAdvertisingWithEIRDataAsync(packets.advertisement, packets.scanResponse);
  }

  #serve({ uuid, properties }: VirtualCharacteristic) {
    const { Characteristic } = this.#bleno;
    return new Characteristic({
      uuid,
      properties: [...properties],
      onReadRequest: (_, offset, reply) => {
        reply(Characteristic.RESULT_SUCCESS, Buffer.from(this.#peripheral.read(uuid)).subarray(offset));
      },
      onWriteRequest: (_, bytes, _offset, _withoutResponse, reply) => {
        reply(Characteristic.RESULT_SUCCESS);
        this.send(this.#peripheral.write(uuid, bytes, this.#nowUs()));
        this.#events.changed();
      },
      onSubscribe: (_, maxBytes, update) => this.#subscribe(uuid, maxBytes, update),
      onUnsubscribe: () => this.#unsubscribe(uuid),
    });
  }

  #subscribe(uuid: string, maxBytes: number, update: (bytes: Buffer) => void): void {
    this.#updates.set(uuid, update);
    this.#maxBytes = maxBytes;
    this.send(this.#peripheral.subscribe(uuid, true, this.#nowUs()));
    this.#events.changed();
  }

  #unsubscribe(uuid: string): void {
    this.#updates.delete(uuid);
    this.#peripheral.subscribe(uuid, false, this.#nowUs());
    this.#events.changed();
  }
}
