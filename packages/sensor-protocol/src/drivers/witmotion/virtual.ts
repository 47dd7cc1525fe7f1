import { concatBytes, uint16At } from '../../bytes.ts';
import { FramePacker } from '../../frame-packer.ts';
import { normaliseUuid } from '../../uuid.ts';
import type {
  SensorSample,
  VirtualNotification,
  VirtualOptions,
  VirtualPeripheral,
  VirtualService,
} from '../../virtual.ts';
import { SILENT_FROM_HZ } from './commands.ts';
import { encodeRecord, encodeRegisters, putChipTime, RECORD_BYTES, TIMED_RECORD_BYTES } from './frames.ts';
import { blePort, type Port, SERIAL_PORT, type UuidBase } from './gatt.ts';
import { MODE_TIMESTAMP_BIT, RATE_HZ_BY_CODE, REG, UNLOCK_KEY, voltsForCharge } from './registers.ts';
import { encodeSerial } from './serial.ts';

export interface VirtualWitMotionOptions {
  readonly localName?: string;
  readonly uuidBase?: UuidBase;
  /** `serial`: 11-byte frames over a transparent line, in pieces of 20 bytes. */
  readonly framing?: 'ble' | 'serial';
  /** 28 appends the chip's time to every record, as SDCL units do. */
  readonly recordLength?: 20 | 28;
  /** Ignore writes outside the 10 s after the unlock command. */
  readonly strictUnlock?: boolean;
  /** False: without register 0x96. `echo`: keeps and returns the register, yet sends angles. */
  readonly timestampMode?: boolean | 'echo';
  /** Unix time the chip's calendar shows when the simulation time is 0. */
  readonly chipEpochUs?: number;
}

const DEFAULT_REGISTERS: readonly (readonly [register: number, value: number])[] = [
  [REG.outputSelect, 0x1e],
  [REG.rate, 0x06],
  [REG.bandwidth, 4],
  [REG.algorithm, 0],
  [REG.versionLow, 0x2b1c],
  [REG.versionHigh, 0],
  [REG.temperature, 2634],
  [REG.battery, 397],
  [REG.magType, 5],
  [REG.recordMode, 0],
];

const UNLOCK_WINDOW_US = 10_000_000;
/** From 50 Hz on the device sends several records at once: those of about this time. */
const BATCH_S = 0.04;
const BATCH_FROM_HZ = 50;
const COMMAND_BYTES = 5;
const FACTORY_RESET = 1;
const SERIAL_PIECE_BYTES = 20;
const LONGEST_NOTIFICATION_BYTES = 244;
const ISSUED_2015_US = Date.UTC(2015, 0, 1) * 1000;

/** A WT901BLE with its register file; see README, "Virtual peripheral". */
export class VirtualWitMotion implements VirtualPeripheral {
  readonly localName: string;
  readonly manufacturerData = null;
  readonly advertisedServices: readonly string[];
  readonly services: readonly VirtualService[];
  readonly #options: VirtualWitMotionOptions;
  readonly #port: Port;
  readonly #packer: FramePacker;
  #saved = new Map(DEFAULT_REGISTERS);
  #registers = new Map(DEFAULT_REGISTERS);
  #subscribed = false;
  #silenced = false;
  #unlockedUntilUs = Number.NEGATIVE_INFINITY;

  constructor(options: VirtualWitMotionOptions = {}) {
    this.#options = options;
    this.localName = options.localName ?? 'WT901BLE67';
    this.#port = options.framing === 'serial' ? SERIAL_PORT : blePort(options.uuidBase ?? 'vendor');
    const { service, notify, write } = this.#port;
    this.#packer = new FramePacker(notify);
    this.advertisedServices = [service];
    this.services = [
      {
        uuid: service,
        characteristics: [
          { uuid: notify, properties: ['notify'] },
          { uuid: write, properties: ['write', 'writeWithoutResponse'] },
        ],
      },
    ];
  }

  rateHz(): number {
    if (!this.#subscribed || this.#silenced) return 0;
    return RATE_HZ_BY_CODE.get(this.register(REG.rate)) ?? 0;
  }

  /** Register as it stands now; unknown ones read 0. */
  register(register: number): number {
    return this.#registers.get(register) ?? 0;
  }

  read(): Uint8Array {
    return new Uint8Array(0);
  }

  subscribe(characteristic: string, on: boolean): readonly VirtualNotification[] {
    if (normaliseUuid(characteristic) !== normaliseUuid(this.#port.notify)) return [];
    this.#subscribed = on;
    this.#packer.clear();
    return [];
  }

  write(characteristic: string, bytes: Uint8Array, nowUs: number): readonly VirtualNotification[] {
    const isCommand = bytes.length === COMMAND_BYTES && bytes[0] === 0xff && bytes[1] === 0xaa;
    if (normaliseUuid(characteristic) !== normaliseUuid(this.#port.write) || !isCommand) return [];
    const register = bytes[2]!;
    const value = uint16At(bytes, 3);
    if (register === REG.read) return this.#answer(value & 0xff, nowUs);
    if (register === REG.unlock && value === UNLOCK_KEY) this.#unlockedUntilUs = nowUs + UNLOCK_WINDOW_US;
    else if (!this.#options.strictUnlock || nowUs < this.#unlockedUntilUs) this.#set(register, value);
    return [];
  }

  sample(sample: SensorSample, nowUs: number, maxBytes: number): readonly VirtualNotification[] {
    const rateHz = this.rateHz();
    if (rateHz === 0) return [];
    if (this.#options.framing === 'serial') return this.#serialPieces(sample, nowUs);
    const together = rateHz < BATCH_FROM_HZ ? 1 : Math.round(rateHz * BATCH_S);
    return this.#packer.add(this.#record(sample, nowUs), maxBytes, together);
  }

  drain(): readonly VirtualNotification[] {
    return this.#packer.drain();
  }

  setBattery(percent: number): void {
    this.#registers.set(REG.battery, Math.round(voltsForCharge(percent) * 100) + 1);
  }

  powerCycle(): void {
    const battery = this.register(REG.battery);
    this.#registers = new Map(this.#saved).set(REG.battery, battery);
    this.#subscribed = false;
    this.#silenced = false;
    this.#unlockedUntilUs = Number.NEGATIVE_INFINITY;
    this.#packer.clear();
  }

  #serialPieces(sample: SensorSample, nowUs: number): readonly VirtualNotification[] {
    const volts = this.register(REG.battery) / 100;
    const bytes = concatBytes(...encodeSerial(sample, this.#chipUs(nowUs), volts));
    const pieces: VirtualNotification[] = [];
    for (let at = 0; at < bytes.length; at += SERIAL_PIECE_BYTES) {
      pieces.push({ characteristic: this.#port.notify, bytes: bytes.slice(at, at + SERIAL_PIECE_BYTES) });
    }
    return pieces;
  }

  #record(sample: SensorSample, nowUs: number): Uint8Array {
    const able = this.#options.timestampMode !== 'echo';
    const timed = able && (this.register(REG.recordMode) & MODE_TIMESTAMP_BIT) !== 0;
    return encodeRecord(sample, {
      clockMs: timed ? Math.floor(nowUs / 1000) >>> 0 : null,
      chipTimeUs: this.#options.recordLength === TIMED_RECORD_BYTES ? this.#chipUs(nowUs) : null,
    });
  }

  /** Register answers share notifications with the records that wait. */
  #answer(register: number, nowUs: number): readonly VirtualNotification[] {
    const known = register !== REG.recordMode || this.#options.timestampMode !== false;
    const heard = this.#subscribed && this.#options.framing !== 'serial';
    if (!heard || !known || this.rateHz() >= SILENT_FROM_HZ) return [];
    this.#refreshClock(nowUs);
    const reply = encodeRegisters(register, (r) => this.register(r));
    return [...this.#packer.add(reply, LONGEST_NOTIFICATION_BYTES, 1)];
  }

  #set(register: number, value: number): void {
    if (register === REG.firmwareUpdate)
      throw new Error('register 0x65 (firmware update) must never be written');
    if (register === REG.save) this.#save(value);
    else if (register === REG.outputSelect) this.#silenced = true;
    else if (register !== REG.recordMode || this.#options.timestampMode !== false) {
      this.#registers.set(register, value);
    }
  }

  #save(value: number): void {
    if (value === 0) this.#saved = new Map(this.#registers);
    if (value === FACTORY_RESET) {
      this.#saved = new Map(DEFAULT_REGISTERS);
      this.#registers = new Map(DEFAULT_REGISTERS);
    }
  }

  #chipUs(nowUs: number): number {
    return (this.#options.chipEpochUs ?? ISSUED_2015_US) + nowUs;
  }

  #refreshClock(nowUs: number): void {
    const clock = new Uint8Array(8);
    putChipTime(clock, 0, this.#chipUs(nowUs));
    for (let i = 0; i < 4; i++) this.#registers.set(REG.time + i, uint16At(clock, 2 * i));
  }
}

export const createVirtualWitMotion = (options: VirtualWitMotionOptions = {}): VirtualWitMotion =>
  new VirtualWitMotion(options);

/** The text options of the configuration as typed ones. */
export function virtualOptionsOf(options: VirtualOptions = {}): VirtualWitMotionOptions {
  const extra = options.extra ?? {};
  return {
    ...(options.localName === undefined ? {} : { localName: options.localName }),
    uuidBase: extra.uuidBase === 'sig' ? 'sig' : 'vendor',
    framing: extra.framing === 'serial' ? 'serial' : 'ble',
    recordLength: extra.length === '28' ? TIMED_RECORD_BYTES : RECORD_BYTES,
    strictUnlock: extra.unlock === 'strict',
    timestampMode: extra.timestampMode !== 'no',
  };
}
