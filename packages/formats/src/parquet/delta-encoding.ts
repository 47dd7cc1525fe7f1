import type { BitPacker } from './bit-packer.ts';

const BLOCK = 128;
const MINIBLOCKS = 4;
const MINIBLOCK = BLOCK / MINIBLOCKS;
/** Wider differences are packed as whole bytes. */
const WIDEST_BITS = 24;

const above = new Float64Array(BLOCK);

/**
 * Whole numbers as DELTA_BINARY_PACKED (Apache Parquet format, Encodings.md): the least difference of 128 values, and
 * what each is above it. Times on a steady grid take about a bit each.
 */
export function writeDeltas(out: BitPacker, values: Float64Array, n: number): void {
  out.varint(BLOCK);
  out.varint(MINIBLOCKS);
  out.varint(n);
  out.signed(n > 0 ? values[0]! : 0);
  for (let from = 1; from < n; from += BLOCK) writeBlock(out, values, from, Math.min(n, from + BLOCK));
}

function writeBlock(out: BitPacker, values: Float64Array, from: number, end: number): void {
  let least = Number.POSITIVE_INFINITY;
  for (let i = from; i < end; i++) least = Math.min(least, values[i]! - values[i - 1]!);
  above.fill(0);
  for (let i = from; i < end; i++) above[i - from] = values[i]! - values[i - 1]! - least;
  out.signed(least);
  const widths = Array.from({ length: MINIBLOCKS }, (_, m) => widthOf(m * MINIBLOCK));
  for (const width of widths) out.byte(width);
  widths.forEach((width, m) => {
    // A miniblock without values has no bytes; one that is partly filled is whole.
    if (m * MINIBLOCK >= end - from || width === 0) return;
    const [start, stop] = [m * MINIBLOCK, (m + 1) * MINIBLOCK];
    if (width <= WIDEST_BITS) out.pack(above, start, stop, width);
    else out.packBytes(above, start, stop, width);
  });
}

function widthOf(start: number): number {
  let most = 0;
  for (let i = start; i < start + MINIBLOCK; i++) most = Math.max(most, above[i]!);
  const bits = bitsOf(most);
  return bits <= WIDEST_BITS ? bits : 8 * Math.ceil(bits / 8);
}

/** That a whole number needs. */
export function bitsOf(value: number): number {
  return value < 2 ** 31 ? 32 - Math.clz32(value) : Math.floor(Math.log2(value)) + 1;
}
