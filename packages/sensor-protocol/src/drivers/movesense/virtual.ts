import { asciiAt, asciiBytes, concatBytes, putFloat32, putUint16, putUint32 } from '../../bytes.ts';
import { RADPS_PER_DPS } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { VirtualBattery } from '../../virtual-battery.ts';
import { WRITE_UUID } from './commands.ts';
import { NOTIFY_UUID } from './decoder.ts';
import {
  ANSWER,
  CODE,
  HEAD_BYTES,
  MAX_SUBSCRIPTIONS,
  PATHS,
  type Path,
  RATES_HZ,
  STATUS,
  SYSTEM_MODE_REBOOT,
  sampleBytes,
  samplesPerPacket,
  TIME_BYTES,
} from './protocol.ts';

const SERVICE = '34802252-7185-4d5d-b431-630e7050e8f0';
const WRITE = '34800001-7185-46d5-b431-630e7050e8f0';
const NOTIFY = '34800002-7185-46d5-b431-630e7050e8f0';

interface Subscription {
  readonly ref: number;
  readonly path: Path;
  readonly rateHz: number;
}

interface Held {
  readonly tMs: number;
  readonly sample: SensorSample;
}

const VECTOR = {
  acc: (s: SensorSample): readonly number[] => s.accMps2,
  gyr: (s: SensorSample): readonly number[] => s.gyrRadps.map((v) => v / RADPS_PER_DPS),
  mag: (s: SensorSample): readonly number[] => s.magUt ?? [0, 0, 0],
} as const;

/** Time of the first sample, then every acceleration, every angular rate, every field. */
export function encodePacket(path: Path, held: readonly Held[]): Uint8Array {
  const packet = new Uint8Array(TIME_BYTES + held.length * sampleBytes(path));
  putUint32(packet, 0, held[0]!.tMs >>> 0);
  const values = path.vectors.flatMap((kind) => held.flatMap(({ sample }) => VECTOR[kind](sample)));
  values.forEach((value, i) => {
    putFloat32(packet, TIME_BYTES + 4 * i, value);
  });
  return packet;
}

/** A Movesense with the GATT SensorData firmware: at most four subscriptions, long packets in two parts. */
export class VirtualMovesense implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices = ['fdf3'];
  readonly #battery = new VirtualBattery();
  readonly services = [
    {
      uuid: SERVICE,
      characteristics: [
        { uuid: WRITE, properties: ['write'] as const },
        { uuid: NOTIFY, properties: ['notify'] as const },
      ],
    },
    this.#battery.service,
  ];
  #subscriptions: Subscription[] = [];
  #held: Held[] = [];
  #heard = false;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'Movesense 203130000001';
  }

  rateHz(): number {
    return this.#heard ? (this.#subscriptions[0]?.rateHz ?? 0) : 0;
  }

  read(characteristic: string): Uint8Array {
    return this.#battery.read(characteristic) ?? new Uint8Array(0);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    this.#battery.subscribe(characteristic, on);
    if (normaliseUuid(characteristic) === NOTIFY_UUID) this.#heard = on;
    return [];
  }

  write(characteristic: string, b: Uint8Array): readonly VirtualNotification[] {
    const ref = b[1];
    if (normaliseUuid(characteristic) !== WRITE_UUID || ref === undefined || !this.#heard) return [];
    if (b[0] === CODE.hello) return this.#answer(hello(ref));
    if (b[0] === CODE.subscribe) return this.#status(ref, this.#add(ref, asciiAt(b, 2, b.length)));
    if (b[0] === CODE.unsubscribe) return this.#status(ref, this.#remove(ref));
    if (b[0] === CODE.systemMode && b[2] === SYSTEM_MODE_REBOOT) this.#subscriptions = [];
    return this.#status(ref, STATUS.ok);
  }

  sample(sample: SensorSample, nowUs: number, maxBytes: number): readonly VirtualNotification[] {
    const [subscription] = this.#subscriptions;
    if (this.rateHz() === 0 || !subscription) return [];
    this.#held.push({ tMs: Math.round(nowUs / 1000), sample });
    if (this.#held.length < samplesPerPacket(subscription.rateHz)) return this.#battery.notifications();
    const packet = encodePacket(subscription.path, this.#held.splice(0));
    return [...this.#split(subscription.ref, packet, maxBytes), ...this.#battery.notifications()];
  }

  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(percent: number): void {
    this.#battery.set(percent);
  }

  powerCycle(): void {
    this.#subscriptions = [];
    this.#held = [];
    this.#heard = false;
    this.#battery.powerCycle();
  }

  #split(ref: number, packet: Uint8Array, maxBytes: number): readonly VirtualNotification[] {
    const room = maxBytes - HEAD_BYTES;
    const first = concatBytes(Uint8Array.of(ANSWER.data, ref), packet.subarray(0, room));
    if (packet.length <= room) return this.#answer(first);
    const rest = concatBytes(Uint8Array.of(ANSWER.continuation, ref), packet.subarray(room));
    return [...this.#answer(first), ...this.#answer(rest)];
  }

  #answer(bytes: Uint8Array): readonly VirtualNotification[] {
    return [{ characteristic: NOTIFY, bytes }];
  }

  #status(ref: number, status: number): readonly VirtualNotification[] {
    const answer = Uint8Array.of(ANSWER.response, ref, 0, 0);
    putUint16(answer, 2, status);
    return this.#answer(answer);
  }

  #add(ref: number, resource: string): number {
    const path = PATHS.find((candidate) => resource.startsWith(candidate.resource));
    const rateHz = Number(resource.slice(path?.resource.length ?? 0));
    if (!path || !RATES_HZ.includes(rateHz)) return STATUS.notFound;
    if (this.#subscriptions.length >= MAX_SUBSCRIPTIONS) return STATUS.exhausted;
    this.#subscriptions.push({ ref, path, rateHz });
    return STATUS.ok;
  }

  #remove(ref: number): number {
    const before = this.#subscriptions.length;
    this.#subscriptions = this.#subscriptions.filter((subscription) => subscription.ref !== ref);
    this.#held = [];
    return this.#subscriptions.length < before ? STATUS.ok : STATUS.notFound;
  }
}

/** Protocol version, then texts that end with NUL; no status. */
function hello(ref: number): Uint8Array {
  const texts = ['203130000001', 'Movesense', '0C:8C:DC:00:00:01', 'gatt_sensordata_app', '2.0.0'];
  return concatBytes(Uint8Array.of(ANSWER.response, ref, 1), asciiBytes(`${texts.join('\0')}\0`));
}
