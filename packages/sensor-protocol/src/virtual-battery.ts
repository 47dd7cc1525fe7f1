import { BATTERY_LEVEL } from './standard-services.ts';
import { normaliseUuid } from './uuid.ts';
import type { VirtualNotification, VirtualService } from './virtual.ts';

/** The standard battery service of a virtual peripheral: read at any time, notified on change. */
export class VirtualBattery {
  readonly service: VirtualService = {
    uuid: '180f',
    characteristics: [{ uuid: BATTERY_LEVEL, properties: ['read', 'notify'] }],
  };
  #percent: number;
  #subscribed = false;
  #due = false;

  constructor(percent = 90) {
    this.#percent = percent;
  }

  set(percent: number): void {
    this.#percent = Math.round(percent);
    this.#due = this.#subscribed;
  }

  /** The level, or null where `characteristic` is another one. */
  read(characteristic: string): Uint8Array | null {
    return normaliseUuid(characteristic) === BATTERY_LEVEL ? Uint8Array.of(this.#percent) : null;
  }

  subscribe(characteristic: string, on: boolean): void {
    if (normaliseUuid(characteristic) === BATTERY_LEVEL) this.#subscribed = on;
  }

  /** What has to be told since the last call. */
  notifications(): readonly VirtualNotification[] {
    if (!this.#due) return [];
    this.#due = false;
    return [{ characteristic: BATTERY_LEVEL, bytes: Uint8Array.of(this.#percent) }];
  }

  powerCycle(): void {
    this.#subscribed = false;
    this.#due = false;
  }
}
