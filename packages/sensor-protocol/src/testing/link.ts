import { concatBytes } from '../bytes.ts';
import type { Command, DecodeEvent, Decoder, Driver, DriverOptions } from '../driver.ts';
import { RawBatchBuilder } from '../raw-batch.ts';
import { normaliseUuid } from '../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualPeripheral } from '../virtual.ts';

/** What a notification may carry at the MTU that noble negotiates. */
export const MAX_BYTES = 244;
const COMMAND_PAUSE_US = 100_000;

export type Tamper = (notification: VirtualNotification) => Uint8Array | null;

/** A driver and a virtual peripheral of its family, connected without a radio. Time is simulated. */
export class Link {
  readonly events: DecodeEvent[] = [];
  readonly decoder: Decoder;
  readonly out: RawBatchBuilder;
  readonly unanswered: string[] = [];
  nowUs = 1_000_000;
  readonly #driver: Driver;
  readonly #options: DriverOptions;
  readonly #peripheral: VirtualPeripheral;
  #tamper: Tamper = (notification) => notification.bytes;

  constructor(driver: Driver, options: DriverOptions, peripheral: VirtualPeripheral) {
    this.#driver = driver;
    this.#options = options;
    this.#peripheral = peripheral;
    this.decoder = driver.createDecoder(options);
    this.out = new RawBatchBuilder(this.decoder.channels.length);
  }

  /** Subscribes and carries out the start commands as the gateway does; samples so far are discarded. */
  start(): void {
    const present = this.#peripheral.services.flatMap((s) => s.characteristics.map((c) => c.uuid));
    const wanted = new Set(this.#driver.gatt.flatMap((plan) => plan.notify));
    for (const uuid of present) {
      if (wanted.has(normaliseUuid(uuid))) this.deliver(this.#peripheral.subscribe(uuid, true, this.nowUs));
    }
    for (const command of this.#driver.startCommands(this.#options)) {
      if (!this.#applies(command)) continue;
      this.nowUs += COMMAND_PAUSE_US;
      const heard = this.events.length;
      const uuid = present.find((full) => normaliseUuid(full) === command.characteristic);
      if (uuid) this.deliver(this.#peripheral.write(uuid, command.bytes, this.nowUs));
      const { expect } = command;
      const answer = this.events.slice(heard).find((e) => e.kind === 'config' && e.key === expect?.key);
      const wrong = answer?.kind === 'config' && expect?.value !== undefined && answer.value !== expect.value;
      if (expect && (!answer || wrong)) this.unanswered.push(command.purpose);
    }
    this.out.clear();
  }

  #applies({ onlyIf }: Command): boolean {
    if (!onlyIf) return true;
    const told = this.events.findLast((e) => e.kind === 'config' && e.key === onlyIf.key);
    return told?.kind === 'config' && told.value === onlyIf.value;
  }

  tamper(tamper: Tamper): void {
    this.#tamper = tamper;
  }

  feed(sample: SensorSample, maxBytes = MAX_BYTES): void {
    this.nowUs += 1e6 / this.#peripheral.rateHz();
    this.deliver(this.#peripheral.sample(sample, this.nowUs, maxBytes));
  }

  drain(): void {
    this.deliver(this.#peripheral.drain());
  }

  deliver(notifications: readonly VirtualNotification[]): void {
    for (const notification of notifications) {
      const bytes = this.#tamper(notification);
      if (bytes === null) continue;
      this.events.push(...this.decoder.push(normaliseUuid(notification.characteristic), bytes, this.out));
    }
  }
}

/** Loses or gains up to `most` bytes at a random place. */
export function damage(bytes: Uint8Array, random: () => number, most: number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const count = 1 + Math.floor(random() * most);
  if (random() < 0.5) return concatBytes(bytes.subarray(0, at), bytes.subarray(at + count));
  const noise = Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
  return concatBytes(bytes.subarray(0, at), noise, bytes.subarray(at));
}

/** Within every device's smallest range: 1.9 g and 240 degrees per second. */
export function randomSample(random: () => number): SensorSample {
  const vector = (limit: number): [number, number, number] => [
    limit * (2 * random() - 1),
    limit * (2 * random() - 1),
    limit * (2 * random() - 1),
  ];
  return { accMps2: vector(18.6), gyrRadps: vector(4.1), magUt: vector(60) };
}
