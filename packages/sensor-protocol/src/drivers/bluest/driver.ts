import { float32At, int16At, putUint16, quantise, uint16At } from '../../bytes.ts';
import type { Advertisement, Driver, DriverOptions, InspectedRecord, Inspector } from '../../driver.ts';
import { FixedDecoder, type FixedFormat } from '../../fixed-decoder.ts';
import { mps2PerG, RADPS_PER_DPS, UT_PER_MILLIGAUSS, vectorChannels } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';

const featureUuid = (mask: string): string => `${mask}-0001-11e1-ac36-0002a5d5c51b`;
const bareFeatureUuid = (mask: string): string => featureUuid(mask).replaceAll('-', '');
const SERVICE = '00000000-0001-11e1-9ab4-0002a5d5c51b';
/** Acceleration, gyroscope and magnetometer in one characteristic. */
const MOTION_MASK = '00e00000';
const MOTION_BYTES = 20;
const BATTERY_MASK = '00020000';

const ACC_G = 0.001;
const GYR_DPS = 0.1;
/** Rate of the stock firmware's motion characteristic; it has no command to change it. */
const STOCK_RATE_HZ = 20;
const TIME_TICKS = 65536;

/** The unit of the 16-bit time depends on the firmware: milliseconds unless told otherwise. */
const tickUs = ({ extra }: DriverOptions): number => Number(extra.tick_ms ?? 1) * 1000;

const motionFormat = (options: DriverOptions): FixedFormat => ({
  characteristic: bareFeatureUuid(MOTION_MASK),
  short: MOTION_MASK,
  bytes: MOTION_BYTES,
  channels: [
    ...vectorChannels('acc', mps2PerG(ACC_G)),
    ...vectorChannels('gyr', GYR_DPS * RADPS_PER_DPS),
    ...vectorChannels('mag', UT_PER_MILLIGAUSS),
  ],
  read: (b, out) => {
    const row = out.begin(uint16At(b, 0) * tickUs(options));
    for (let c = 0; c < 9; c++) out.columns[c]![row] = int16At(b, 2 + 2 * c);
    return true;
  },
});

const vector = (b: Uint8Array, at: number, scale: number): number[] =>
  [0, 2, 4].map((axis) => int16At(b, at + axis) * scale);

function motionRecord(b: Uint8Array): InspectedRecord {
  return {
    kind: 'motion',
    ts: uint16At(b, 0),
    acc_g: vector(b, 2, ACC_G),
    gyro_dps: vector(b, 8, GYR_DPS),
    mag_uT: vector(b, 14, UT_PER_MILLIGAUSS),
  };
}

const withW = ([x = 0, y = 0, z = 0]: readonly number[]): number[] => [
  Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z)),
  x,
  y,
  z,
];

/** Feature 0x00000100: vector parts only, 6 bytes each; the scalar follows from the unit norm. */
function compactQuats(b: Uint8Array): InspectedRecord {
  const quats = Array.from({ length: Math.floor((b.length - 2) / 6) }, (_, i) =>
    withW(vector(b, 2 + 6 * i, 1e-4)),
  );
  return { kind: 'quaternion', ts: uint16At(b, 0), quat_wxyz: quats.length === 1 ? quats[0]! : quats };
}

/** Feature 0x00000080: floats, with or without the scalar. */
function floatQuat(b: Uint8Array): InspectedRecord {
  const [x = 0, y = 0, z = 0, w] = Array.from({ length: (b.length - 2) / 4 }, (_, i) =>
    float32At(b, 2 + 4 * i),
  );
  return {
    kind: 'quaternion',
    ts: uint16At(b, 0),
    quat_wxyz: w === undefined ? withW([x, y, z]) : [w, x, y, z],
  };
}

const CURRENT_UNKNOWN = -32768;
const FINE_CURRENT_BIT = 0x80;

function batteryRecord(b: Uint8Array): InspectedRecord {
  const raw = int16At(b, 6);
  const status = b[8]!;
  const current = raw === CURRENT_UNKNOWN ? null : raw / (status & FINE_CURRENT_BIT ? 10 : 1);
  return {
    kind: 'battery',
    ts: uint16At(b, 0),
    percent: uint16At(b, 2) / 10,
    volts: uint16At(b, 4) / 1000,
    current_ma: current,
    status: status & ~FINE_CURRENT_BIT,
  };
}

const READERS: Readonly<Record<string, (b: Uint8Array) => InspectedRecord>> = {
  '00e00000': motionRecord,
  '00000100': compactQuats,
  '00000080': floatQuat,
  '00020000': batteryRecord,
  '00800000': (b) => ({ kind: 'acc', ts: uint16At(b, 0), acc_g: vector(b, 2, ACC_G) }),
  '00400000': (b) => ({ kind: 'gyro', ts: uint16At(b, 0), gyro_dps: vector(b, 2, GYR_DPS) }),
  '00200000': (b) => ({ kind: 'mag', ts: uint16At(b, 0), mag_uT: vector(b, 2, UT_PER_MILLIGAUSS) }),
};

/** Length of a notification to the feature that usually has it. */
const FEATURE_BY_BYTES: Readonly<Record<number, string>> = {
  20: '00e00000',
  8: '00000100',
  14: '00000080',
  18: '00000080',
  9: '00020000',
};

function createInspector({ extra }: DriverOptions): Inspector {
  return {
    push(b) {
      const reader = READERS[extra.characteristic ?? FEATURE_BY_BYTES[b.length] ?? ''];
      return [reader && b.length >= 8 ? reader(b) : { kind: 'dropped', bytes: b.length }];
    },
  };
}

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
  clock: { tickUs: 1000, wrapUs: TIME_TICKS * 1000, origin: 'boot' },
  counter: null,
  options: [
    {
      key: 'characteristic',
      values: Object.keys(READERS),
      fallback: 'by length',
      meaning: 'decode: feature mask the bytes came from',
    },
    { key: 'tick_ms', values: null, fallback: '1', meaning: 'unit of the 16-bit time' },
  ],
  match,
  createDecoder: (options) => new FixedDecoder(motionFormat(options)),
  createInspector,
  createVirtual: (options) => new VirtualBlueSt(options),
  clockProbe: null,
  startCommands: () => [],
  stopCommands: () => [],
  batteryCommands: () => null,
};
