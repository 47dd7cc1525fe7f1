import { int16At, putUint16, quantise, uint16At } from '../../bytes.ts';
import { command } from '../../command.ts';
import type { Driver, DriverOptions, Inspector } from '../../driver.ts';
import { FixedDecoder, type FixedFormat } from '../../fixed-decoder.ts';
import { mps2PerG, RADPS_PER_DPS, vectorChannels } from '../../scales.ts';
import { BATTERY_SERVICE } from '../../standard-services.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { VirtualBattery } from '../../virtual-battery.ts';

const uuidOf = (short: string): string => `f000${short}-0451-4000-b000-000000000000`;
const bareUuidOf = (short: string): string => uuidOf(short).replaceAll('-', '');

const BYTES = 18;
const GYR_DPS = 1 / 131.072;
const MAG_UT = 1;
const RANGES_G = [2, 4, 8, 16];
const DEFAULT_RANGE_G = 8;
/** Configuration bits: all axes of gyroscope and accelerometer, magnetometer, and the range code above. */
const ALL_AXES = 0x7f;
const RANGE_SHIFT = 8;
const MAX_RATE_HZ = 10;
const PERIOD_UNIT_MS = 10;

const rangeOf = ({ extra }: DriverOptions): number => Number(extra.range ?? DEFAULT_RANGE_G);
const accG = (rangeG: number): number => rangeG / 32768;

function formatOf(rangeG: number): FixedFormat {
  return {
    characteristic: bareUuidOf('aa81'),
    short: 'aa81',
    bytes: BYTES,
    channels: [
      ...vectorChannels('acc', mps2PerG(accG(rangeG))),
      ...vectorChannels('gyr', GYR_DPS * RADPS_PER_DPS),
      ...vectorChannels('mag', MAG_UT),
    ],
    read: (b, out) => {
      const row = out.begin();
      for (let axis = 0; axis < 3; axis++) {
        out.columns[axis]![row] = int16At(b, 6 + 2 * axis);
        out.columns[3 + axis]![row] = int16At(b, 2 * axis);
        out.columns[6 + axis]![row] = int16At(b, 12 + 2 * axis);
      }
      return true;
    },
  };
}

function createInspector(options: DriverOptions): Inspector {
  const vector = (b: Uint8Array, at: number, scale: number) =>
    [0, 2, 4].map((axis) => int16At(b, at + axis) * scale);
  return {
    push: (b) =>
      b.length === BYTES
        ? [
            {
              kind: 'movement',
              gyro_dps: vector(b, 0, GYR_DPS),
              acc_g: vector(b, 6, accG(rangeOf(options))),
              mag_uT: vector(b, 12, MAG_UT),
            },
          ]
        : [{ kind: 'dropped', bytes: b.length }],
  };
}

/** A CC2650 SensorTag: movement at 10 Hz or less, on while subscribed and configured. */
class VirtualSensorTag implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices = ['aa80'];
  readonly #battery = new VirtualBattery();
  readonly services = [
    {
      uuid: uuidOf('aa80'),
      characteristics: [
        { uuid: uuidOf('aa81'), properties: ['read', 'notify'] as const },
        { uuid: uuidOf('aa82'), properties: ['read', 'write'] as const },
        { uuid: uuidOf('aa83'), properties: ['read', 'write'] as const },
      ],
    },
    this.#battery.service,
  ];
  #config = 0;
  #period = 100;
  #subscribed = false;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'CC2650 SensorTag';
  }

  rateHz(): number {
    const on = this.#subscribed && (this.#config & ALL_AXES) !== 0;
    return on ? 1000 / (this.#period * PERIOD_UNIT_MS) : 0;
  }

  read(characteristic: string): Uint8Array {
    return this.#battery.read(characteristic) ?? Uint8Array.of(this.#config & 0xff, this.#config >> 8);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    this.#battery.subscribe(characteristic, on);
    if (normaliseUuid(characteristic) === bareUuidOf('aa81')) this.#subscribed = on;
    return [];
  }

  write(characteristic: string, bytes: Uint8Array): readonly VirtualNotification[] {
    const uuid = normaliseUuid(characteristic);
    if (uuid === bareUuidOf('aa82') && bytes.length === 2) this.#config = uint16At(bytes, 0);
    if (uuid === bareUuidOf('aa83') && bytes.length === 1) this.#period = Math.max(10, bytes[0]!);
    return [];
  }

  sample(sample: SensorSample): readonly VirtualNotification[] {
    if (this.rateHz() === 0) return [];
    const rangeG = RANGES_G[(this.#config >> RANGE_SHIFT) & 3]!;
    return [
      { characteristic: uuidOf('aa81'), bytes: encodeMovement(sample, rangeG) },
      ...this.#battery.notifications(),
    ];
  }

  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(percent: number): void {
    this.#battery.set(percent);
  }

  powerCycle(): void {
    this.#config = 0;
    this.#period = 100;
    this.#subscribed = false;
    this.#battery.powerCycle();
  }
}

function encodeMovement(sample: SensorSample, rangeG: number): Uint8Array {
  const b = new Uint8Array(BYTES);
  const mag = sample.magUt ?? [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    putUint16(b, 2 * axis, quantise(sample.gyrRadps[axis]!, GYR_DPS * RADPS_PER_DPS));
    putUint16(b, 6 + 2 * axis, quantise(sample.accMps2[axis]!, mps2PerG(accG(rangeG))));
    putUint16(b, 12 + 2 * axis, quantise(mag[axis]!, MAG_UT));
  }
  return b;
}

function startCommands(options: DriverOptions) {
  if (options.rateHz > MAX_RATE_HZ) {
    throw new RangeError(`rateHz ${options.rateHz} is too fast for a SensorTag: use 10 or less`);
  }
  const code = RANGES_G.indexOf(rangeOf(options));
  const config = ALL_AXES | (Math.max(0, code) << RANGE_SHIFT);
  const period = Math.round(1000 / options.rateHz / PERIOD_UNIT_MS);
  return [
    command(bareUuidOf('aa83'), [period], `set the rate to ${options.rateHz} Hz`, { withResponse: true }),
    command(bareUuidOf('aa82'), [config & 0xff, config >> 8], 'switch all axes on', { withResponse: true }),
  ];
}

export const sensortag: Driver = {
  id: 'sensortag',
  title: 'TI CC2650 SensorTag',
  tier: 'experimental',
  capabilities: {
    ratesHz: [10],
    defaultRateHz: MAX_RATE_HZ,
    gyroscope: true,
    deviceClock: false,
    exactLoss: false,
    battery: true,
  },
  gatt: [
    { service: bareUuidOf('aa80'), notify: [bareUuidOf('aa81')], write: bareUuidOf('aa82') },
    BATTERY_SERVICE,
  ],
  clock: null,
  counter: null,
  options: [
    { key: 'range', values: RANGES_G.map(String), fallback: '8', meaning: 'accelerometer range in g' },
  ],
  match: ({ localName }) => /^(CC2650 SensorTag|SensorTag 2\.0)/.test(localName ?? ''),
  createDecoder: (options) => new FixedDecoder(formatOf(rangeOf(options))),
  createInspector,
  createVirtual: (options) => new VirtualSensorTag(options),
  clockProbe: null,
  startCommands,
  stopCommands: () => [command(bareUuidOf('aa82'), [0, 0], 'switch the sensors off', { withResponse: true })],
  batteryCommands: () => null,
};
