/** Little-endian field access without a DataView per record; offsets are not checked: check lengths first. */

const scratch = new DataView(new ArrayBuffer(8));

export const uint16At = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8);
export const int16At = (b: Uint8Array, at: number): number => (uint16At(b, at) << 16) >> 16;
export const uint24At = (b: Uint8Array, at: number): number => uint16At(b, at) | (b[at + 2]! << 16);
export const int24At = (b: Uint8Array, at: number): number => (uint24At(b, at) << 8) >> 8;
export const int32At = (b: Uint8Array, at: number): number => uint16At(b, at) | (uint16At(b, at + 2) << 16);
export const uint32At = (b: Uint8Array, at: number): number => int32At(b, at) >>> 0;
export const int8At = (b: Uint8Array, at: number): number => (b[at]! << 24) >> 24;

export function float32At(b: Uint8Array, at: number): number {
  scratch.setInt32(0, int32At(b, at));
  return scratch.getFloat32(0);
}

/** True where none of `n` single-precision values from `at` on is infinite or not a number. */
export function floatsFinite(b: Uint8Array, at: number, n: number): boolean {
  for (let i = at; i < at + 4 * n; i += 4) if ((b[i + 3]! & 0x7f) === 0x7f && b[i + 2]! >= 0x80) return false;
  return true;
}

export const uint64At = (b: Uint8Array, at: number): bigint =>
  (BigInt(uint32At(b, at + 4)) << 32n) | BigInt(uint32At(b, at));
export const int64At = (b: Uint8Array, at: number): bigint => BigInt.asIntN(64, uint64At(b, at));

export function putUint16(b: Uint8Array, at: number, value: number): void {
  b[at] = value;
  b[at + 1] = value >> 8;
}

export function putUint32(b: Uint8Array, at: number, value: number): void {
  putUint16(b, at, value);
  putUint16(b, at + 2, value >>> 16);
}

export function putUint64(b: Uint8Array, at: number, value: bigint): void {
  putUint32(b, at, Number(value & 0xffffffffn));
  putUint32(b, at + 4, Number((value >> 32n) & 0xffffffffn));
}

export function putFloat32(b: Uint8Array, at: number, value: number): void {
  scratch.setFloat32(0, value);
  putUint32(b, at, scratch.getUint32(0));
}

/** Nearest count, saturated like the device's converter. */
export function quantise(value: number, lsb: number, limit = 32767): number {
  return Math.max(-limit - 1, Math.min(limit, Math.round(value / lsb)));
}

export function bytesToHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

/** Accepts spaces, colons, dashes and upper case; throws an error that names the fault. */
export function hexToBytes(hex: string): Uint8Array {
  const bare = hex.replaceAll(/0x|[\s:,-]/gi, '');
  if (bare.length % 2 === 1)
    throw new RangeError(`hex "${hex}" has an odd number of digits: write two per byte`);
  const bad = /[^0-9a-f]/i.exec(bare);
  if (bad) throw new RangeError(`hex "${hex}" contains "${bad[0]}": use digits 0-9 and a-f`);
  return Uint8Array.from({ length: bare.length / 2 }, (_, i) =>
    Number.parseInt(bare.slice(2 * i, 2 * i + 2), 16),
  );
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Bytes `[from, to)` as text; anything outside printable ASCII becomes a dot, NUL ends the text. */
export function asciiAt(b: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < Math.min(to, b.length) && b[i] !== 0; i++) {
    const code = b[i]!;
    text += code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
  }
  return text;
}

export const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
