/** The other end of a driver: a faithful peripheral for the virtual radio, pure, with time handed in. */

export interface VirtualCharacteristic {
  /** Full 128-bit or 16-bit form, as it goes on the air. */
  readonly uuid: string;
  readonly properties: readonly ('read' | 'write' | 'writeWithoutResponse' | 'notify' | 'indicate')[];
}

export interface VirtualService {
  readonly uuid: string;
  readonly characteristics: readonly VirtualCharacteristic[];
}

export interface VirtualNotification {
  /** As in {@link VirtualCharacteristic}. */
  readonly characteristic: string;
  readonly bytes: Uint8Array;
}

/** One sample in SI units and the sensor frame; the peripheral quantises it with its own scale. */
export interface SensorSample {
  readonly accMps2: readonly [number, number, number];
  readonly gyrRadps: readonly [number, number, number];
  readonly magUt: readonly [number, number, number] | null;
}

/** Settings any virtual peripheral understands; `extra` is per driver (see its README). */
export interface VirtualOptions {
  readonly localName?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

export interface VirtualPeripheral {
  readonly localName: string;
  readonly advertisedServices: readonly string[];
  readonly manufacturerData: Uint8Array | null;
  readonly services: readonly VirtualService[];
  /** The rate its registers ask for, 0 while not streaming. */
  rateHz(): number;
  read(characteristic: string): Uint8Array;
  write(characteristic: string, bytes: Uint8Array, nowUs: number): readonly VirtualNotification[];
  subscribe(characteristic: string, on: boolean, nowUs: number): readonly VirtualNotification[];
  /** One sample due now; `maxBytes` is what a notification may carry. Returns what is ready to be sent. */
  sample(sample: SensorSample, nowUs: number, maxBytes: number): readonly VirtualNotification[];
  /** Sends a half-filled notification. */
  drain(): readonly VirtualNotification[];
  /** Charge left, 0 to 100; reported the way the device reports it. */
  setBattery(percent: number): void;
  /** Off and on again: volatile settings are lost. */
  powerCycle(): void;
}
