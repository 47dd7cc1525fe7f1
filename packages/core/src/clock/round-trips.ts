import type { Snapshot } from '../pipeline/stage.ts';
import type { EnvelopeAligner } from './envelope-aligner.ts';

/** A question to the device's clock and the answer. Host times as of arrivals, device times as of samples, us. */
export interface RoundTrip {
  readonly hostTxUs: number;
  readonly deviceRxUs: number;
  readonly deviceTxUs: number;
  readonly hostRxUs: number;
}

/** Questions every half minute cover the ten minutes of the envelope. */
const KEPT = 20;
/** A longer way holds a stall and says nothing. */
const MAX_WAY_US = 2e6;

/**
 * The constant that arrivals alone cannot show. No sample arrives before it was taken: the envelope is late by the
 * least latency of the path. No question is read before it was asked: the envelope is late by no more than the
 * least of (envelope at the reading - time of asking). The middle is wrong by half of that at most.
 */
export class RoundTrips {
  #asked: (readonly [deviceUs: number, hostUs: number])[] = [];
  #leastWayUs: number | null = null;

  /** Time on the air, there and back, of the fastest question; null before the first. */
  get leastWayUs(): number | null {
    return this.#leastWayUs;
  }

  /** False where the answer cannot be one. */
  add({ hostTxUs, deviceRxUs, deviceTxUs, hostRxUs }: RoundTrip): boolean {
    const wayUs = hostRxUs - hostTxUs - (deviceTxUs - deviceRxUs);
    if (!(deviceTxUs >= deviceRxUs && wayUs > 0 && wayUs < MAX_WAY_US)) return false;
    this.#asked.push([deviceRxUs, hostTxUs]);
    if (this.#asked.length > KEPT) this.#asked.shift();
    this.#leastWayUs = Math.min(this.#leastWayUs ?? wayUs, wayUs);
    return true;
  }

  /** How late the envelope is at most, microseconds; null without a question. */
  latenessUs(envelope: EnvelopeAligner): number | null {
    if (this.#asked.length === 0) return null;
    const least = Math.min(...this.#asked.map(([deviceUs, hostUs]) => -envelope.excessUs(deviceUs, hostUs)));
    return Math.max(0, least);
  }

  snapshot(): Snapshot {
    return { asked: this.#asked, leastWayUs: this.#leastWayUs };
  }

  restore(snapshot: Snapshot): void {
    const { asked, leastWayUs } = snapshot as { asked: [number, number][]; leastWayUs: number | null };
    this.#asked = asked.map(([deviceUs, hostUs]) => [deviceUs, hostUs]);
    this.#leastWayUs = leastWayUs;
  }
}
