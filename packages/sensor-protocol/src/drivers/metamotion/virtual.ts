import { concatBytes, hexToBytes, putUint16, putUint32, quantise } from '../../bytes.ts';
import { accLsbMps2, RADPS_PER_DPS } from '../../scales.ts';
import { normaliseUuid } from '../../uuid.ts';
import type { SensorSample, VirtualNotification, VirtualOptions, VirtualPeripheral } from '../../virtual.ts';
import { VirtualBattery } from '../../virtual-battery.ts';
import { COMMAND_UUID } from './commands.ts';
import { NOTIFY_UUID } from './decoder.ts';
import {
  ACCOUNTER,
  BATTERY,
  CHIPS,
  type Chip,
  CONFIG,
  ENABLE,
  GYR_DPS_PER_COUNT,
  INFO,
  INTERRUPT,
  MODULE,
  PROCESSOR,
  PROCESSOR_TYPE,
  RATE_CODES,
  READ,
  TICK_US,
} from './protocol.ts';

const SERVICE = '326a9000-85cb-9195-d9dd-464cfbbae75a';
const COMMAND = '326a9001-85cb-9195-d9dd-464cfbbae75a';
const NOTIFY = '326a9006-85cb-9195-d9dd-464cfbbae75a';
const DEFAULT_RATE_CODE = 8;

/** Answers to `module 80` of real boards; a module that is absent answers with two bytes. */
const INFO_ANSWERS: Readonly<Record<Chip['name'], Readonly<Record<number, string>>>> = {
  bmi160: {
    [MODULE.acc]: '03800101',
    [MODULE.gyro]: '13800001',
    [MODULE.fusion]: '198000000300060002000100',
    [MODULE.log]: '0b800002 08802b0000',
    [MODULE.processor]: '098000001c',
    [MODULE.settings]: '11800003',
  },
  bmi270: {
    [MODULE.acc]: '03800400',
    [MODULE.gyro]: '13800100',
    [MODULE.log]: '0b800003080000fb03 0002',
    [MODULE.processor]: '098000001c',
    [MODULE.settings]: '1180000a0700',
  },
};

interface Processor {
  /** Module, register and id the data come from. */
  readonly source: readonly number[];
  readonly type: number;
  readonly config: readonly number[];
  notify: boolean;
}

interface SensorState {
  on: boolean;
  interrupt: boolean;
  rateCode: number;
  rangeCode: number;
}

const offState = (): SensorState => ({
  on: false,
  interrupt: false,
  rateCode: DEFAULT_RATE_CODE,
  rangeCode: 0,
});

/** A MetaMotion: keeps its processors when the link goes, so that leftovers have to be removed. */
export class VirtualMetaMotion implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices = [SERVICE];
  readonly #battery = new VirtualBattery();
  readonly services = [
    {
      uuid: SERVICE,
      characteristics: [
        { uuid: COMMAND, properties: ['write', 'writeWithoutResponse'] as const },
        { uuid: NOTIFY, properties: ['notify'] as const },
      ],
    },
    this.#battery.service,
  ];
  readonly #chip: Chip;
  #processors: Processor[] = [];
  #output = false;
  #subscribed = false;
  #acc = offState();
  #gyro = offState();
  #percent = 90;
  #count = 0;

  constructor(options: VirtualOptions = {}) {
    this.localName = options.localName ?? 'MetaWear';
    this.#chip = CHIPS.find((chip) => chip.name === options.extra?.chip) ?? CHIPS[0]!;
    if (options.extra?.leftovers === 'yes') this.#leaveBehind();
  }

  rateHz(): number {
    const on = this.#acc.on && this.#acc.interrupt && this.#subscribed;
    const rate = Object.entries(RATE_CODES).find(([, code]) => code === this.#acc.rateCode);
    return on && this.#sender() !== null ? Number(rate?.[0] ?? 0) : 0;
  }

  read(characteristic: string): Uint8Array {
    return this.#battery.read(characteristic) ?? new Uint8Array(0);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    this.#battery.subscribe(characteristic, on);
    if (normaliseUuid(characteristic) === NOTIFY_UUID) this.#subscribed = on;
    return [];
  }

  write(characteristic: string, b: Uint8Array): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) !== COMMAND_UUID || b.length < 2) return [];
    const [module, register] = b as unknown as [number, number];
    if (register === INFO) return this.#tell(this.#infoAnswer(module));
    if (module === MODULE.settings && (register & 0x3f) === BATTERY) return this.#tell(this.#batteryAnswer());
    if (module === MODULE.processor) return this.#obeyProcessor(b);
    if (module === MODULE.acc) obeySensor(this.#acc, b);
    if (module === MODULE.gyro) obeySensor(this.#gyro, b);
    return [];
  }

  sample(sample: SensorSample, nowUs: number): readonly VirtualNotification[] {
    const id = this.#sender();
    if (this.rateHz() === 0 || id === null) return [];
    const counts = this.#processors[id]!.config[0] === ACCOUNTER.count;
    const stamp = counts ? this.#count++ : Math.floor(nowUs / TICK_US);
    return [...this.#tell(this.#packet(id, stamp >>> 0, sample)), ...this.#battery.notifications()];
  }

  drain(): readonly VirtualNotification[] {
    return [];
  }

  setBattery(percent: number): void {
    this.#percent = Math.round(percent);
    this.#battery.set(percent);
  }

  powerCycle(): void {
    this.#processors = [];
    this.#output = false;
    this.#subscribed = false;
    this.#acc = offState();
    this.#gyro = offState();
    this.#battery.powerCycle();
  }

  #tell(bytes: Uint8Array): readonly VirtualNotification[] {
    return this.#subscribed ? [{ characteristic: NOTIFY, bytes }] : [];
  }

  #infoAnswer(module: number): Uint8Array {
    const answer = INFO_ANSWERS[this.#chip.name][module];
    return answer ? hexToBytes(answer) : Uint8Array.of(module, INFO);
  }

  #batteryAnswer(): Uint8Array {
    const answer = Uint8Array.of(MODULE.settings, READ | BATTERY, this.#percent, 0, 0);
    putUint16(answer, 3, 3300 + 9 * this.#percent);
    return answer;
  }

  #obeyProcessor(b: Uint8Array): readonly VirtualNotification[] {
    const register = b[1]!;
    if (register === PROCESSOR.add && b.length >= 7) {
      const [type = 0, ...config] = b.subarray(6);
      this.#processors.push({ source: [...b.subarray(2, 5)], type, config, notify: false });
      return this.#tell(Uint8Array.of(MODULE.processor, PROCESSOR.add, this.#processors.length - 1));
    }
    const target = this.#processors[b[2] ?? 0];
    if (register === PROCESSOR.notify && target) target.notify = b[3] === 1;
    if (register === PROCESSOR.data) this.#output = b[2] === 1;
    if (register === PROCESSOR.removeAll) this.#processors = [];
    return [];
  }

  /** The id of an accounter that is switched on and fed by a fuser of acceleration and a held gyroscope. */
  #sender(): number | null {
    const id = this.#processors.findIndex((p) => p.type === PROCESSOR_TYPE.accounter && p.notify);
    const fuser = this.#processors[this.#processors[id]?.source[2] ?? -1];
    const buffer = this.#processors[fuser?.config[1] ?? -1];
    const [module, register] = buffer?.source ?? [];
    const held = module === MODULE.gyro && register === this.#chip.gyroData;
    const joined = fuser?.type === PROCESSOR_TYPE.fuser && buffer?.type === PROCESSOR_TYPE.buffer && held;
    return this.#output && joined ? id : null;
  }

  #packet(id: number, stamp: number, sample: SensorSample): Uint8Array {
    const values = new Uint8Array(16);
    const [range] = Object.entries(this.#chip.accRangeCodes).find(([, c]) => c === this.#acc.rangeCode) ?? [
      '2',
    ];
    putUint32(values, 0, stamp);
    for (let axis = 0; axis < 3; axis++) {
      const gyro = this.#gyro.on ? sample.gyrRadps[axis]! : 0;
      putUint16(values, 4 + 2 * axis, quantise(sample.accMps2[axis]!, accLsbMps2(Number(range))));
      putUint16(values, 10 + 2 * axis, quantise(gyro, GYR_DPS_PER_COUNT * RADPS_PER_DPS));
    }
    return concatBytes(Uint8Array.of(MODULE.processor, PROCESSOR.data, id), values);
  }

  /** What another program left: two processors, so that ids no longer start at 0. */
  #leaveBehind(): void {
    for (let i = 0; i < 2; i++) {
      this.#processors.push({
        source: [MODULE.acc, 4, 0xff],
        type: PROCESSOR_TYPE.buffer,
        config: [5],
        notify: true,
      });
    }
    this.#acc = { ...offState(), on: true };
  }
}

function obeySensor(state: SensorState, [, register, a = 0, b = 0]: Uint8Array): void {
  if (register === ENABLE) state.on = a === 1;
  if (register === INTERRUPT) state.interrupt = a === 1;
  if (register === CONFIG) {
    state.rateCode = a & 0x0f;
    state.rangeCode = b;
  }
}
