import {
  normaliseUuid,
  type SensorSample,
  type VirtualNotification,
  type VirtualPeripheral,
} from '@plumbline/sensor-protocol';
import type { BleLink, NotificationHandler } from '../ble/transport.ts';

const NOTIFICATION_BYTES = 244;

/** A link to a virtual peripheral without a radio: everything arrives at once. */
export class MemoryLink implements BleLink {
  readonly id = 'memory';
  readonly written: string[] = [];
  /** Further characteristics that can be read and heard, by short UUID. */
  readonly extra: ReadonlyMap<string, Uint8Array>;
  readonly #peripheral: VirtualPeripheral;
  readonly #handlers = new Map<string, NotificationHandler>();
  readonly #monotonicNs: () => bigint;
  readonly #startMs = performance.now();
  #left: (reason: string) => void = () => {};
  readonly gone = new Promise<string>((done) => {
    this.#left = done;
  });
  connected = true;

  constructor(
    peripheral: VirtualPeripheral,
    extra: Readonly<Record<string, Uint8Array>> = {},
    monotonicNs: () => bigint = process.hrtime.bigint,
  ) {
    this.#peripheral = peripheral;
    this.extra = new Map(Object.entries(extra));
    this.#monotonicNs = monotonicNs;
  }

  async discover(): Promise<ReadonlyMap<string, readonly string[]>> {
    const own = this.#peripheral.services.map(({ uuid, characteristics }): [string, string[]] => [
      normaliseUuid(uuid),
      characteristics.map((characteristic) => normaliseUuid(characteristic.uuid)),
    ]);
    return new Map([...own, ['extra', [...this.extra.keys()]]]);
  }

  async subscribe(name: string, handler: NotificationHandler): Promise<void> {
    this.#handlers.set(name, handler);
    if (!this.extra.has(name))
      this.deliver(this.#peripheral.subscribe(this.#full(name), true, this.#nowUs()));
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    this.written.push(Buffer.from(bytes).toString('hex'));
    const answers = this.#peripheral.write(this.#full(name), bytes, this.#nowUs());
    setImmediate(() => this.deliver(answers));
  }

  async read(name: string): Promise<Uint8Array> {
    return this.extra.get(name) ?? this.#peripheral.read(this.#full(name));
  }

  async rssiDbm(): Promise<number> {
    return -60;
  }

  async disconnect(): Promise<void> {
    this.connected = false;
    this.#left('ended here');
  }

  /** The sensor measures. */
  sample(sample: SensorSample): void {
    this.deliver(this.#peripheral.sample(sample, this.#nowUs(), NOTIFICATION_BYTES));
  }

  /** The sensor says something by itself. */
  deliver(notifications: readonly VirtualNotification[]): void {
    for (const { characteristic, bytes } of notifications) {
      const name = normaliseUuid(characteristic);
      this.#handlers.get(name)?.(name, bytes, this.#monotonicNs());
    }
  }

  #nowUs(): number {
    return (performance.now() - this.#startMs) * 1000;
  }

  #full(name: string): string {
    const all = this.#peripheral.services.flatMap(({ characteristics }) => characteristics);
    return all.find(({ uuid }) => normaliseUuid(uuid) === name)?.uuid ?? name;
  }
}
