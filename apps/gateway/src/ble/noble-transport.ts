import { once } from 'node:events';
import { BATTERY_SERVICE, batteryPercent, normaliseUuid } from '@plumbline/sensor-protocol';
import type { Noble, Peripheral } from '@stoprocent/noble';
import { TimedOut, withTimeout } from '../time/with-timeout.ts';
import { createNoble } from './noble-instance.ts';
import { NobleLink } from './noble-link.ts';
import { type RadioChoice, radioTitle } from './radio-choice.ts';
import { BleFailure, type BleLink, type BleTransport, type Sighting } from './transport.ts';

const POWER_ON_TIMEOUT_MS = 10_000;
const SCAN_TIMEOUT_MS = 5_000;
const MAX_HEARD = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** Connection parameters in HCI units: 7.5 to 15 ms interval, 4 s supervision (noble's own 420 ms drops fades). */
const CONNECT_OPTIONS = { minInterval: 6, maxInterval: 12, latency: 0, timeout: 400 } as const;

/** noble 2.8 behind our interface. One instance lives as long as its adapter; afterwards make a new one. */
export class NobleTransport implements BleTransport {
  readonly title: string;
  readonly #choice: RadioChoice;
  #noble: Noble | null = null;
  #heard: ((sighting: Sighting) => void) | null = null;
  #lost: ((reason: string) => void) | null = null;
  readonly #peripherals = new Map<string, Peripheral>();

  constructor(choice: RadioChoice) {
    this.#choice = choice;
    this.title = radioTitle(choice);
  }

  async open(): Promise<void> {
    const noble = await createNoble(this.#choice);
    this.#noble = noble;
    noble.on('discover', (peripheral: Peripheral) => this.#discovered(peripheral));
    try {
      await withTimeout('turning the adapter on', POWER_ON_TIMEOUT_MS, this.#poweredOn(noble));
    } catch {
      throw this.#notReady(noble.state);
    }
    noble.on('stateChange', (state) => {
      if (state !== 'poweredOn') this.#lost?.(`the adapter is ${state}.`);
    });
  }

  onLost(listener: (reason: string) => void): void {
    this.#lost = listener;
  }

  async startScan(heard: (sighting: Sighting) => void): Promise<void> {
    this.#heard = heard;
    // Duplicates: a sensor that was heard while it could not be connected must be heard again.
    await withTimeout('starting the scan', SCAN_TIMEOUT_MS, this.#open.startScanningAsync([], true));
  }

  async stopScan(): Promise<void> {
    this.#heard = null;
    await withTimeout('stopping the scan', SCAN_TIMEOUT_MS, this.#open.stopScanningAsync());
  }

  async connect(id: string): Promise<BleLink> {
    const peripheral = this.#peripherals.get(id);
    if (peripheral === undefined) throw new BleFailure('link', `${id} has not been heard.`, 'Scan first.');
    try {
      const attempt = connectWith(peripheral);
      await withTimeout(`connecting to ${id}`, CONNECT_TIMEOUT_MS, attempt);
    } catch (error) {
      peripheral.cancelConnect();
      throw unanswered(error);
    }
    return new NobleLink(id, peripheral);
  }

  async close(): Promise<void> {
    const noble = this.#noble;
    this.#noble = null;
    this.#heard = null;
    this.#lost = null;
    if (noble === null) return;
    noble.removeAllListeners('discover');
    // Without stop() noble polls for an adapter for ever and the process never ends.
    noble.stop();
    for (const peripheral of this.#peripherals.values()) peripheral.removeAllListeners();
    this.#peripherals.clear();
  }

  get #open(): Noble {
    if (this.#noble === null) throw new BleFailure('no-adapter', 'the radio is closed.', 'Open it again.');
    return this.#noble;
  }

  #discovered(peripheral: Peripheral): void {
    this.#peripherals.set(peripheral.id, peripheral);
    this.#boundMemory();
    const { localName, serviceUuids, manufacturerData } = peripheral.advertisement;
    this.#heard?.({
      id: peripheral.id,
      name: localName || peripheral.address || peripheral.id,
      address: peripheral.address || null,
      advertisement: {
        localName: localName || null,
        serviceUuids: (serviceUuids ?? []).map(normaliseUuid),
        manufacturerData: manufacturerData ?? null,
      },
      batteryPercent: advertisedBattery(peripheral),
      rssiDbm: peripheral.rssi === 127 ? null : peripheral.rssi,
    });
  }

  /** noble keeps every device it ever heard, and phones change their address all day. */
  #boundMemory(): void {
    if (this.#peripherals.size < MAX_HEARD) return;
    const connected = [...this.#peripherals.values()].some(({ state }) => state === 'connected');
    if (!connected) this.#lost?.(`${MAX_HEARD} devices were heard: the list begins anew`);
  }

  /** Rejects early where waiting cannot help. */
  async #poweredOn(noble: Noble): Promise<void> {
    const hopeless = this.#choice.kind === 'dbus' ? ['unsupported', 'unauthorized'] : ['unauthorized'];
    while (noble.state !== 'poweredOn') {
      const [state] = (await once(noble, 'stateChange')) as [string];
      if (hopeless.includes(state)) throw new Error(state);
    }
  }

  #notReady(state: string): BleFailure {
    const doctor = 'The command "plumbline doctor" tells why.';
    if (state === 'unauthorized')
      return new BleFailure('permission', `${this.title} may not be used.`, doctor);
    const why = state === 'poweredOff' ? 'is switched off or cannot be reached' : 'does not work';
    return new BleFailure('no-adapter', `${this.title} ${why}.`, doctor);
  }
}

/** Service data of the Battery Service: one byte. */
function advertisedBattery({ advertisement: { serviceData } }: Peripheral): number | null {
  const data = (serviceData ?? []).find(({ uuid }) => normaliseUuid(uuid) === BATTERY_SERVICE.service);
  return data === undefined ? null : batteryPercent(data.data);
}

function unanswered(error: unknown): unknown {
  if (!(error instanceof TimedOut)) return error;
  return new BleFailure('link', `${error.message}.`, 'Is it near, charged, and not connected to a phone?');
}

/** noble's types know no options for a peripheral's own connect. */
function connectWith(peripheral: Peripheral): Promise<void> {
  return (
    peripheral as unknown as { connectAsync(options: typeof CONNECT_OPTIONS): Promise<void> }
  ).connectAsync(CONNECT_OPTIONS);
}
