import type { Advertisement } from '@plumbline/sensor-protocol';

/** Our own view of a Bluetooth central. noble stands behind it; everything it does may fail or never end. */
export interface BleTransport {
  /** For people: "BlueZ over D-Bus", "the virtual radio at /tmp/x". */
  readonly title: string;
  /** Resolves when the adapter is up; throws {@link BleFailure}. */
  open(): Promise<void>;
  /** Reports adverts, repeatedly, until `stopScan` or a connection attempt. */
  startScan(heard: (sighting: Sighting) => void): Promise<void>;
  stopScan(): Promise<void>;
  connect(id: string): Promise<BleLink>;
  /** Called once when the adapter is gone: nothing of this transport works any more. */
  onLost(listener: (reason: string) => void): void;
  close(): Promise<void>;
}

export interface Sighting {
  /** Stable per sensor on this machine. */
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly advertisement: Advertisement;
  /** Where the advert carries it, which few do. */
  readonly batteryPercent?: number | null;
  readonly rssiDbm: number | null;
}

/** Bytes of one notification and the monotonic time at which they came, nanoseconds. */
export type NotificationHandler = (characteristic: string, bytes: Uint8Array, rxNs: bigint) => void;

export interface BleLink {
  readonly id: string;
  /** Short UUIDs of what the device has: service -> characteristics. */
  discover(): Promise<ReadonlyMap<string, readonly string[]>>;
  subscribe(characteristic: string, handler: NotificationHandler): Promise<void>;
  write(characteristic: string, bytes: Uint8Array, withResponse: boolean): Promise<void>;
  read(characteristic: string): Promise<Uint8Array>;
  rssiDbm(): Promise<number>;
  /** Never fails and never hangs. */
  disconnect(): Promise<void>;
  /** Resolves with the reason when the link is gone. */
  readonly gone: Promise<string>;
  readonly connected: boolean;
}

export type BleFailureCode = 'no-adapter' | 'permission' | 'configuration' | 'link';

/** Says what failed and what to do. */
export class BleFailure extends Error {
  override readonly name = 'BleFailure';
  readonly code: BleFailureCode;
  readonly remedy: string;

  constructor(code: BleFailureCode, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}
