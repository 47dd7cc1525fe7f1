import type { TimeSource } from '../../apps/gateway/src/time/host-clock.ts';

const NS_PER_US = 1000;

/**
 * The gateway's clocks in a soak: one simulated time for both. It follows the wall while nothing is played and
 * jumps from event to event while sensors play, so that nothing ever looks late because the machine was busy.
 */
export class SoakTime implements TimeSource {
  #nowUs: number;
  #wallMs = performance.now();
  #follows = true;

  constructor(startUs: number) {
    this.#nowUs = startUs;
  }

  get nowUs(): number {
    if (this.#follows) this.#follow();
    return this.#nowUs;
  }

  monotonicNs(): bigint {
    return BigInt(Math.round(this.nowUs * NS_PER_US));
  }

  wallMs(): number {
    return this.nowUs / 1000;
  }

  /** From now on time is what `advance` says. */
  hold(): void {
    if (this.#follows) this.#follow();
    this.#follows = false;
  }

  /** From now on time runs with the wall. */
  release(): void {
    this.#follows = true;
    this.#wallMs = performance.now();
  }

  advance(toUs: number): void {
    this.#nowUs = Math.max(this.#nowUs, toUs);
  }

  #follow(): void {
    const wallMs = performance.now();
    this.#nowUs += (wallMs - this.#wallMs) * 1000;
    this.#wallMs = wallMs;
  }
}
