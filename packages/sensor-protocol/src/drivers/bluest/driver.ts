import { putUint16, quantise, uint16At } from '../../bytes.ts';
import type { Advertisement, Driver } from '../../driver.ts';
import { FixedDecoder } from '../../fixed-decoder.ts';
import { mps2PerG, RADPS_PER_DPS, UT_PER_MILLIGAUSS } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import {
  ACC_G,
  bareFeatureUuid,
  CLOCK_WRAP_US,
  featureUuid,
  GYR_DPS,
  MOTION_BYTES,
  MOTION_MASK,
  motionFormat,
  TIME_TICKS,
} from './format.ts';
import { createBlueStInspector, MASKS } from './inspect.ts';

const SERVICE = '00000000-0001-11e1-9ab4-0002a5d5c51b';
const BATTERY_MASK = '00020000';
/** Rate of the stock firmware's motion characteristic; it has no command to change it. */
const STOCK_RATE_HZ = 20;

function encodeMotion(sample: SensorSample, nowUs: number): Uint8Array {
  const b = new Uint8Array(MOTION_BYTES);
  const mag = sample.magUt ?? [0, 0, 0];
  putUint16(b, 0, Math.floor(nowUs / 1000) % TIME_TICKS);
  for (let axis = 0; axis < 3; axis++) {
    putUint16(b, 2 + 2 * axis, quantise(sample.accMps2[axis]!, mps2PerG(ACC_G)));
    putUint16(b, 8 + 2 * axis, quantise(sample.gyrRadps[axis]!, GYR_DPS * RADPS_PER_DPS));
    putUint16(b, 14 + 2 * axis, quantise(mag[axis]!, UT_PER_MILLIGAUSS));
  }
  return b;
}

/** A SensorTile with stock firmware: streams its motion feature while subscribed, at one rate. */
class VirtualBlueSt implements VirtualPeripheral {
  readonly localName: string;
  /** Company 0x0030, protocol 2, SensorTile.box. */
  readonly manufacturerData = Uint8Array.of(0x30, 0x00, 0x02, 0x06, 0x01, 0, 0, 0);
  readonly advertisedServices = [];
  readonly services = [
    { uuid: SERVICE, characteristics: [{ uuid: featureUuid(MOTION_MASK), properties: ['notify'] as const }] },
  ];
  #subscribed = false;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'STB_100';
  }

  rateHz(): number {
    return this.#subscribed ? STOCK_RATE_HZ : 0;
  }

  read(): Uint8Array {
    return new Uint8Array(0);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) === bareFeatureUuid(MOTION_MASK)) this.#subscribed = on;
    return [];
  }

  write(): readonly VirtualNotification[] {
    return [];
  }

  sample(sample: SensorSample, nowUs: number): readonly VirtualNotification[] {
    if (!this.#subscribed) return [];
    return [{ characteristic: featureUuid(MOTION_MASK), bytes: encodeMotion(sample, nowUs) }];
  }

  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(): void {}

  powerCycle(): void {
    this.#subscribed = false;
  }
}

const COMPANY_ST = 0x0030;
const PROTOCOL_1 = 1;
const KNOWN_BOARDS = [0x02, 0x05, 0x06];

function match({ manufacturerData: data }: Advertisement): boolean {
  if (data === null || data.length < 6) return false;
  const isV2 = uint16At(data, 0) === COMPANY_ST && data[2] === 2;
  return isV2 || (data[0] === PROTOCOL_1 && KNOWN_BOARDS.includes(data[1]!));
}

export const bluest: Driver = {
  id: 'bluest',
  title: 'ST BlueST (SensorTile.box, BlueNRG-Tile)',
  tier: 'experimental',
  capabilities: {
    ratesHz: [STOCK_RATE_HZ],
    defaultRateHz: STOCK_RATE_HZ,
    gyroscope: true,
    deviceClock: true,
    exactLoss: true,
    battery: false,
  },
  gatt: [
    {
      service: SERVICE.replaceAll('-', ''),
      notify: [bareFeatureUuid(MOTION_MASK), bareFeatureUuid(BATTERY_MASK)],
      write: null,
    },
  ],
  clock: { tickUs: 1000, wrapUs: CLOCK_WRAP_US, origin: 'boot' },
  counter: null,
  options: [
    {
      key: 'characteristic',
      values: MASKS,
      fallback: 'by length',
      meaning: 'decode: feature mask the bytes came from',
    },
    { key: 'tick_ms', values: null, fallback: '1', meaning: 'unit of the 16-bit time' },
  ],
  match,
  createDecoder: (options) => new FixedDecoder(motionFormat(options)),
  createInspector: createBlueStInspector,
  createVirtual: (options) => new VirtualBlueSt(options),
  clockProbe: null,
  startCommands: () => [],
  stopCommands: () => [],
  batteryCommands: () => null,
};
