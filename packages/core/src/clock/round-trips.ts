import type { Snapshot } from '../pipeline/stage.ts';
import type { EnvelopeAligner } from './envelope-aligner.ts';

/** A question to the device's clock and the answer. Host times as of arrivals, device times as of samples, us. */
export interface RoundTrip {
  readonly hostTxUs: number;
  readonly deviceRxUs: number;
  readonly deviceTxUs: number;
  readonly hostRxUs: number;
}

/** Questions every half minute: the last ten minutes of the envelope. */
const KEPT = 20;
/** A longer way holds a stall and says nothing. */
const MAX_WAY_US = 2e6;

/**
 * The constant that arrivals alone cannot show: how late their envelope is. A question is not read before it was
 * asked, so the envelope is late by no more than the least of (envelope at the reading - time of asking). An answer
 * does not come before it was given, so it is late by no less than the most of (envelope at the answer - its
 * arrival). The middle is wrong by half of what lies between.
 */
export class RoundTrips {
  #kept: RoundTrip[] = [];

  /** Time on the air, there and back, of the fastest question kept; null before the first. */
  get leastWayUs(): number | null {
    return this.#kept.length === 0 ? null : Math.min(...this.#kept.map(wayUs));
  }

  /** False where the answer cannot be one. */
  add(trip: RoundTrip): boolean {
    const possible = trip.deviceTxUs >= trip.deviceRxUs && wayUs(trip) > 0 && wayUs(trip) < MAX_WAY_US;
    if (!possible) return false;
    this.#kept.push(trip);
    if (this.#kept.length > KEPT) this.#kept.shift();
    return true;
  }

  /** How late the envelope is, microseconds: the middle of what is possible, and half of the range. */
  lateness(envelope: EnvelopeAligner): { readonly middleUs: number; readonly withinUs: number } {
    const atMost = this.#kept.map((trip) => -envelope.excessUs(trip.deviceRxUs, trip.hostTxUs));
    const atLeast = this.#kept.map((trip) => -envelope.excessUs(trip.deviceTxUs, trip.hostRxUs));
    const most = Math.max(0, Math.min(...atMost));
    const least = Math.min(most, Math.max(0, ...atLeast));
    return { middleUs: (least + most) / 2, withinUs: (most - least) / 2 };
  }

  snapshot(): Snapshot {
    return { kept: this.#kept.map((trip) => ({ ...trip })) };
  }

  restore(snapshot: Snapshot): void {
    this.#kept = (snapshot as { kept: RoundTrip[] }).kept.map((trip) => ({ ...trip }));
  }
}

const wayUs = ({ hostTxUs, deviceRxUs, deviceTxUs, hostRxUs }: RoundTrip): number =>
  hostRxUs - hostTxUs - (deviceTxUs - deviceRxUs);
