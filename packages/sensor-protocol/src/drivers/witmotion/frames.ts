import { putUint16, putUint32, quantise, uint16At, uint32At } from '../../bytes.ts';
import { accLsbMps2, gyrLsbRadps } from '../../scales.ts';
import type { SensorSample } from '../../virtual.ts';

export const HEADER = 0x55;
/** A streaming record. */
export const STREAM = 0x61;
/** The answer to a register read: eight registers. */
export const REGISTERS = 0x71;

export const RECORD_BYTES = 20;
/** 28: chip time appended (SDCL). 32 and 40: vibration units, with other fields throughout. */
export const RECORD_LENGTHS = [20, 28, 32, 40] as const;
export const TIMED_RECORD_BYTES = 28;
/** From this length on a record holds vibration velocity and amplitude, not acceleration. */
export const VIBRATION_RECORD_BYTES = 32;

export const ACC_RANGE_G = 16;
export const GYR_RANGE_DPS = 2000;
export const ACC_G_PER_COUNT = ACC_RANGE_G / 32768;
export const GYR_DPS_PER_COUNT = GYR_RANGE_DPS / 32768;
export const ANGLE_DEG_PER_COUNT = 180 / 32768;
export const ACC_LSB_MPS2 = accLsbMps2(ACC_RANGE_G);
export const GYR_LSB_RADPS = gyrLsbRadps(GYR_RANGE_DPS);

export const ACC_AT = 2;
export const GYR_AT = 8;
export const ANGLE_AT = 14;
export const YAW_AT = 18;
export const CHIP_TIME_AT = 20;

/** u32 milliseconds where register 0x96 has bit 1. */
export const clockMsAt = (b: Uint8Array, record: number): number => uint32At(b, record + ANGLE_AT);

/** Whether the chip's calendar shows a date; differences of its time are good without one. */
export function isChipDate(b: Uint8Array, at: number): boolean {
  const isDay = b[at + 1]! >= 1 && b[at + 1]! <= 12 && b[at + 2]! >= 1 && b[at + 2]! <= 31;
  return isDay && b[at + 3]! < 24 && b[at + 4]! < 60 && b[at + 5]! < 60 && uint16At(b, at + 6) < 1000;
}

/** Chip clock `YY MM DD HH mm ss ms16` at `at`, microseconds as if the chip's calendar were UTC. */
export function chipTimeUs(b: Uint8Array, at: number): number {
  const ms = Date.UTC(2000 + b[at]!, b[at + 1]! - 1, b[at + 2]!, b[at + 3]!, b[at + 4]!, b[at + 5]!);
  return (ms + uint16At(b, at + 6)) * 1000;
}

export function putChipTime(b: Uint8Array, at: number, tUs: number): void {
  const t = new Date(Math.floor(tUs / 1000));
  b[at] = t.getUTCFullYear() - 2000;
  b[at + 1] = t.getUTCMonth() + 1;
  b[at + 2] = t.getUTCDate();
  b[at + 3] = t.getUTCHours();
  b[at + 4] = t.getUTCMinutes();
  b[at + 5] = t.getUTCSeconds();
  putUint16(b, at + 6, t.getUTCMilliseconds());
}

const DEG_PER_RAD = 180 / Math.PI;

/** Roll and pitch of a body at rest from the direction of its specific force; yaw is unknown and 0. */
function restAnglesDeg(sample: SensorSample): readonly [number, number, number] {
  const [x, y, z] = sample.accMps2;
  return [Math.atan2(y, z) * DEG_PER_RAD, Math.atan2(-x, Math.hypot(y, z)) * DEG_PER_RAD, 0];
}

/** What fills bytes 14 to 19, and the chip time of the longer record. */
export interface RecordTail {
  /** Milliseconds since power-on in the time-stamped mode, null for angles. */
  readonly clockMs: number | null;
  /** Chip time for the 28-byte record, null for 20 bytes. */
  readonly chipTimeUs: number | null;
}

export function encodeRecord(sample: SensorSample, tail: RecordTail): Uint8Array {
  const record = new Uint8Array(tail.chipTimeUs === null ? RECORD_BYTES : TIMED_RECORD_BYTES);
  record[0] = HEADER;
  record[1] = STREAM;
  const angles = restAnglesDeg(sample);
  for (let axis = 0; axis < 3; axis++) {
    putUint16(record, ACC_AT + 2 * axis, quantise(sample.accMps2[axis]!, ACC_LSB_MPS2));
    putUint16(record, GYR_AT + 2 * axis, quantise(sample.gyrRadps[axis]!, GYR_LSB_RADPS));
    putUint16(record, ANGLE_AT + 2 * axis, quantise(angles[axis]!, ANGLE_DEG_PER_COUNT));
  }
  if (tail.clockMs !== null) putUint32(record, ANGLE_AT, tail.clockMs);
  if (tail.chipTimeUs !== null) putChipTime(record, CHIP_TIME_AT, tail.chipTimeUs);
  return record;
}

/** Eight registers from `first` on, as `read` says. */
export function encodeRegisters(first: number, read: (register: number) => number): Uint8Array {
  const reply = new Uint8Array(RECORD_BYTES);
  reply[0] = HEADER;
  reply[1] = REGISTERS;
  putUint16(reply, 2, first);
  for (let i = 0; i < 8; i++) putUint16(reply, 4 + 2 * i, read(first + i));
  return reply;
}
