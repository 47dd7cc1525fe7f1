import { NobleTransport } from '../ble/noble-transport.ts';
import { parseRadio } from '../ble/radio-choice.ts';
import type { BleTransport, Sighting } from '../ble/transport.ts';
import type { Config } from '../config/config.ts';
import type { SensorCatalogue } from '../sensor/catalogue.ts';
import { sleep } from '../time/sleep.ts';
import { CommandFailure, EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** How long a sensor is looked for. */
const FIND_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

export interface SensorWish {
  /** Its id, address or name; null: the first that a driver knows. */
  readonly id: string | null;
  /** For a sensor that no driver recognises by itself. */
  readonly driver: string | null;
}

/** Opens the radio for as long as `use` runs. */
export async function withRadio<T>(config: Config, use: (transport: BleTransport) => Promise<T>): Promise<T> {
  const transport = new NobleTransport(parseRadio(config.ble.value));
  try {
    await transport.open();
    return await use(transport);
  } finally {
    await transport.close();
  }
}

/** The wished sensor once it is heard; null when stopped before. Throws when it is not heard for long. */
export async function findSensor(
  io: CliIo,
  transport: BleTransport,
  catalogue: SensorCatalogue,
  wish: SensorWish,
  over: AbortSignal,
): Promise<Sighting | null> {
  const heard: Sighting[] = [];
  io.say(`Looking for ${wish.id ?? 'a sensor'} with ${transport.title}.`);
  await transport.startScan((sighting) => isWished(sighting, catalogue, wish) && heard.push(sighting));
  const until = performance.now() + FIND_TIMEOUT_MS;
  while (heard.length === 0 && performance.now() < until && !over.aborted) await sleep(POLL_MS, over);
  await transport.stopScan();
  if (heard.length > 0) return heard[0]!;
  if (over.aborted) return null;
  const what = wish.id === null ? 'No known sensor was' : `${wish.id} was not`;
  throw new CommandFailure(
    EXIT.noDevice,
    `${what} heard in ${FIND_TIMEOUT_MS / 1000} s: is it charged, near and not connected elsewhere? See: plumbline scan`,
  );
}

function isWished(sighting: Sighting, catalogue: SensorCatalogue, wish: SensorWish): boolean {
  const { id, address, name, advertisement } = sighting;
  if (wish.driver === null && catalogue.match(advertisement) === null) return false;
  const names = [id, address, name].map((text) => text?.toLowerCase());
  return wish.id === null || names.includes(wish.id.toLowerCase());
}
