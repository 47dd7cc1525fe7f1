import { inflateRawSync } from 'node:zlib';
import { type ChannelEncoding, decodeBlock, encodeBlock, type SampleBlock } from '@plumbline/contract';
import { deflateSync } from './deflate.ts';

/** Times in microseconds since the epoch. */
interface BlockHead {
  readonly t0Us: number;
  readonly lastUs: number;
  /** Samples of the stream before this block. */
  readonly firstSample: number;
  readonly n: number;
}

/** What becomes a row of raw_block, in the block codec of the contract. */
export interface EncodedBlock extends BlockHead {
  readonly encoded: Uint8Array;
}

/** A row of raw_block. */
export interface StoredBlock extends BlockHead {
  readonly payload: Uint8Array;
}

/** raw_block.codec: the contract's block codec, deflated without a header. */
export const CODEC_BLOCK_DEFLATE = 1;
/** Cells of the UTC clock, so that the rows do not depend on how the samples arrived. */
export const BLOCK_US = 10_000_000;
/** A block of a very fast source is cut here, below the codec's limit. */
const MAX_SAMPLES = 50_000;
const FIRST_CAPACITY = 1024;
/** Refuses a stored payload that would inflate to nonsense. */
const MAX_INFLATED_BYTES = 16 * 1024 * 1024;

export function packBlock(block: SampleBlock, encodings: readonly ChannelEncoding[]): Uint8Array {
  return deflateSync(encodeBlock(block, encodings));
}

/** `reuse` as in `decodeBlock`. */
export function unpackBlock(
  payload: Uint8Array,
  encodings: readonly ChannelEncoding[],
  reuse?: SampleBlock,
): SampleBlock {
  return decodeBlock(inflateRawSync(payload, { maxOutputLength: MAX_INFLATED_BYTES }), encodings, reuse);
}

/**
 * Gathers a stream's samples into blocks of one ten-second cell each. The last block stays open: it is stored
 * with what it has and stored again, under the same key, when it has grown.
 */
export class SampleBlocks {
  readonly #encodings: readonly ChannelEncoding[];
  #finished: EncodedBlock[] = [];
  #tUs: Float64Array = new Float64Array(FIRST_CAPACITY);
  #columns: Float64Array[];
  #n = 0;
  #firstSample: number;
  #grown = false;

  /** `samples`: how many the stream has stored already; `open`: its last block, to go on with. */
  constructor(encodings: readonly ChannelEncoding[], samples: number, open: SampleBlock | null) {
    this.#encodings = encodings;
    this.#columns = encodings.map(() => new Float64Array(FIRST_CAPACITY));
    this.#firstSample = samples - (open?.n ?? 0);
    if (open !== null) this.#copy(open, 0, open.n);
  }

  append(block: SampleBlock): void {
    let start = 0;
    while (start < block.n) {
      const end = this.#runEnd(block, start);
      if (end === start) this.#finish();
      this.#copy(block, start, end);
      start = end;
    }
    this.#grown = true;
  }

  /** What must be stored since the last time, the open block included. */
  take(): EncodedBlock[] {
    const blocks = this.#finished;
    this.#finished = [];
    if (this.#grown && this.#n > 0) blocks.push(this.#encode());
    this.#grown = false;
    return blocks;
  }

  /** Up to where the samples belong to the open block; `start` itself when it is full or of an earlier cell. */
  #runEnd(block: SampleBlock, start: number): number {
    const cell = cellOf(this.#n > 0 ? this.#tUs[0]! : block.tUs[start]!);
    const limit = Math.min(block.n, start + MAX_SAMPLES - this.#n);
    let end = start;
    while (end < limit && cellOf(block.tUs[end]!) === cell) end++;
    return end;
  }

  #copy(from: SampleBlock, start: number, end: number): void {
    const n = this.#n + end - start;
    if (n > this.#tUs.length) this.#grow(n);
    this.#tUs.set(from.tUs.subarray(start, end), this.#n);
    this.#columns.forEach((column, c) => {
      column.set(from.channels[c]!.subarray(start, end), this.#n);
    });
    this.#n = n;
  }

  #finish(): void {
    this.#finished.push(this.#encode());
    this.#firstSample += this.#n;
    this.#n = 0;
  }

  #encode(): EncodedBlock {
    const n = this.#n;
    const block = { n, tUs: this.#tUs, channels: this.#columns };
    return {
      t0Us: this.#tUs[0]!,
      lastUs: this.#tUs[n - 1]!,
      firstSample: this.#firstSample,
      n,
      encoded: encodeBlock(block, this.#encodings),
    };
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, this.#tUs.length * 2);
    const widen = (from: Float64Array): Float64Array => {
      const to = new Float64Array(capacity);
      to.set(from);
      return to;
    };
    this.#tUs = widen(this.#tUs);
    this.#columns = this.#columns.map(widen);
  }
}

function cellOf(tUs: number): number {
  return Math.floor(tUs / BLOCK_US);
}
