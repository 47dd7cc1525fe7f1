import type { SampleBlock, StreamOpen } from '@plumbline/contract';
import type { TableBatch } from '@plumbline/formats';
import { unpackBlock } from '../ingest/sample-blocks.ts';

/** Stored blocks of a stream to rows of a table: two columns of times, then the channels in SI units. */
export class SampleBatches {
  readonly #channels: StreamOpen['channels'];
  readonly #fromUs: number;
  readonly #untilUs: number;
  readonly #shiftUs: number;
  #block: SampleBlock | undefined;
  #columns: Float64Array[] = [];

  constructor(channels: StreamOpen['channels'], fromUs: number, untilUs: number, shiftUs: number) {
    this.#channels = channels;
    this.#fromUs = fromUs;
    this.#untilUs = untilUs;
    this.#shiftUs = shiftUs;
  }

  /** In memory that the next call uses again. */
  of(payload: Uint8Array): TableBatch {
    const encodings = this.#channels.map(({ encoding }) => encoding);
    const block = unpackBlock(payload, encodings, this.#block);
    this.#block = block;
    const start = firstAtOrAfter(block.tUs, this.#fromUs);
    const n = firstAtOrAfter(block.tUs, this.#untilUs) - start;
    this.#reserve(n);
    const [tUs, ...scaled] = this.#columns;
    for (let i = 0; i < n; i++) tUs![i] = block.tUs[start + i]! + this.#shiftUs;
    scaled.forEach((column, c) => {
      const [counts, { lsb }] = [block.channels[c]!, this.#channels[c]!];
      for (let i = 0; i < n; i++) column[i] = counts[start + i]! * lsb;
    });
    return { n, columns: [tUs!, tUs!, ...scaled] };
  }

  #reserve(n: number): void {
    if (n <= (this.#columns[0]?.length ?? -1)) return;
    this.#columns = Array.from({ length: 1 + this.#channels.length }, () => new Float64Array(n));
  }
}

/** Index of the first time that is not before `us`; times only ever grow. */
function firstAtOrAfter(tUs: Float64Array, us: number): number {
  let [low, high] = [0, tUs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tUs[middle]! < us) low = middle + 1;
    else high = middle;
  }
  return low;
}
