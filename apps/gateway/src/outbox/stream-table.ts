import type { StreamOpen } from '@plumbline/contract';

/** What the outbox knows of one stream. */
export interface StreamState {
  readonly id: string;
  /** Null only when the file that held it is damaged. */
  readonly open: StreamOpen | null;
  /** Number of the next record. */
  next: number;
  /** Every record below it is stored by the API, as far as known. */
  acked: number;
  /** End of the last samples or gap, microseconds UTC; the opening time before there were any. */
  endUs: number;
  closed: boolean;
}

/** A stream that has not been closed, as carried from one segment file to the next. */
export interface CarriedStream {
  readonly id: string;
  readonly open: StreamOpen | null;
  readonly next: number;
  readonly endUs: number;
}

export class StreamTable {
  readonly #streams = new Map<string, StreamState>();

  get(id: string): StreamState | undefined {
    return this.#streams.get(id);
  }

  add(id: string, open: StreamOpen): StreamState {
    const state: StreamState = { id, open, next: 0, acked: 0, endUs: open.openedUs, closed: false };
    this.#streams.set(id, state);
    return state;
  }

  forget(id: string): void {
    this.#streams.delete(id);
  }

  carry(stream: CarriedStream): void {
    if (this.#streams.has(stream.id)) return;
    this.#streams.set(stream.id, { ...stream, acked: 0, closed: false });
  }

  open(): StreamState[] {
    return [...this.#streams.values()].filter((stream) => !stream.closed);
  }

  /** Streams with records that the API has not acknowledged. */
  pending(): StreamState[] {
    return [...this.#streams.values()].filter((stream) => stream.acked < stream.next);
  }

  acknowledge(id: string, next: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    stream.acked = Math.max(stream.acked, Math.min(next, stream.next));
    if (stream.closed && stream.acked === stream.next) this.#streams.delete(id);
  }
}
