import type { DecodeEvent } from './driver.ts';

/** What most notifications teach beside samples: always the same list. */
export const NO_EVENTS: readonly DecodeEvent[] = [];

/** What a decoder learns while it parses a notification. */
export class EventQueue {
  #events: DecodeEvent[] = [];

  add(...events: readonly DecodeEvent[]): void {
    this.#events.push(...events);
  }

  /** All since the last time, and that so many bytes belonged to no record. */
  drain(droppedBytes: number): readonly DecodeEvent[] {
    if (droppedBytes > 0) this.#events.push({ kind: 'resync', droppedBytes });
    if (this.#events.length === 0) return NO_EVENTS;
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
