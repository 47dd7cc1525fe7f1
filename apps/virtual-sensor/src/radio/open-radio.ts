import { createHash } from 'node:crypto';
import { netBindings, registerNetDriver } from '@plumbline/radio/hci-net';
import { SensorFailure } from '../options.ts';
import type { Bleno } from './gatt-server.ts';

const POWER_ON_TIMEOUT_MS = 8_000;
/** The two highest bits set: a static address (Vol 6 Part B 1.3.2.1). */
const STATIC_ADDRESS_BITS = 0xc0;
const ADDRESS_BYTES = 6;

export interface OpenRadio {
  readonly bleno: Bleno;
  readonly address: string;
}

/** bleno on the controller at `where`; `onInFlight` hears how many packets have not crossed yet. */
export async function openRadio(
  where: string,
  address: string,
  onInFlight: (packets: number) => void,
): Promise<OpenRadio> {
  registerNetDriver(import.meta.url);
  const { withBindings } = await import('@stoprocent/bleno');
  const bleno = withBindings('hci', netBindings(where, { onInFlight }));
  try {
    await bleno.waitForPoweredOnAsync(POWER_ON_TIMEOUT_MS);
  } catch {
    throw new SensorFailure(`no radio answers at ${where}: start one there, or give another --radio`);
  }
  // A controller of another make keeps its own address.
  await bleno.setAddressAsync(address).catch(() => {});
  return { bleno, address: bleno.address };
}

/** The same name has the same address tomorrow, so that a sensor is known again. */
export function addressFor(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, ADDRESS_BYTES);
  bytes[0] = bytes[0]! | STATIC_ADDRESS_BITS;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
