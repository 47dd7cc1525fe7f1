/** Paints are this far apart at least: 15 a second are fluent for a body and light for a laptop. */
export const PAINT_INTERVAL_MS = 1000 / 15;
/** With reduced motion the picture changes calmly. */
export const CALM_PAINT_INTERVAL_MS = 500;
/** Screen frames come a little early or late; without slack every other one would be missed. */
const SLACK_MS = 4;

export interface FrameClock {
  readonly request: (callback: (atMs: number) => void) => number;
  readonly cancel: (handle: number) => void;
}

/** Turns any number of invalidations into few paints, each with the latest values. */
export class FramePacer {
  readonly #clock: FrameClock;
  readonly #paint: () => void;
  intervalMs = PAINT_INTERVAL_MS;
  #handle: number | null = null;
  #paintedAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: FrameClock, paint: () => void) {
    this.#clock = clock;
    this.#paint = paint;
  }

  invalidate(): void {
    this.#handle ??= this.#clock.request(this.#onFrame);
  }

  stop(): void {
    if (this.#handle !== null) this.#clock.cancel(this.#handle);
    this.#handle = null;
  }

  readonly #onFrame = (atMs: number) => {
    this.#handle = null;
    if (atMs - this.#paintedAtMs < this.intervalMs - SLACK_MS) return this.invalidate();
    this.#paintedAtMs = atMs;
    this.#paint();
  };
}
