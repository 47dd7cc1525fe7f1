import { int8At, int16At, int24At, int32At, uint32At } from '../../bytes.ts';

/** Measurement types of the PMD service. */
export const TYPE = { ecg: 0, ppg: 1, acc: 2, ppi: 3, gyro: 5, mag: 6 } as const;

export const HEADER_BYTES = 10;
const COMPRESSED_BIT = 0x80;
/** Zero bits per delta cost no bytes: a bound against senseless counts. */
const MAX_SAMPLES = 1024;
/** Values of this size are the bits of a single-precision float. */
const FLOAT_BYTES = 4;

/** Polar counts nanoseconds from 2000-01-01; this many microseconds after the Unix epoch. */
export const EPOCH_2000_US = 946_684_800e6;

export interface FrameHeader {
  readonly type: number;
  readonly frameType: number;
  readonly compressed: boolean;
}

/** The frame's fixed part: type, time of its last sample, frame type with the compression bit. */
export function frameHeader(b: Uint8Array): FrameHeader | null {
  if (b.length < HEADER_BYTES) return null;
  return { type: b[0]!, frameType: b[9]! & 0x7f, compressed: (b[9]! & COMPRESSED_BIT) !== 0 };
}

/** Nanoseconds since 2000 as a double, exact to 128 ns. */
export const frameNs = (b: Uint8Array): number => uint32At(b, 5) * 2 ** 32 + uint32At(b, 1);

/** Raw integers of a frame, samples one after the other; reused from frame to frame. */
export class FrameValues {
  readonly values = new Float64Array(4 * MAX_SAMPLES);
  channels = 3;
  n = 0;

  /** False where the content does not end exactly at the end of the frame or the format is unknown. */
  read(b: Uint8Array): boolean {
    this.n = 0;
    const header = frameHeader(b);
    const format = header && formatOf(header);
    if (!format) return false;
    this.channels = format.channels;
    return header.compressed ? this.#readDeltas(b, format.bytes) : this.#readRaw(b, format.bytes);
  }

  #readRaw(b: Uint8Array, bytes: number): boolean {
    const step = bytes * this.channels;
    const content = b.length - HEADER_BYTES;
    if (content === 0 || content % step !== 0 || content / step > MAX_SAMPLES) return false;
    this.n = content / step;
    for (let i = 0; i < this.n * this.channels; i++)
      this.values[i] = signedAt(b, HEADER_BYTES + i * bytes, bytes);
    return true;
  }

  /** A reference sample, then blocks `[bits, count, packed deltas]` until the end. */
  #readDeltas(b: Uint8Array, bytes: number): boolean {
    let at = HEADER_BYTES + bytes * this.channels;
    if (at > b.length) return false;
    for (let c = 0; c < this.channels; c++) this.values[c] = signedAt(b, HEADER_BYTES + c * bytes, bytes);
    this.n = 1;
    while (at + 2 <= b.length) {
      const bits = b[at]!;
      const count = b[at + 1]!;
      const end = at + 2 + Math.ceil((bits * count * this.channels) / 8);
      // From one end of the range to the other takes a bit more than a value has.
      if (bits > 8 * bytes + 1 || count === 0 || end > b.length || this.n + count > MAX_SAMPLES) return false;
      if (!this.#addDeltas(b, at + 2, bits, count, bytes)) return false;
      at = end;
    }
    return at === b.length;
  }

  /** False where a sum leaves the range of the values. Bit patterns of floats have none: they run round. */
  #addDeltas(b: Uint8Array, at: number, bits: number, count: number, bytes: number): boolean {
    const total = count * this.channels;
    const first = this.n * this.channels;
    const limit = 2 ** (8 * bytes - 1);
    for (let i = 0; i < total; i++) {
      const delta = signedBits(b, at * 8 + i * bits, bits);
      let sum = this.values[first + i - this.channels]! + delta;
      if (bytes === FLOAT_BYTES) sum |= 0;
      if (sum < -limit || sum >= limit) return false;
      this.values[first + i] = sum;
    }
    this.n += count;
    return true;
  }
}

interface ValueFormat {
  readonly bytes: number;
  readonly channels: number;
}

export const isKnownFrame = (header: FrameHeader): boolean => formatOf(header) !== null;

function formatOf({ type, frameType, compressed }: FrameHeader): ValueFormat | null {
  if (type === TYPE.ecg && !compressed && frameType === 0) return { bytes: 3, channels: 1 };
  if (type === TYPE.acc && !compressed && frameType <= 2) return { bytes: frameType + 1, channels: 3 };
  if (type === TYPE.acc && compressed && frameType <= 1) return { bytes: 2, channels: 3 };
  if (type === TYPE.gyro && compressed && frameType === 0) return { bytes: 2, channels: 3 };
  if (type === TYPE.gyro && compressed && frameType === 1) return { bytes: 4, channels: 3 };
  if (type === TYPE.mag && compressed && frameType === 0) return { bytes: 2, channels: 3 };
  if (type === TYPE.mag && compressed && frameType === 1) return { bytes: 2, channels: 4 };
  return null;
}

function signedAt(b: Uint8Array, at: number, bytes: number): number {
  if (bytes === 1) return int8At(b, at);
  if (bytes === 2) return int16At(b, at);
  return bytes === 3 ? int24At(b, at) : int32At(b, at);
}

/** Two's complement of `bits` bits, least significant bit first; 33 bits at most. */
function signedBits(b: Uint8Array, from: number, bits: number): number {
  let value = 0;
  for (let got = 0; got < bits; ) {
    const offset = (from + got) & 7;
    const taken = Math.min(8 - offset, bits - got);
    value += ((b[(from + got) >> 3]! >> offset) & ((1 << taken) - 1)) * 2 ** got;
    got += taken;
  }
  return bits > 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}
