import type { SampleBlock, Samples, StreamOpen } from '@plumbline/contract';

type Channels = StreamOpen['channels'];

interface Extremes {
  readonly quantity: string;
  readonly axis: string | null;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** The least and the most of each channel in each bucket of a span, in SI units, whatever number of samples came. */
export class BucketExtremes {
  readonly #fromUs: number;
  readonly #untilUs: number;
  readonly #bucketUs: number;
  readonly #buckets: number;
  readonly #channels = new Map<string, Extremes>();
  readonly #seen: Uint8Array;
  #samples = 0;

  constructor(fromUs: number, untilUs: number, buckets: number) {
    this.#fromUs = fromUs;
    this.#untilUs = untilUs;
    this.#buckets = buckets;
    this.#bucketUs = (untilUs - fromUs) / buckets;
    this.#seen = new Uint8Array(buckets);
  }

  add(block: SampleBlock, channels: Channels): void {
    const { tUs, n } = block;
    const columns = channels.map((channel) => this.#extremesOf(channel));
    for (let start = 0; start < n; ) {
      const bucket = Math.floor((tUs[start]! - this.#fromUs) / this.#bucketUs);
      const end = this.#runEnd(tUs, start, n, bucket);
      if (bucket >= 0 && bucket < this.#buckets && tUs[start]! < this.#untilUs) {
        this.#seen[bucket] = 1;
        this.#samples += end - start;
        columns.forEach((column, c) => {
          widen(column, bucket, block.channels[c]!, start, end, channels[c]!.lsb);
        });
      }
      start = end;
    }
  }

  result(): Samples {
    const used = [...this.#seen.keys()].filter((bucket) => this.#seen[bucket] === 1);
    const pick = (column: Float64Array): number[] => used.map((bucket) => column[bucket]!);
    return {
      fromUs: this.#fromUs,
      untilUs: this.#untilUs,
      bucketUs: this.#bucketUs,
      samples: this.#samples,
      tUs: used.map((bucket) => Math.round(this.#fromUs + bucket * this.#bucketUs)),
      channels: [...this.#channels.values()].map(({ quantity, axis, min, max }) => ({
        ...{ quantity, axis, min: finite(pick(min)), max: finite(pick(max)) },
      })),
      reason: this.#samples === 0 ? 'No samples are stored of this time.' : null,
    };
  }

  /** Up to where samples lie in the same bucket; times grow within a block. */
  #runEnd(tUs: Float64Array, start: number, n: number, bucket: number): number {
    const untilUs = Math.min(this.#untilUs, this.#fromUs + (bucket + 1) * this.#bucketUs);
    let end = start + 1;
    while (end < n && tUs[end]! < untilUs) end++;
    return end;
  }

  #extremesOf({ quantity, axis }: Channels[number]): Extremes {
    const key = `${quantity} ${axis}`;
    let known = this.#channels.get(key);
    if (known === undefined) {
      const min = new Float64Array(this.#buckets).fill(Number.POSITIVE_INFINITY);
      const max = new Float64Array(this.#buckets).fill(Number.NEGATIVE_INFINITY);
      known = { quantity, axis: axis ?? null, min, max };
      this.#channels.set(key, known);
    }
    return known;
  }
}

function widen(
  { min, max }: Extremes,
  bucket: number,
  counts: Float64Array,
  start: number,
  end: number,
  lsb: number,
): void {
  let low = counts[start]!;
  let high = low;
  for (let i = start + 1; i < end; i++) {
    const value = counts[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  min[bucket] = Math.min(min[bucket]!, low * lsb);
  max[bucket] = Math.max(max[bucket]!, high * lsb);
}

/** Null: a channel that only some of the streams have. */
function finite(values: number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}
