import { concatBytes, putFloat32, putUint16, putUint64, quantise } from '../../bytes.ts';
import { mps2PerG } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { VirtualBattery } from '../../virtual-battery.ts';
import { CONTROL_UUID, OP, RESPONSE } from './decoder.ts';
import { TYPE } from './frame.ts';
import { parseSettings } from './settings.ts';

const SERVICE = 'fb005c80-02e7-f387-1cad-8acd2d8df0c8';
const CONTROL = 'fb005c81-02e7-f387-1cad-8acd2d8df0c8';
const DATA = 'fb005c82-02e7-f387-1cad-8acd2d8df0c8';
const SAMPLES_PER_FRAME = 36;
const SAMPLES_PER_BLOCK = 12;
const STATUS = { ok: 0, invalidParameter: 5, already: 6, notStarted: 6 } as const;
/** The clock of a unit that was never set: 2019-01-01, nanoseconds from 2000. */
const UNSET_CLOCK_NS = 599_616_000_000_000_000n;

type Counts = readonly [number, number, number];

const countsOf = (sample: SensorSample): Counts =>
  sample.accMps2.map((v) => quantise(v, mps2PerG(0.001))) as unknown as Counts;

function header(tNs: bigint, frameType: number): Uint8Array {
  const b = new Uint8Array(10);
  b[0] = TYPE.acc;
  putUint64(b, 1, tNs);
  b[9] = frameType;
  return b;
}

function raw16(samples: readonly Counts[]): Uint8Array {
  const b = new Uint8Array(6 * samples.length);
  samples.flat().forEach((v, i) => {
    putUint16(b, 2 * i, v);
  });
  return b;
}

/** Uncompressed 16-bit milli-g, as H10 sends. */
export const encodeRaw = (tNs: bigint, samples: readonly Counts[]): Uint8Array =>
  concatBytes(header(tNs, 1), raw16(samples));

/** Bits that hold every delta in two's complement. */
const widthOf = (deltas: readonly number[]): number =>
  deltas.reduce((bits, d) => Math.max(bits, 33 - Math.clz32(d < 0 ? ~d : d)), 1);

function block(deltas: readonly number[], channels: number): Uint8Array {
  const bits = widthOf(deltas);
  const b = new Uint8Array(2 + Math.ceil((bits * deltas.length) / 8));
  b[0] = bits;
  b[1] = deltas.length / channels;
  deltas.forEach((delta, i) => {
    for (let bit = 0; bit < bits; bit++) {
      const at = i * bits + bit;
      if ((delta >> bit) & 1) b[2 + (at >> 3)]! |= 1 << (at & 7);
    }
  });
  return b;
}

/** A reference sample and blocks of deltas, as Verity Sense sends. */
export function encodeDeltas(tNs: bigint, samples: readonly Counts[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let from = 1; from < samples.length; from += SAMPLES_PER_BLOCK) {
    const part = samples.slice(from, from + SAMPLES_PER_BLOCK);
    const deltas = part.flatMap((sample, i) => sample.map((v, c) => v - samples[from + i - 1]![c]!));
    blocks.push(block(deltas, 3));
  }
  return concatBytes(header(tNs, 0x81), raw16(samples.slice(0, 1)), ...blocks);
}

/** A Polar sensor's measurement service: answers by indication, frames stamped with their last sample. */
export class VirtualPolar implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = Uint8Array.of(0x6b, 0x00);
  readonly advertisedServices = ['180d', 'feee'];
  readonly #battery = new VirtualBattery();
  readonly services = [
    {
      uuid: SERVICE,
      characteristics: [
        { uuid: CONTROL, properties: ['read', 'write', 'indicate'] as const },
        { uuid: DATA, properties: ['notify'] as const },
      ],
    },
    this.#battery.service,
  ];
  readonly #compressed: boolean;
  #subscribed = false;
  #rateHz = 0;
  #held: Counts[] = [];

  constructor(compressed: boolean, options: VirtualOptions = {}) {
    this.#compressed = compressed;
    this.localName = options.localName ?? (compressed ? 'Polar Sense 0A1B2C3D' : 'Polar H10 0A1B2C3D');
  }

  rateHz(): number {
    return this.#subscribed ? this.#rateHz : 0;
  }

  read(characteristic: string): Uint8Array {
    return this.#battery.read(characteristic) ?? Uint8Array.of(0x0f, 1 << TYPE.acc);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    this.#battery.subscribe(characteristic, on);
    if (normaliseUuid(characteristic) === normaliseUuid(DATA)) this.#subscribed = on;
    return [];
  }

  write(characteristic: string, b: Uint8Array): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) !== CONTROL_UUID || b[1] !== TYPE.acc) return [];
    if (b[0] === OP.start) return this.#answer(OP.start, this.#start(b));
    if (b[0] !== OP.stop) return [];
    const running = this.#rateHz > 0;
    this.#rateHz = 0;
    this.#held = [];
    return this.#answer(OP.stop, running ? STATUS.ok : STATUS.notStarted);
  }

  sample(sample: SensorSample, nowUs: number): readonly VirtualNotification[] {
    if (this.rateHz() === 0) return [];
    this.#held.push(countsOf(sample));
    if (this.#held.length < SAMPLES_PER_FRAME) return this.#battery.notifications();
    const tNs = UNSET_CLOCK_NS + BigInt(Math.round(nowUs * 1000));
    const samples = this.#held;
    this.#held = [];
    const bytes = this.#compressed ? encodeDeltas(tNs, samples) : encodeRaw(tNs, samples);
    return [{ characteristic: DATA, bytes }, ...this.#battery.notifications()];
  }

  /** Frames are sent when full only. */
  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(percent: number): void {
    this.#battery.set(percent);
  }

  powerCycle(): void {
    this.#subscribed = false;
    this.#rateHz = 0;
    this.#held = [];
    this.#battery.powerCycle();
  }

  #start(b: Uint8Array): number {
    const settings = parseSettings(b, 2);
    if (!settings?.rate || (settings.channels !== undefined) !== this.#compressed)
      return STATUS.invalidParameter;
    if (this.#rateHz > 0) return STATUS.already;
    this.#rateHz = settings.rate[0]!;
    return STATUS.ok;
  }

  /** Response with the factor of compressed frames: one milli-g per count. */
  #answer(op: number, status: number): readonly VirtualNotification[] {
    const factor = new Uint8Array(6);
    factor.set([5, 1]);
    putFloat32(factor, 2, 1);
    const withFactor = op === OP.start && status === STATUS.ok && this.#compressed;
    const head = Uint8Array.of(RESPONSE, op, TYPE.acc, status, 0);
    return [{ characteristic: CONTROL, bytes: withFactor ? concatBytes(head, factor) : head }];
  }
}
