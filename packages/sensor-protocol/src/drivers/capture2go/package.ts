import { concatBytes, putUint16, putUint32, uint16At, uint32At } from '../../bytes.ts';

/** `02 crc32 size header payload`; the checksum covers header and payload. */
export const START_BYTE = 0x02;
export const OVERHEAD_BYTES = 8;
export const MAX_PAYLOAD_BYTES = 236;
const MAX_PACKAGE_BYTES = OVERHEAD_BYTES + MAX_PAYLOAD_BYTES;
const CRC_AT = 1;
const SIZE_AT = 5;
const HEADER_AT = 6;
export const PAYLOAD_AT = 8;

/** Reflected CRC-32 (IEEE 802.3, as in zlib), one table entry per byte value. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

export function crc32(b: Uint8Array, from: number, to: number): number {
  let crc = 0xffffffff;
  for (let i = from; i < to; i++) crc = CRC_TABLE[(crc ^ b[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export function encodePackage(header: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const frame = concatBytes(new Uint8Array(OVERHEAD_BYTES), payload);
  frame[0] = START_BYTE;
  frame[SIZE_AT] = payload.length;
  putUint16(frame, HEADER_AT, header);
  putUint32(frame, CRC_AT, crc32(frame, HEADER_AT, frame.length));
  return frame;
}

export const headerAt = (b: Uint8Array, at: number): number => uint16At(b, at + HEADER_AT);

/** Length of the package at `at` within `[at, end)`: 0 where there is none, -1 where more bytes must come. */
export function packageLength(b: Uint8Array, at: number, end: number): number {
  if (b[at] !== START_BYTE) return 0;
  if (end - at <= SIZE_AT) return -1;
  const payload = b[at + SIZE_AT]!;
  if (payload > MAX_PAYLOAD_BYTES) return 0;
  const length = OVERHEAD_BYTES + payload;
  if (at + length > end) return -1;
  return crc32(b, at + HEADER_AT, at + length) === uint32At(b, at + CRC_AT) ? length : 0;
}

export type PackageSink = (bytes: Uint8Array, at: number, length: number) => void;

/** Reassembles the byte stream of the send buffer; finds the next package by start byte and checksum. */
class StreamUnpacker {
  readonly #sink: PackageSink;
  #bytes = new Uint8Array(4 * MAX_PACKAGE_BYTES);
  #n = 0;

  constructor(sink: PackageSink) {
    this.#sink = sink;
  }

  reset(): void {
    this.#n = 0;
  }

  push(bytes: Uint8Array): number {
    let dropped = 0;
    for (let from = 0; from < bytes.length; from += MAX_PACKAGE_BYTES) {
      const slice = bytes.subarray(from, from + MAX_PACKAGE_BYTES);
      this.#bytes.set(slice, this.#n);
      this.#n += slice.length;
      dropped += this.#parse();
    }
    return dropped;
  }

  #parse(): number {
    let at = 0;
    let dropped = 0;
    while (at < this.#n) {
      const length = packageLength(this.#bytes, at, this.#n);
      if (length < 0) break;
      if (length === 0) {
        at++;
        dropped++;
      } else {
        this.#sink(this.#bytes, at, length);
        at += length;
      }
    }
    this.#bytes.copyWithin(0, at, this.#n);
    this.#n -= at;
    return dropped;
  }
}

/**
 * One notification: `0xFF - n`, then n whole packages of the real-time channel, then bytes of the send
 * buffer that continue across notifications.
 */
export class NotificationUnpacker {
  readonly #sink: PackageSink;
  readonly #stream: StreamUnpacker;

  constructor(sink: PackageSink) {
    this.#sink = sink;
    this.#stream = new StreamUnpacker(sink);
  }

  reset(): void {
    this.#stream.reset();
  }

  /** Returns how many bytes belonged to no package. */
  push(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0;
    // Serial streams and bare packages have no count before them.
    const bare = bytes[0] === START_BYTE;
    let at = bare ? 0 : 1;
    for (let left = bare ? 0 : 0xff - bytes[0]!; left > 0 && at < bytes.length; left--) {
      const length = packageLength(bytes, at, bytes.length);
      if (length <= 0) break;
      this.#sink(bytes, at, length);
      at += length;
    }
    return this.#stream.push(bytes.subarray(at));
  }
}
