import type { ImuBatch } from '@plumbline/core';
import { noSamples, RecordingError } from './recording-error.ts';
import type { RecordingColumns } from './recording-header.ts';
import { type Leniency, RecordingParser } from './recording-parser.ts';

export interface Recording extends RecordingColumns {
  /** Nominal rate, from the median interval of the first rows. */
  readonly rateHz: number;
  /** Rows in order; may be read once. */
  readonly batches: AsyncIterable<ImuBatch>;
}

const US_PER_S = 1e6;
/** What a file with a single row is taken for. */
const FALLBACK_RATE_HZ = 100;
/** Measured rates this close (as a ratio) to a whole number of hertz are that number. */
const WHOLE_RATE_TOLERANCE = 0.02;

/**
 * Reads a recording CSV (docs/recording-format.md) from its uncompressed bytes, in constant memory. Rejects with a
 * RecordingError that names line, field, value and remedy: here for the first rows, from `batches` for later ones. With
 * `leniency` only what concerns the whole file ends it.
 */
export async function readRecording(
  source: AsyncIterable<Uint8Array>,
  leniency: Leniency | null = null,
): Promise<Recording> {
  const parser = new RecordingParser(leniency);
  const batches = parsed(source, parser, leniency);
  const first = await batches.next();
  if (first.done) throw noSamples();
  return { ...parser.columns!, rateHz: nominalRateHz(first.value), batches: prepend(first.value, batches) };
}

async function* parsed(
  source: AsyncIterable<Uint8Array>,
  parser: RecordingParser,
  leniency: Leniency | null,
): AsyncGenerator<ImuBatch, void, void> {
  try {
    for await (const bytes of source) yield* parser.push(bytes);
  } catch (error) {
    // Cut off, or not text from here on: what came before counts.
    const isStrict = leniency === null || leniency.orderOnly === true || parser.columns === null;
    if (isStrict || !(error instanceof RecordingError)) throw error;
    parser.breakOff(error);
  }
  yield* parser.flush();
}

async function* prepend(
  first: ImuBatch,
  rest: AsyncIterable<ImuBatch>,
): AsyncGenerator<ImuBatch, void, void> {
  yield first;
  yield* rest;
}

/** The median interval is not moved by lost rows, nor by a few doubled ones. */
export function nominalRateHz(batch: ImuBatch): number {
  const intervals: number[] = [];
  for (let i = 1; i < batch.n; i++) {
    const dt = batch.tUs[i]! - batch.tUs[i - 1]!;
    if (dt > 0) intervals.push(dt);
  }
  if (intervals.length === 0) return FALLBACK_RATE_HZ;
  intervals.sort((a, b) => a - b);
  const measured = US_PER_S / intervals[intervals.length >> 1]!;
  const whole = Math.max(1, Math.round(measured));
  return Math.abs(measured / whole - 1) < WHOLE_RATE_TOLERANCE ? whole : measured;
}
