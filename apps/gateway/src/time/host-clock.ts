/** Something that is played instead of measured: its time runs `speed` times as fast as the real one. */
export interface Playback {
  readonly title: string;
  readonly speed: number;
  /** Played time at `anchorUs` of real time, microseconds UTC. */
  readonly epochUs: number;
  readonly anchorUs: number;
}

export interface TimeSource {
  /** Monotonic, nanoseconds. */
  monotonicNs(): bigint;
  /** The system's idea of the time of day, milliseconds UTC with fraction. */
  wallMs(): number;
}

/** Beyond this the system's clock was set, not disciplined. */
const STEP_US = 500_000;
/** Where the monotonic clock is not disciplined it drifts: it is followed by a little at every look. */
const DEAD_BAND_US = 5_000;
const NUDGE_US = 1_000;
const NS_PER_US = 1000;

/**
 * Monotonic stamps to microseconds UTC through one anchor, so that a correction of the system's clock never
 * bends the times of samples. `reanchor` finds a clock that was set.
 */
export class HostClock {
  readonly #source: TimeSource;
  readonly #playback: Playback | null;
  readonly #anchorNs: bigint;
  #anchorUs: number;

  constructor(source: TimeSource, playback: Playback | null, anchorUs = source.wallMs() * 1000) {
    this.#source = source;
    this.#playback = playback;
    this.#anchorNs = source.monotonicNs();
    this.#anchorUs = anchorUs;
  }

  /** The clock of an earlier run, from its anchor. It stands still. */
  static at(monotonicNs: bigint, utcUs: number): HostClock {
    return new HostClock({ monotonicNs: () => monotonicNs, wallMs: () => utcUs / 1000 }, null, utcUs);
  }

  /** One moment by both clocks: what makes every other one. */
  get anchor(): { readonly monotonicNs: bigint; readonly utcUs: number } {
    return { monotonicNs: this.#anchorNs, utcUs: this.#anchorUs };
  }

  monotonicNs(): bigint {
    return this.#source.monotonicNs();
  }

  nowUs(): number {
    return this.utcUs(this.#source.monotonicNs());
  }

  /** Microseconds UTC of a monotonic stamp, with fraction. */
  utcUs(monotonicNs: bigint): number {
    const realUs = this.#anchorUs + Number(monotonicNs - this.#anchorNs) / NS_PER_US;
    const playback = this.#playback;
    if (playback === null) return realUs;
    return playback.epochUs + (realUs - playback.anchorUs) * playback.speed;
  }

  /** How far the system's clock was set since the anchor, microseconds; the anchor moves with it. */
  reanchor(): number {
    const nowNs = this.#source.monotonicNs();
    const wallUs = this.#source.wallMs() * 1000;
    const stepUs = wallUs - (this.#anchorUs + Number(nowNs - this.#anchorNs) / NS_PER_US);
    const isStep = Math.abs(stepUs) >= STEP_US;
    if (Math.abs(stepUs) > DEAD_BAND_US) this.#anchorUs += isStep ? stepUs : Math.sign(stepUs) * NUDGE_US;
    return isStep ? stepUs : 0;
  }
}
