import type { GattPlan } from '../../driver.ts';
import { normaliseUuid } from '../../uuid.ts';

/** A service of the family with one characteristic to hear and one to write, in the form of the air. */
export interface Port {
  readonly service: string;
  readonly notify: string;
  readonly write: string;
}

/** `vendor`: the base with the vendor's typo (...5f9a34fb); `sig`: the correct one. */
export type UuidBase = 'vendor' | 'sig';

const longUuid = (short: string, base: UuidBase): string =>
  `0000${short}-0000-1000-8000-00805f9${base === 'vendor' ? 'a' : 'b'}34fb`;

export const blePort = (base: UuidBase): Port => ({
  service: longUuid('ffe5', base),
  notify: longUuid('ffe4', base),
  write: longUuid('ffe9', base),
});

/** Dual-mode units: a transparent serial line over BLE, 11-byte frames. */
export const SERIAL_PORT: Port = {
  service: '49535343-fe7d-4ae5-8fa9-9fafd205e455',
  notify: '49535343-1e4d-4bd9-ba61-23c647249616',
  write: '49535343-8841-43f4-a8d4-ecbe34729bb3',
};

export const WRITE_UUID = 'ffe9';
export const SERIAL_NOTIFY_UUID = normaliseUuid(SERIAL_PORT.notify);
export const SERIAL_WRITE_UUID = normaliseUuid(SERIAL_PORT.write);

/** An older batch notifies on ffe1. */
export const BLE_PLAN: GattPlan = { service: 'ffe5', notify: ['ffe4', 'ffe1'], write: WRITE_UUID };
export const SERIAL_PLAN: GattPlan = {
  service: normaliseUuid(SERIAL_PORT.service),
  notify: [SERIAL_NOTIFY_UUID],
  write: SERIAL_WRITE_UUID,
};
