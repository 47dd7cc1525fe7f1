import { VarintReader, VarintWriter } from './varint.ts';

/**
 * A block of samples as bytes, on the wire, in the outbox and (deflated) in the database.
 * Layout, all zigzag varints: n, channel count, the times as second differences (on a steady grid all zero),
 * then each channel as first differences. Times and raw counts come back exactly.
 * Float channels store the bit patterns of their single-precision values as integers.
 */
export interface SampleBlock {
  readonly n: number;
  readonly tUs: Float64Array;
  readonly channels: readonly Float64Array[];
}

export type ChannelEncoding = 'int' | 'f32';

/** Refuses nonsense lengths before anything is allocated. */
export const MAX_BLOCK_SAMPLES = 60_000;
const MAX_CHANNELS = 16;
const BYTES_PER_VALUE_GUESS = 2;

const scratchFloat = new Float32Array(1);
const scratchBits = new Int32Array(scratchFloat.buffer);

function floatToBits(value: number): number {
  scratchFloat[0] = value;
  return scratchBits[0]!;
}

function bitsToFloat(bits: number): number {
  scratchBits[0] = bits;
  return scratchFloat[0]!;
}

export function encodeBlock(block: SampleBlock, encodings: readonly ChannelEncoding[]): Uint8Array {
  const { n, tUs, channels } = block;
  const out = new VarintWriter(n * (channels.length + 1) * BYTES_PER_VALUE_GUESS + 32);
  out.unsigned(n);
  out.unsigned(channels.length);
  writeTimes(out, tUs, n);
  channels.forEach((column, c) => {
    writeColumn(out, column, n, encodings[c] ?? 'int');
  });
  return out.finish();
}

function writeTimes(out: VarintWriter, tUs: Float64Array, n: number): void {
  let last = 0;
  let lastStep = 0;
  for (let i = 0; i < n; i++) {
    const step = tUs[i]! - last;
    out.signed(step - lastStep);
    last = tUs[i]!;
    lastStep = i === 0 ? 0 : step;
  }
}

function writeColumn(out: VarintWriter, column: Float64Array, n: number, encoding: ChannelEncoding): void {
  let last = 0;
  for (let i = 0; i < n; i++) {
    const value = encoding === 'f32' ? floatToBits(column[i]!) : column[i]!;
    out.signed(value - last);
    last = value;
  }
}

/**
 * Throws RangeError with a sentence that says what is wrong with the bytes. `reuse`: the block before, if nobody needs it
 * any more; many blocks in a row then take the memory of one.
 */
export function decodeBlock(
  bytes: Uint8Array,
  encodings: readonly ChannelEncoding[],
  reuse?: SampleBlock,
): SampleBlock {
  const input = new VarintReader(bytes);
  const n = input.unsigned();
  const count = input.unsigned();
  if (n < 1 || n > MAX_BLOCK_SAMPLES)
    throw new RangeError(`${n} samples; expected 1 to ${MAX_BLOCK_SAMPLES}`);
  if (count > MAX_CHANNELS || count !== encodings.length) {
    throw new RangeError(`${count} channels; the stream was opened with ${encodings.length}`);
  }
  const tUs = readTimes(input, room(n, reuse?.tUs));
  const channels = encodings.map((encoding, c) => readColumn(input, room(n, reuse?.channels[c]), encoding));
  if (input.remaining > 0) throw new RangeError(`${input.remaining} bytes too many`);
  return { n, tUs, channels };
}

function room(n: number, used: Float64Array | undefined): Float64Array {
  return used?.length === n ? used : new Float64Array(n);
}

function readTimes(input: VarintReader, tUs: Float64Array): Float64Array {
  input.runningSums(tUs);
  // The first number is a time and no step: every later sum holds it too.
  const first = tUs[0]!;
  let last = first;
  for (let i = 1; i < tUs.length; i++) {
    last += tUs[i]! - first;
    tUs[i] = last;
  }
  return tUs;
}

function readColumn(input: VarintReader, column: Float64Array, encoding: ChannelEncoding): Float64Array {
  input.runningSums(column);
  if (encoding === 'f32') for (let i = 0; i < column.length; i++) column[i] = bitsToFloat(column[i]!);
  return column;
}
