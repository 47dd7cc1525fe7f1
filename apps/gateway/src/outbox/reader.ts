import { decodeFrame } from '@plumbline/contract';
import { type Disk, nodeDisk } from './disk.ts';
import { encodedFramesOf } from './drops.ts';
import type { Outbox } from './outbox.ts';
import { ENTRY, entryAt, nextGoodOffset, SEGMENT_MAGIC, type Segment } from './segment.ts';

/** A record on its way to the API. */
export interface Outgoing {
  readonly streamId: string;
  readonly sequence: number;
  /** The encoded frame. */
  readonly frame: Uint8Array;
}

/** Longer than the longest record. */
const CHUNK_BYTES = 2 * 2 ** 20;

/** Walks the outbox in the order of writing, skipping what is acknowledged. Make a new one to start over. */
export class OutboxReader {
  readonly #outbox: Outbox;
  readonly #disk: Disk;
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #queued: Outgoing[];
  #segment = 0;
  #offset = 0;
  #fd = -1;

  constructor(outbox: Outbox, disk: Disk = nodeDisk) {
    this.#outbox = outbox;
    this.#disk = disk;
    this.#queued = outbox.drops.flatMap((drop) =>
      encodedFramesOf(drop).map(({ sequence, bytes }) => ({
        streamId: drop.streamId,
        sequence,
        frame: bytes,
      })),
    );
  }

  /** The next records, together at most about `maxBytes`; empty when there is nothing to send. */
  take(maxBytes: number): Outgoing[] {
    const taken: Outgoing[] = [];
    let bytes = 0;
    while (bytes < maxBytes) {
      const more = this.#queued.length > 0 ? this.#queued.splice(0) : this.#readOn(maxBytes - bytes);
      if (more === null) break;
      for (const record of more) {
        if (this.#outbox.isAcknowledged(record.streamId, record.sequence)) continue;
        taken.push(record);
        bytes += record.frame.length;
      }
    }
    return taken;
  }

  close(): void {
    if (this.#fd >= 0) this.#disk.close(this.#fd);
    this.#fd = -1;
  }

  /** Null at the end of what is written. */
  #readOn(maxBytes: number): Outgoing[] | null {
    const segment = this.#current();
    if (segment === undefined) return null;
    const length = Math.min(CHUNK_BYTES, segment.bytes - this.#offset);
    if (length <= 0) return this.#advance(segment) ? [] : null;
    const read = this.#disk.read(this.#fd, this.#buffer.subarray(0, length), this.#offset);
    return this.#parse(this.#buffer.subarray(0, read), maxBytes);
  }

  #parse(bytes: Buffer, maxBytes: number): Outgoing[] {
    const found: Outgoing[] = [];
    let at = 0;
    while (at < bytes.length && at < maxBytes) {
      const entry = entryAt(bytes, at);
      if (entry === null) {
        if (at === 0) this.#offset += nextGoodOffset(bytes, 0);
        break;
      }
      at = entry.endOffset;
      if (entry.type !== ENTRY.frame) continue;
      // The buffer is used again, the record may wait for its acknowledgement.
      const frame = Uint8Array.from(entry.payload);
      const { streamId, sequence } = decodeFrame(frame);
      found.push({ streamId, sequence, frame });
    }
    this.#offset += at;
    return found;
  }

  #current(): Segment | undefined {
    const segments = this.#outbox.segments;
    const segment = segments.find((s) => s.number >= this.#segment);
    if (segment !== undefined && segment.number !== this.#segment) this.#enter(segment);
    return segment;
  }

  #advance(segment: Segment): boolean {
    const next = this.#outbox.segments.find((s) => s.number > segment.number);
    if (next === undefined) return false;
    this.#enter(next);
    return true;
  }

  #enter(segment: Segment): void {
    this.close();
    this.#fd = this.#disk.open(segment.path, 'r');
    this.#segment = segment.number;
    this.#offset = SEGMENT_MAGIC.length;
  }
}
