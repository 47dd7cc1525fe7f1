import { createHash } from 'node:crypto';
import { encodeBlock, type Gap, INGEST_PROTOCOL, RECORD_KIND, type StreamOpen } from '@plumbline/contract';
import type { ImuBatch, Vec3Columns } from '@plumbline/core';
import type { RecordingColumns } from '@plumbline/formats';
import type { IncomingRecord } from '../ingest/record-bodies.ts';

/** Rows of a record: small enough that others get their turn between two. */
const ROWS_PER_RECORD = 1_000;
/** Between two rows, in nominal intervals; from here on rows are missing. */
const GAP_INTERVALS = 1.5;
const US_PER_S = 1e6;
const AXES = ['x', 'y', 'z'] as const;

/** Everything of a recording but its rows. */
export interface RecordingStream {
  readonly streamId: string;
  readonly sessionId: string;
  readonly sensorId: string;
  readonly rateHz: number;
  readonly hasGyro: boolean;
  readonly hasMag: boolean;
  readonly axes: string | null;
  readonly timeZone: string;
  /** Of its first row. */
  readonly startUs: number;
}

/** The same text gives the same id (RFC 9562, version 8). */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The rows of a recording as records of a stream. The same rows give the same records, whatever the batches: an import
 * that is begun again repeats what was stored, and ingest knows repetitions.
 */
export class RecordingRecords {
  readonly #stream: RecordingStream;
  readonly #columns: readonly string[];
  readonly #tUs = new Float64Array(ROWS_PER_RECORD);
  readonly #values: readonly Float64Array[];
  #n = 0;
  #sequence = 0;
  #lastUs: number | null = null;
  #missing = 0;

  constructor(stream: RecordingStream) {
    this.#stream = stream;
    this.#columns = quantitiesOf(stream);
    this.#values = this.#columns.flatMap(() => AXES.map(() => new Float64Array(ROWS_PER_RECORD)));
  }

  /** Samples that the recording lacks between its rows. */
  get missing(): number {
    return this.#missing;
  }

  /** Of the last row; null: none came. */
  get lastUs(): number | null {
    return this.#lastUs;
  }

  open(): IncomingRecord {
    const { sessionId, sensorId, rateHz, axes, timeZone, startUs } = this.#stream;
    const open: StreamOpen = {
      protocol: INGEST_PROTOCOL,
      sensor: { id: sensorId, name: 'Recordings', driver: 'recording' },
      session: { id: sessionId, startedUs: startUs, timeZone },
      channels: this.#columns.flatMap((quantity) =>
        AXES.map((axis) => ({ quantity: quantity as 'acc', axis, lsb: 1, encoding: 'f32' as const })),
      ),
      ...{ rateHz, openedUs: startUs, axes, decoder: 'csv@1', source: 'import' },
    };
    return this.#record(RECORD_KIND.open, json(open));
  }

  *rows(batch: ImuBatch, offsetUs: number): Generator<IncomingRecord, void, void> {
    const columns = [batch.accMps2, batch.gyrRadps, batch.magUt].filter((of) => of !== null).flatMap(axesOf);
    for (let i = 0; i < batch.n; i++) {
      const tUs = batch.tUs[i]! + offsetUs;
      const missing = this.#missingBefore(tUs);
      if (missing > 0) yield* this.#gap(tUs, missing);
      this.#tUs[this.#n] = tUs;
      for (let c = 0; c < columns.length; c++) this.#values[c]![this.#n] = columns[c]![i]!;
      this.#lastUs = tUs;
      if (++this.#n === ROWS_PER_RECORD) yield this.#samples();
    }
  }

  *close(): Generator<IncomingRecord, void, void> {
    if (this.#n > 0) yield this.#samples();
    const end = { endUs: this.#lastUs ?? this.#stream.startUs, reason: 'the recording ends' };
    yield this.#record(RECORD_KIND.close, json(end));
  }

  #missingBefore(tUs: number): number {
    if (this.#lastUs === null) return 0;
    const intervals = ((tUs - this.#lastUs) * this.#stream.rateHz) / US_PER_S;
    return intervals < GAP_INTERVALS ? 0 : Math.round(intervals) - 1;
  }

  *#gap(endUs: number, missing: number): Generator<IncomingRecord, void, void> {
    if (this.#n > 0) yield this.#samples();
    this.#missing += missing;
    const gap: Gap = { startUs: this.#lastUs!, endUs, missing, exact: false, cause: 'recording' };
    yield this.#record(RECORD_KIND.gap, json(gap));
  }

  #samples(): IncomingRecord {
    const block = { n: this.#n, tUs: this.#tUs, channels: this.#values };
    this.#n = 0;
    const encodings = this.#values.map(() => 'f32' as const);
    return this.#record(RECORD_KIND.samples, encodeBlock(block, encodings));
  }

  #record(kind: IncomingRecord['kind'], body: Uint8Array): IncomingRecord {
    return { streamId: this.#stream.streamId, sequence: this.#sequence++, kind, body };
  }
}

function quantitiesOf({ hasGyro, hasMag }: Pick<RecordingColumns, 'hasGyro' | 'hasMag'>): string[] {
  return ['acc', ...(hasGyro ? ['gyr'] : []), ...(hasMag ? ['mag'] : [])];
}

function axesOf(vector: Vec3Columns): Float64Array[] {
  return AXES.map((axis) => vector[axis]);
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
