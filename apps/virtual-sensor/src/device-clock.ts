const US_PER_MS = 1000;

/**
 * The sensor's own time since it was switched on: runs `speed` times as fast as the wall, slower by the error of its
 * crystal, and may stand still.
 */
export class DeviceClock {
  readonly #nowMs: () => number;
  readonly #usPerMs: number;
  #anchorMs: number;
  #anchorUs = 0;
  #running = true;

  constructor(speed: number, ppm = 0, nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    this.#usPerMs = (speed * US_PER_MS) / (1 + ppm / 1e6);
    this.#anchorMs = nowMs();
  }

  nowUs(): number {
    if (!this.#running) return this.#anchorUs;
    return this.#anchorUs + (this.#nowMs() - this.#anchorMs) * this.#usPerMs;
  }

  /** How long until then on the wall; infinite while the clock stands still. */
  untilMs(tUs: number): number {
    return this.#running ? (tUs - this.nowUs()) / this.#usPerMs : Number.POSITIVE_INFINITY;
  }

  pause(): void {
    this.#anchorUs = this.nowUs();
    this.#running = false;
  }

  resume(): void {
    if (this.#running) return;
    this.#anchorMs = this.#nowMs();
    this.#running = true;
  }
}
