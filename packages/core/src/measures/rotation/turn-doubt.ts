import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import type { Snapshot } from '../../pipeline/stage.ts';
import type { ClosedExcursion } from './excursion-follower.ts';

const US_PER_S = 1e6;
const SINCE_US = 0;
const RETURNED_US = 1;

/**
 * Had the body turned, or was it out and back? It rested out of neutral, went most of the way back, and what that
 * was depends on where it comes to rest next. At the resting place again: it had turned, and the way back was a
 * rotation to the other side. Anywhere else: it was out and back. Until then both accounts are kept; the one of
 * the way out and back here, the other by a second follower.
 *
 * Someone who looks at a second screen twice, the second time for long, does the same. Told apart by time: the
 * rotation back must have been shorter than the rest before it.
 */
export class TurnDoubt {
  readonly #maxS: number;
  /** Since when the body rested out, and when it came back; NaN when it has not. */
  readonly #s = new Float64Array(2).fill(Number.NaN);
  /** The excursions that it was if the body had not turned. At most a few: the doubt ends by itself. */
  #events: ClosedExcursion[] = [];

  /** `maxS`: longest that both accounts are kept after the way back. */
  constructor(maxS: number) {
    this.#maxS = maxS;
  }

  get events(): readonly ClosedExcursion[] {
    return this.#events;
  }

  /** The body has come to rest out of neutral since `sinceUs`. */
  rests(sinceUs: number): void {
    this.#events = [];
    this.#s[SINCE_US] = sinceUs;
    this.#s[RETURNED_US] = Number.NaN;
  }

  /** An excursion ended on the way back. */
  returned(event: ClosedExcursion): void {
    if (this.#events.length === 0) this.#s[RETURNED_US] = event.endUs;
    this.#events.push(event);
  }

  /** It is out again since `openUs`: true when it was away from the resting place for less long than there. */
  wasShort(openUs: number): boolean {
    return openUs - this.#s[RETURNED_US]! < this.#s[RETURNED_US]! - this.#s[SINCE_US]!;
  }

  isOver(tUs: number): boolean {
    return this.#events.length > 0 && tUs - this.#s[RETURNED_US]! >= this.#maxS * US_PER_S;
  }

  /** Ends the doubt; what it was if the body had not turned. */
  take(): ClosedExcursion[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  snapshot(): Snapshot {
    return { times: encodeNumbers(this.#s), events: this.#events.map((event) => ({ ...event })) };
  }

  restore(snapshot: Snapshot): void {
    decodeNumbers(snapshot.times, this.#s, 'doubt.times');
    this.#events = (snapshot.events as ClosedExcursion[]).map((event) => ({ ...event }));
  }
}
