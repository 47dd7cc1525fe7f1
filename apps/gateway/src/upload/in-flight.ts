import type { Outgoing } from '../outbox/reader.ts';

/** Records sent and not yet acknowledged, per stream in order. */
export class InFlight {
  readonly #streams = new Map<string, Outgoing[]>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return [...this.#streams.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  add(record: Outgoing): void {
    const queue = this.#streams.get(record.streamId);
    if (queue === undefined) this.#streams.set(record.streamId, [record]);
    else queue.push(record);
    this.#bytes += record.frame.length;
  }

  find(streamId: string, sequence: number): Outgoing | undefined {
    return this.#streams.get(streamId)?.find((record) => record.sequence === sequence);
  }

  /** Everything of the stream below `next` has arrived. */
  acknowledge(streamId: string, next: number): void {
    const queue = this.#streams.get(streamId);
    if (queue === undefined) return;
    const keep = queue.findIndex((record) => record.sequence >= next);
    const done = queue.splice(0, keep < 0 ? queue.length : keep);
    for (const record of done) this.#bytes -= record.frame.length;
    if (queue.length === 0) this.#streams.delete(streamId);
  }

  clear(): void {
    this.#streams.clear();
    this.#bytes = 0;
  }
}
