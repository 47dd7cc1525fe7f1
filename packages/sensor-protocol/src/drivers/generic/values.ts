import {
  float32At,
  int8At,
  int16At,
  int32At,
  putFloat32,
  putUint16,
  putUint32,
  uint16At,
  uint32At,
} from '../../bytes.ts';
import type { Place, ValueType } from './profile.ts';

type Read = (b: Uint8Array, at: number) => number;
type Write = (b: Uint8Array, at: number, value: number) => void;

const READ: Readonly<Record<ValueType, Read>> = {
  u8: (b, at) => b[at]!,
  i8: int8At,
  u16: uint16At,
  i16: int16At,
  u32: uint32At,
  i32: int32At,
  f32: float32At,
};

const putByte: Write = (b, at, value) => {
  b[at] = value;
};
const WRITE: Readonly<Record<ValueType, Write>> = {
  u8: putByte,
  i8: putByte,
  u16: putUint16,
  i16: putUint16,
  u32: putUint32,
  i32: putUint32,
  f32: putFloat32,
};

export const readValue = (b: Uint8Array, record: number, { type, offset }: Place): number =>
  READ[type](b, record + offset);

export function writeValue(b: Uint8Array, record: number, { type, offset }: Place, value: number): void {
  WRITE[type](b, record + offset, value);
}

const BITS: Readonly<Record<ValueType, number | null>> = {
  u8: 8,
  i8: null,
  u16: 16,
  i16: null,
  u32: 32,
  i32: null,
  f32: null,
};

/** Values of an unsigned place start again at this number; null where they do not. */
export function modulus(place: Place, binary: boolean): number | null {
  const bits = binary ? BITS[place.type] : null;
  return bits === null ? null : 2 ** bits;
}
