import { crc32 } from 'node:zlib';

/** A file of the outbox, with what it takes to know that it may go. */
export interface Segment {
  readonly number: number;
  readonly path: string;
  /** By the clock of the computer as it is set now. */
  createdMs: number;
  bytes: number;
  /** Highest record number of each stream in it. */
  readonly lastOf: Map<string, number>;
}

/**
 * A segment file: eight bytes of magic, then records `u32 length, u32 crc32, u8 type, payload`
 * (little-endian; length and checksum cover type and payload). Append-only; a crash can tear the last record.
 */
export const SEGMENT_MAGIC = Buffer.from('PLOB0001', 'latin1');

export const ENTRY = { frame: 1, carried: 2 } as const;

const HEADER_BYTES = 9;
/** Longer than any frame: a length above it is damage. */
const MAX_PAYLOAD_BYTES = (1 << 20) + 64;

export interface SegmentEntry {
  readonly type: number;
  /** Shares memory with the segment's bytes. */
  readonly payload: Buffer;
  readonly offset: number;
  readonly endOffset: number;
}

export function encodeEntry(type: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  bytes.writeUInt32LE(payload.length + 1, 0);
  bytes[8] = type;
  bytes.set(payload, HEADER_BYTES);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/** The entry at `offset`, or null where the bytes end, are torn or damaged. */
export function entryAt(bytes: Buffer, offset: number): SegmentEntry | null {
  if (offset + HEADER_BYTES > bytes.length) return null;
  const length = bytes.readUInt32LE(offset);
  const endOffset = offset + 8 + length;
  if (length < 1 || length > MAX_PAYLOAD_BYTES || endOffset > bytes.length) return null;
  const covered = bytes.subarray(offset + 8, endOffset);
  if (crc32(covered) !== bytes.readUInt32LE(offset + 4)) return null;
  return { type: covered[0]!, payload: covered.subarray(1), offset, endOffset };
}

export interface Scan {
  readonly entries: readonly SegmentEntry[];
  /** Bytes up to here are good; what follows is a torn record. */
  readonly goodBytes: number;
  /** Records in the middle whose checksum fails, stepped over. */
  readonly damaged: number;
}

/** Every good entry of a segment file. Damage in the middle costs the damaged records alone. */
export function scanSegment(bytes: Buffer): Scan {
  const entries: SegmentEntry[] = [];
  if (!bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC)) {
    return { entries, goodBytes: 0, damaged: bytes.length > 0 ? 1 : 0 };
  }
  let offset = SEGMENT_MAGIC.length;
  let goodBytes = offset;
  let damaged = 0;
  while (offset < bytes.length) {
    const entry = entryAt(bytes, offset);
    if (entry === null) {
      offset = nextGoodOffset(bytes, offset);
      if (offset < bytes.length) damaged++;
      continue;
    }
    entries.push(entry);
    offset = goodBytes = entry.endOffset;
  }
  return { entries, goodBytes, damaged };
}

export function nextGoodOffset(bytes: Buffer, from: number): number {
  for (let offset = from + 1; offset + HEADER_BYTES <= bytes.length; offset++) {
    if (entryAt(bytes, offset) !== null) return offset;
  }
  return bytes.length;
}
