import type { OrientationColumns } from '@plumbline/core';
import { TraceRing } from './trace-ring.ts';

/** What nobody has added to for so long is of no use to who joins. */
const FORGOTTEN_AFTER_MS = 60_000;

/** The last half minute of everyone whose live picture nobody follows: who joins sees a strip without a gap. */
export class RecentTraces {
  readonly #rings = new Map<number, { readonly ring: TraceRing; pushedMs: number }>();
  #lookedMs = 0;

  push(wearerId: number, columns: OrientationColumns, nowMs: number): void {
    const recent = this.#rings.get(wearerId) ?? { ring: new TraceRing(), pushedMs: nowMs };
    recent.ring.push(columns);
    recent.pushedMs = nowMs;
    this.#rings.set(wearerId, recent);
  }

  /** For a picture that is kept from now on. */
  take(wearerId: number): TraceRing | undefined {
    const ring = this.#rings.get(wearerId)?.ring;
    this.#rings.delete(wearerId);
    return ring;
  }

  tick(nowMs: number): void {
    if (nowMs - this.#lookedMs < FORGOTTEN_AFTER_MS) return;
    this.#lookedMs = nowMs;
    for (const [id, { pushedMs }] of this.#rings) {
      if (nowMs - pushedMs >= FORGOTTEN_AFTER_MS) this.#rings.delete(id);
    }
  }
}
