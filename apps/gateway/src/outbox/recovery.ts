import { readFileSync, statSync, truncateSync } from 'node:fs';
import { decodeFrame, RECORD_KIND, type RecordFrame, type StreamOpen } from '@plumbline/contract';
import { extentOf, parseBody } from './body.ts';
import type { Drop } from './drops.ts';
import { ENTRY, type Segment, type SegmentEntry, scanSegment } from './segment.ts';
import type { CarriedStream, StreamTable } from './stream-table.ts';

/** Reads the segment files of an earlier run: repairs torn tails, learns the streams, finds damaged records. */
export class Recovery {
  readonly #streams: StreamTable;
  readonly #known: readonly Drop[];
  readonly holes: Drop[] = [];
  repairedBytes = 0;

  constructor(streams: StreamTable, known: readonly Drop[]) {
    this.#streams = streams;
    this.#known = known;
  }

  /** Files in the order of their numbers. */
  read(file: { readonly number: number; readonly path: string }): Segment {
    const bytes = readFileSync(file.path);
    const { entries, goodBytes } = scanSegment(bytes);
    if (goodBytes < bytes.length) {
      truncateSync(file.path, goodBytes);
      this.repairedBytes += bytes.length - goodBytes;
    }
    const lastOf = new Map<string, number>();
    const lastTimed = new Map<string, RecordFrame>();
    for (const entry of entries) this.#learn(entry, lastOf, lastTimed);
    for (const [id, frame] of lastTimed) this.#learnEnd(id, frame);
    return { ...file, createdMs: statSync(file.path).mtimeMs, bytes: goodBytes, lastOf };
  }

  #learn(entry: SegmentEntry, lastOf: Map<string, number>, lastTimed: Map<string, RecordFrame>): void {
    if (entry.type === ENTRY.carried) {
      for (const stream of parseBody<CarriedStream[]>(entry.payload)) this.#streams.carry(stream);
      return;
    }
    const frame = decodeFrame(entry.payload);
    this.#learnFrame(frame);
    lastOf.set(frame.streamId, frame.sequence);
    if (frame.kind === RECORD_KIND.samples || frame.kind === RECORD_KIND.gap) {
      lastTimed.set(frame.streamId, frame);
    }
  }

  #learnFrame(frame: RecordFrame): void {
    const { streamId, sequence, kind } = frame;
    if (kind === RECORD_KIND.open) this.#streams.add(streamId, parseBody<StreamOpen>(frame.body));
    const known = this.#streams.get(streamId);
    if (known === undefined) this.#streams.carry({ id: streamId, open: null, next: sequence, endUs: 0 });
    const stream = this.#streams.get(streamId)!;
    if (sequence > stream.next) this.#hole(streamId, stream.next, sequence - 1, stream.endUs);
    stream.next = sequence + 1;
    if (kind === RECORD_KIND.close) stream.closed = true;
  }

  #learnEnd(id: string, frame: RecordFrame): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    const extent = extentOf(frame, stream.open);
    if (extent !== null) stream.endUs = Math.max(stream.endUs, extent.endUs);
  }

  #hole(streamId: string, from: number, to: number, endUs: number): void {
    if (this.#known.some((drop) => drop.streamId === streamId && drop.to >= to)) return;
    this.holes.push({
      streamId,
      from,
      to,
      startUs: endUs,
      endUs,
      missing: 0,
      exact: false,
      open: null,
      close: null,
    });
  }
}
