import { asciiBytes, concatBytes, quantise } from '../../bytes.ts';
import { FramePacker } from '../../frame-packer.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { withCrc } from './lines.ts';
import type { Place, Profile, SensorField } from './profile.ts';
import { modulus, writeValue } from './values.ts';

const VALUES = { acc: 'accMps2', gyr: 'gyrRadps', mag: 'magUt' } as const;
const AXES = ['x', 'y', 'z'];
const UART_BYTES = 20;

/** Everything a record says beside the sensor values. */
interface Stamp {
  readonly nowUs: number;
  readonly sequence: number;
  readonly battery: number;
}

const countsOf = (field: SensorField, sample: SensorSample): number =>
  (sample[VALUES[field.quantity]]?.[AXES.indexOf(field.axis)] ?? 0) / field.lsb;

function stampValues(profile: Profile, stamp: Stamp, binary: boolean): readonly (readonly [Place, number])[] {
  const { time, counter, battery } = profile;
  const wrapped = (place: Place, value: number): readonly [Place, number] => [
    place,
    Math.floor(value) % (modulus(place, binary) ?? Number.POSITIVE_INFINITY),
  ];
  return [
    ...(time ? [wrapped(time, stamp.nowUs / time.unitUs)] : []),
    ...(counter ? [wrapped(counter, stamp.sequence)] : []),
    ...(battery ? [wrapped(battery, stamp.battery)] : []),
  ];
}

const LIMITS: Readonly<Record<string, number>> = { i8: 127, i16: 32767, i32: 2 ** 31 - 1 };

function encodeFixed(
  profile: Profile,
  sample: SensorSample,
  stamp: Stamp,
  bytes: number,
  header: Uint8Array,
) {
  const record = new Uint8Array(bytes);
  record.set(header);
  for (const [place, value] of stampValues(profile, stamp, true)) writeValue(record, 0, place, value);
  for (const field of profile.fields) {
    const value = countsOf(field, sample);
    const limit = LIMITS[field.type];
    writeValue(record, 0, field, limit === undefined ? value : quantise(value, 1, limit));
  }
  return record;
}

/** Single precision, in the shortest digits that give it back. */
const float = (value: number): number => Number(Math.fround(value).toPrecision(9));

function lineText(profile: Profile, sample: SensorSample, stamp: Stamp): string {
  const values: readonly (readonly [Place, number])[] = [
    ...stampValues(profile, stamp, false),
    ...profile.fields.map((field) => [field, float(countsOf(field, sample))] as const),
  ];
  if (profile.framing.kind === 'json') return JSON.stringify(jsonOf(values));
  const columns: number[] = [];
  for (const [place, value] of values) columns[place.column] = value;
  return Array.from(columns, (value) => value ?? 0).join(',');
}

function jsonOf(values: readonly (readonly [Place, number])[]): object {
  const root: Record<string, unknown> = {};
  for (const [{ path }, value] of values) {
    const keys = path.split('.');
    const last = keys.pop()!;
    let at = root;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = value;
  }
  return root;
}

export function encodeRecord(profile: Profile, sample: SensorSample, stamp: Stamp): Uint8Array {
  const { framing } = profile;
  if (framing.kind === 'fixed') return encodeFixed(profile, sample, stamp, framing.bytes, framing.header);
  const text = lineText(profile, sample, stamp);
  return asciiBytes(`${framing.checksum === 'crc16' ? withCrc(text) : text}\n`);
}

/** A home-built sensor as its profile describes it; text lines are cut at 20 bytes as serial bridges do. */
export class VirtualGeneric implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices: readonly string[];
  readonly services;
  readonly #profile: Profile;
  readonly #packer: FramePacker;
  #subscribed = false;
  #started: boolean;
  #sequence = 0;
  #battery = 90;
  #text: Uint8Array = new Uint8Array(0);

  constructor(profile: Profile, options: VirtualOptions = {}) {
    const { service, notify, write } = profile;
    this.#profile = profile;
    this.#started = profile.start.length === 0;
    this.#packer = new FramePacker(notify);
    this.localName = options.localName ?? profile.title;
    this.advertisedServices = [service];
    this.services = [
      {
        uuid: service,
        characteristics: [
          { uuid: notify, properties: ['notify'] as const },
          ...(write ? [{ uuid: write, properties: ['write', 'writeWithoutResponse'] as const }] : []),
        ],
      },
    ];
  }

  rateHz(): number {
    return this.#subscribed && this.#started ? this.#profile.rateHz : 0;
  }

  read(): Uint8Array {
    return new Uint8Array(0);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) === this.#profile.notify) this.#subscribed = on;
    return [];
  }

  write(characteristic: string): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) === this.#profile.write) this.#started = true;
    return [];
  }

  sample(sample: SensorSample, nowUs: number, maxBytes: number): readonly VirtualNotification[] {
    if (this.rateHz() === 0) return [];
    const stamp = { nowUs, sequence: this.#sequence++, battery: this.#battery };
    const record = encodeRecord(this.#profile, sample, stamp);
    if (this.#profile.framing.kind === 'fixed') return this.#packer.add(record, maxBytes, 1);
    this.#text = concatBytes(this.#text, record);
    return this.#cut();
  }

  drain(): readonly VirtualNotification[] {
    return this.#packer.drain();
  }

  setBattery(percent: number): void {
    this.#battery = Math.round(percent);
  }

  powerCycle(): void {
    this.#subscribed = false;
    this.#started = this.#profile.start.length === 0;
    this.#sequence = 0;
  }

  #cut(): readonly VirtualNotification[] {
    const sent: VirtualNotification[] = [];
    for (; this.#text.length > 0; this.#text = this.#text.slice(UART_BYTES)) {
      sent.push({ characteristic: this.#profile.notify, bytes: this.#text.slice(0, UART_BYTES) });
    }
    return sent;
  }
}
