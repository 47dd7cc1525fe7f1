import { putUint16, quantise, uint16At } from '../../bytes.ts';
import { mps2PerG, RADPS_PER_DPS } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { VirtualBattery } from '../../virtual-battery.ts';
import { CONFIG_BYTES, CONFIG_RATE_AT, RATE_LIMITS_HZ } from './commands.ts';
import { ACC_G, bareUuidOf, GYR_DPS, MAG_UT, RAW_BYTES, uuidOf } from './format.ts';

const DEFAULT_RATE_HZ = 10;

export function encodeRaw(sample: SensorSample): Uint8Array {
  const raw = new Uint8Array(RAW_BYTES);
  const mag = sample.magUt ?? [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    putUint16(raw, 2 * axis, quantise(sample.accMps2[axis]!, mps2PerG(ACC_G)));
    putUint16(raw, 6 + 2 * axis, quantise(sample.gyrRadps[axis]!, GYR_DPS * RADPS_PER_DPS));
    putUint16(raw, 12 + 2 * axis, quantise(mag[axis]!, MAG_UT));
  }
  return raw;
}

/** A Thingy:52: subscribing switches the stream on; neither time nor counter. */
export class VirtualThingy implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices = [uuidOf('0100')];
  readonly #battery = new VirtualBattery();
  readonly services = [
    {
      uuid: uuidOf('0400'),
      characteristics: [
        { uuid: uuidOf('0401'), properties: ['read', 'write'] as const },
        { uuid: uuidOf('0406'), properties: ['notify'] as const },
      ],
    },
    this.#battery.service,
  ];
  #config = defaultConfig();
  #subscribed = false;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'Thingy';
  }

  rateHz(): number {
    return this.#subscribed ? uint16At(this.#config, CONFIG_RATE_AT) : 0;
  }

  read(characteristic: string): Uint8Array {
    return this.#battery.read(characteristic) ?? this.#config;
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    this.#battery.subscribe(characteristic, on);
    if (normaliseUuid(characteristic) === bareUuidOf('0406')) this.#subscribed = on;
    return [];
  }

  write(characteristic: string, bytes: Uint8Array): readonly VirtualNotification[] {
    const isConfig = normaliseUuid(characteristic) === bareUuidOf('0401') && bytes.length === CONFIG_BYTES;
    const rateHz = isConfig ? uint16At(bytes, CONFIG_RATE_AT) : 0;
    if (rateHz >= RATE_LIMITS_HZ[0] && rateHz <= RATE_LIMITS_HZ[1]) this.#config = bytes.slice();
    return [];
  }

  sample(sample: SensorSample): readonly VirtualNotification[] {
    if (!this.#subscribed) return [];
    return [{ characteristic: uuidOf('0406'), bytes: encodeRaw(sample) }, ...this.#battery.notifications()];
  }

  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(percent: number): void {
    this.#battery.set(percent);
  }

  powerCycle(): void {
    this.#config = defaultConfig();
    this.#subscribed = false;
    this.#battery.powerCycle();
  }
}

function defaultConfig(): Uint8Array {
  const config = new Uint8Array(CONFIG_BYTES);
  putUint16(config, CONFIG_RATE_AT, DEFAULT_RATE_HZ);
  return config;
}
