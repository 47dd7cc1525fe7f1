import { asciiAt, bytesToHex, int16At, int32At, uint16At } from '../../bytes.ts';
import type { DriverOptions, InspectedRecord, Inspector } from '../../driver.ts';
import {
  ACC_AT,
  ACC_G_PER_COUNT,
  ANGLE_AT,
  ANGLE_DEG_PER_COUNT,
  CHIP_TIME_AT,
  chipTimeUs,
  clockMsAt,
  GYR_AT,
  GYR_DPS_PER_COUNT,
  isChipDate,
  TIMED_RECORD_BYTES,
  VIBRATION_RECORD_BYTES,
  YAW_AT,
} from './frames.ts';
import { RecordParser, type RecordSink } from './record-parser.ts';
import {
  chargePercent,
  isBatteryVolts,
  MAG_UT_PER_COUNT,
  MODE_DISPLACEMENT_BIT,
  MODE_TIMESTAMP_BIT,
  RATE_HZ_BY_CODE,
  REG,
  versionText,
} from './registers.ts';
import { isSerialStart, SERIAL, SerialParser } from './serial.ts';

const vectorAt = (b: Uint8Array, at: number, scale: number): number[] =>
  [0, 1, 2].map((i) => int16At(b, at + 2 * i) * scale);

/** `2026-06-22T14:41:01.793`; null where the fields are no calendar date. */
function chipTimeText(b: Uint8Array, at: number): string | null {
  return isChipDate(b, at) ? new Date(chipTimeUs(b, at) / 1000).toISOString().slice(0, 23) : null;
}

type Reader = (b: Uint8Array, at: number) => InspectedRecord;

const volts = (centivolts: number): InspectedRecord => ({
  volts: centivolts / 100,
  percent: isBatteryVolts(centivolts / 100) ? chargePercent(centivolts / 100) : null,
});

/** Named readings of the registers that begin an answer; `at` is the first value. */
const REGISTER_READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [REG.battery, (b, at) => volts(uint16At(b, at))],
  [REG.rate, (b, at) => ({ rate_hz: RATE_HZ_BY_CODE.get(uint16At(b, at)) ?? null })],
  [REG.bandwidth, (b, at) => ({ bandwidth_code: uint16At(b, at) })],
  [REG.algorithm, (b, at) => ({ axes: uint16At(b, at) === 1 ? 6 : 9 })],
  [REG.versionLow, (b, at) => ({ version: versionText(uint16At(b, at), uint16At(b, at + 2)) })],
  [REG.time, (b, at) => ({ chip_time: chipTimeText(b, at) })],
  [REG.acc, (b, at) => ({ acc_g: vectorAt(b, at, ACC_G_PER_COUNT) })],
  [REG.gyro, (b, at) => ({ gyro_dps: vectorAt(b, at, GYR_DPS_PER_COUNT) })],
  [REG.mag, (b, at) => ({ mag_raw: vectorAt(b, at, 1) })],
  [REG.angle, (b, at) => ({ euler_deg: vectorAt(b, at, ANGLE_DEG_PER_COUNT) })],
  [REG.temperature, (b, at) => ({ temp_c: int16At(b, at) / 100 })],
  [REG.quaternion, (b, at) => ({ quat_wxyz: [0, 1, 2, 3].map((i) => int16At(b, at + 2 * i) / 32768) })],
  [0x66, (b, at) => ({ mac: bytesToHex(b.subarray(at, at + 6)) })],
  [0x7f, (b, at) => ({ serial: asciiAt(b, at, at + 12) })],
  [
    REG.magType,
    (b, at) => ({
      mag_type: uint16At(b, at),
      mag_ut_per_count: MAG_UT_PER_COUNT.get(uint16At(b, at)) ?? null,
    }),
  ],
  [REG.recordMode, (b, at) => ({ record_mode: uint16At(b, at) })],
]);

const REGISTER_NAMES = new Map<number, string>(
  Object.entries(REG).map(([name, register]) => [register, name]),
);

function registersRecord(b: Uint8Array, at: number): InspectedRecord {
  const reg = uint16At(b, at + 2);
  const registers = Array.from({ length: 8 }, (_, i) => int16At(b, at + 4 + 2 * i));
  const fields = REGISTER_READERS.get(reg)?.(b, at + 4) ?? {};
  return { kind: 'registers', reg, name: REGISTER_NAMES.get(reg) ?? null, registers, ...fields };
}

/** With the mode unknown, both readings of bytes 14 to 17 are shown. */
function streamTail(b: Uint8Array, at: number, mode: number | null): InspectedRecord {
  const timed = { t_ms: clockMsAt(b, at), yaw_deg: int16At(b, at + YAW_AT) * ANGLE_DEG_PER_COUNT };
  if (mode !== null && mode & MODE_TIMESTAMP_BIT) return timed;
  const plain = { euler_deg: vectorAt(b, at + ANGLE_AT, ANGLE_DEG_PER_COUNT) };
  return mode === null ? { ...plain, if_mode_2: timed } : plain;
}

function streamHead(b: Uint8Array, at: number, mode: number | null): InspectedRecord {
  if (mode !== null && mode & MODE_DISPLACEMENT_BIT) {
    return { displacement_mm: vectorAt(b, at + ACC_AT, 1), speed_mm_s: vectorAt(b, at + GYR_AT, 1) };
  }
  return {
    acc_g: vectorAt(b, at + ACC_AT, ACC_G_PER_COUNT),
    gyro_dps: vectorAt(b, at + GYR_AT, GYR_DPS_PER_COUNT),
  };
}

/**
 * Velocity, angle amplitude, temperature, displacement, frequency: registers 0x3A to 0x46 of a vibration meter
 * (WTVB01-BT50 manual, section 5.2). The longer record is laid out otherwise and shown as it stands.
 */
function vibrationRecord(b: Uint8Array, at: number, length: number): InspectedRecord {
  if (length > VIBRATION_RECORD_BYTES) {
    return {
      kind: 'vibration',
      values_raw: Array.from({ length: 19 }, (_, i) => int16At(b, at + 2 + 2 * i)),
    };
  }
  return {
    kind: 'vibration',
    velocity_mm_s: vectorAt(b, at + 2, 1),
    angle_deg: vectorAt(b, at + 8, ANGLE_DEG_PER_COUNT),
    temp_c: int16At(b, at + 14) / 100,
    displacement_um: vectorAt(b, at + 16, 1),
    frequency_raw: vectorAt(b, at + 22, 1),
  };
}

function streamRecord(b: Uint8Array, at: number, length: number, mode: number | null): InspectedRecord {
  if (length >= VIBRATION_RECORD_BYTES) return vibrationRecord(b, at, length);
  const chip = length === TIMED_RECORD_BYTES ? { chip_time: chipTimeText(b, at + CHIP_TIME_AT) } : {};
  return {
    kind: 'stream',
    ...streamHead(b, at, mode),
    ...streamTail(b, at, mode),
    ...chip,
  };
}

const tempAt8: Reader = (b, at) => ({ temp_c: int16At(b, at + 8) / 100 });

const SERIAL_READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [SERIAL.time, (b, at) => ({ chip_time: chipTimeText(b, at + 2) })],
  [SERIAL.acc, (b, at) => ({ acc_g: vectorAt(b, at + 2, ACC_G_PER_COUNT), ...tempAt8(b, at) })],
  [
    SERIAL.gyro,
    (b, at) => ({ gyro_dps: vectorAt(b, at + 2, GYR_DPS_PER_COUNT), ...volts(uint16At(b, at + 8)) }),
  ],
  [
    SERIAL.angle,
    (b, at) => ({ euler_deg: vectorAt(b, at + 2, ANGLE_DEG_PER_COUNT), version: uint16At(b, at + 8) }),
  ],
  [SERIAL.mag, (b, at) => ({ mag_raw: vectorAt(b, at + 2, 1), ...tempAt8(b, at) })],
  [SERIAL.ports, (b, at) => ({ ports: [0, 1, 2, 3].map((i) => int16At(b, at + 2 + 2 * i)) })],
  [SERIAL.pressure, (b, at) => ({ pressure_pa: int32At(b, at + 2), height_cm: int32At(b, at + 6) })],
  [SERIAL.position, (b, at) => ({ longitude_raw: int32At(b, at + 2), latitude_raw: int32At(b, at + 6) })],
  [
    SERIAL.quaternion,
    (b, at) => ({ quat_wxyz: [0, 1, 2, 3].map((i) => int16At(b, at + 2 + 2 * i) / 32768) }),
  ],
  [SERIAL.registers, (b, at) => ({ registers: [0, 1, 2, 3].map((i) => int16At(b, at + 2 + 2 * i)) })],
]);

const SERIAL_NAMES = new Map<number, string>(Object.entries(SERIAL).map(([name, type]) => [type, name]));

function serialRecord(b: Uint8Array, at: number): InspectedRecord {
  const type = b[at + 1]!;
  return { kind: 'serial', name: SERIAL_NAMES.get(type) ?? null, ...SERIAL_READERS.get(type)?.(b, at) };
}

class WitMotionInspector implements Inspector, RecordSink {
  /** Given, or what the first notification looks like; serial frames run on over notifications. */
  #framing: string | undefined;
  readonly #mode: number | null;
  #records: InspectedRecord[] = [];
  readonly #parser: RecordParser;
  readonly #serial = new SerialParser((b, at) => this.#records.push(serialRecord(b, at)));

  constructor(options: DriverOptions) {
    const { mode, framing } = options.extra;
    this.#framing = framing;
    this.#mode = mode === undefined ? null : Number(mode);
    const length = Number(options.extra.length);
    this.#parser = new RecordParser(this, length > 0 ? length : null, true);
  }

  push(bytes: Uint8Array): readonly InspectedRecord[] {
    this.#records = [];
    const dropped = this.#isSerial(bytes) ? this.#serial.push(bytes) : this.#parser.push(bytes);
    return dropped > 0 ? [...this.#records, { kind: 'dropped', bytes: dropped }] : this.#records;
  }

  onStream(b: Uint8Array, at: number, length: number): void {
    this.#records.push(streamRecord(b, at, length, this.#mode));
  }

  onRegisters(b: Uint8Array, at: number): void {
    this.#records.push(registersRecord(b, at));
  }

  #isSerial(bytes: Uint8Array): boolean {
    this.#framing ??= isSerialStart(bytes) ? 'serial' : undefined;
    return this.#framing === 'serial';
  }
}

export const createWitMotionInspector = (options: DriverOptions): Inspector =>
  new WitMotionInspector(options);
