import { putFloat32, putUint16, putUint32, quantise, uint16At } from '../../bytes.ts';
import { restQuaternion, rotateToWorld } from '../../rotation.ts';
import { mps2PerG, RADPS_PER_DPS } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { MASK_FILTER, MASK_RATE, RATES_HZ, SETTINGS, SETTINGS_BYTES } from './commands.ts';
import { bareUuidOf, KIND_BYTES, MODES, payloadOf, TIME_BYTES, uuidOf } from './modes.ts';

const DEFAULT_RATE_HZ = 60;
const IDLE_POWER_OFF_US = 30 * 60 * 1_000_000;
/** Company identifier of the manufacturer data, little-endian. */
const MANUFACTURER = Uint8Array.of(0x86, 0x08);
const UT_PER_ARBITRARY_UNIT = 40;
const MAG_LSB = 1 / 4096;

type Vectors = Readonly<Record<string, readonly number[]>>;

function vectorsOf(sample: SensorSample): Vectors {
  const q = restQuaternion(sample.accMps2);
  const free = [...sample.accMps2];
  rotateToWorld(q, free);
  free[2]! -= mps2PerG(1);
  return {
    quat_wxyz: q,
    acc_ms2: sample.accMps2,
    gyro_dps: sample.gyrRadps.map((v) => v / RADPS_PER_DPS),
    free_acc_ms2: free,
    mag_au: (sample.magUt ?? [0, 0, 0]).map((v) => v / UT_PER_ARBITRARY_UNIT),
  };
}

/** One payload of the mode, padded with zeros to its characteristic's size. */
export function encodePayload(mode: number, tUs: number, sample: SensorSample): Uint8Array {
  const payload = new Uint8Array(payloadOf(mode).bytes);
  const vectors = vectorsOf(sample);
  putUint32(payload, 0, tUs);
  let at = TIME_BYTES;
  for (const field of MODES.get(mode) ?? []) {
    for (let i = 0; i < field.count; i++, at += KIND_BYTES[field.kind]) {
      const value = vectors[field.name]?.[i] ?? 0;
      if (field.kind === 'f32') putFloat32(payload, at, value);
      else if (field.kind === 'i16') putUint16(payload, at, quantise(value, MAG_LSB));
    }
  }
  return payload;
}

/** A Movella DOT: silent when started before subscribing, settings locked while measuring, clock that wraps. */
export class VirtualDot implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = MANUFACTURER;
  readonly advertisedServices = [uuidOf('1000')];
  readonly services = [
    {
      uuid: uuidOf('1000'),
      characteristics: [
        { uuid: uuidOf('1001'), properties: ['read'] as const },
        { uuid: uuidOf('1002'), properties: ['read', 'write'] as const },
        { uuid: uuidOf('1004'), properties: ['notify'] as const },
      ],
    },
    {
      uuid: uuidOf('2000'),
      characteristics: [
        { uuid: uuidOf('2001'), properties: ['read', 'write'] as const },
        { uuid: uuidOf('2002'), properties: ['notify'] as const },
        { uuid: uuidOf('2003'), properties: ['notify'] as const },
        { uuid: uuidOf('2004'), properties: ['notify'] as const },
      ],
    },
    {
      uuid: uuidOf('3000'),
      characteristics: [{ uuid: uuidOf('3001'), properties: ['read', 'notify'] as const }],
    },
  ];
  readonly #clockStartUs: number;
  #rateHz = DEFAULT_RATE_HZ;
  #filter = 0;
  #mode = 0;
  #control: Uint8Array = Uint8Array.of(1, 0, 0);
  #subscribed = new Set<string>();
  #battery = 95;
  #batteryDue = false;
  #lastUseUs: number | null = null;
  #off = false;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'Movella DOT';
    this.#clockStartUs = Number(options.extra?.clockStartUs ?? 0);
  }

  rateHz(): number {
    return this.#mode === 0 || this.#off ? 0 : this.#rateHz;
  }

  read(characteristic: string): Uint8Array {
    const short = shortOf(characteristic);
    if (short === '1002') return this.#settings();
    if (short === '2001') return this.#control;
    return short === '3001' ? Uint8Array.of(this.#battery, 0) : new Uint8Array(short === '1001' ? 34 : 0);
  }

  subscribe(characteristic: string, on: boolean, nowUs: number): readonly VirtualNotification[] {
    this.#use(nowUs);
    const short = shortOf(characteristic);
    if (on) this.#subscribed.add(short);
    else this.#subscribed.delete(short);
    return on && short === '3001' ? [this.#batteryNotification()] : [];
  }

  write(characteristic: string, bytes: Uint8Array, nowUs: number): readonly VirtualNotification[] {
    this.#use(nowUs);
    if (this.#off) return [];
    const short = shortOf(characteristic);
    if (short === '1002' && bytes.length === SETTINGS_BYTES && this.#mode === 0) this.#configure(bytes);
    if (short === '2001' && bytes.length === 3) this.#measure(bytes);
    return [];
  }

  sample(sample: SensorSample, nowUs: number): readonly VirtualNotification[] {
    if (this.rateHz() === 0) return [];
    this.#lastUseUs = nowUs;
    const bytes = encodePayload(this.#mode, Math.round(this.#clockStartUs + nowUs) >>> 0, sample);
    const payload = { characteristic: uuidOf(payloadOf(this.#mode).short), bytes };
    return this.#batteryDue ? [payload, this.#batteryNotification()] : [payload];
  }

  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(percent: number): void {
    this.#battery = Math.round(percent);
    this.#batteryDue = this.#subscribed.has('3001');
  }

  powerCycle(): void {
    this.#mode = 0;
    this.#rateHz = DEFAULT_RATE_HZ;
    this.#subscribed.clear();
    this.#off = false;
    this.#lastUseUs = null;
  }

  /** Connected and idle for half an hour: the device goes off. */
  #use(nowUs: number): void {
    if (this.#lastUseUs !== null && nowUs - this.#lastUseUs > IDLE_POWER_OFF_US) this.#off = true;
    this.#lastUseUs = nowUs;
  }

  #measure(control: Uint8Array): void {
    const mode = control[2]!;
    const heard = this.#subscribed.has(payloadOf(mode).short);
    this.#control = control.slice();
    this.#mode = control[1] === 1 && MODES.has(mode) && heard ? mode : 0;
  }

  #configure(settings: Uint8Array): void {
    const mask = settings[SETTINGS.mask]!;
    const rateHz = uint16At(settings, SETTINGS.rate);
    if (mask & MASK_RATE && RATES_HZ.some((rate) => rate === rateHz)) this.#rateHz = rateHz;
    if (mask & MASK_FILTER) this.#filter = settings[SETTINGS.filter]!;
  }

  #settings(): Uint8Array {
    const settings = new Uint8Array(SETTINGS_BYTES);
    putUint16(settings, SETTINGS.rate, this.#rateHz);
    settings[SETTINGS.filter] = this.#filter;
    return settings;
  }

  #batteryNotification(): VirtualNotification {
    this.#batteryDue = false;
    return { characteristic: uuidOf('3001'), bytes: Uint8Array.of(this.#battery, 0) };
  }
}

const SHORT_BY_UUID = new Map(
  ['1001', '1002', '1004', '2001', '2002', '2003', '2004', '3001'].map((short) => [bareUuidOf(short), short]),
);
const shortOf = (uuid: string): string => SHORT_BY_UUID.get(normaliseUuid(uuid)) ?? '';
