import { WindowRing } from './window-ring.ts';

/** Windows of host time; their least latency is compared with the line through the ones before. */
const WINDOW_US = 1e6;
const HISTORY_WINDOWS = 60;
const MIN_HISTORY = 10;
/** A loss is believed when this many windows in a row lie above the line. */
const CONFIRM_WINDOWS = 2;
/** Share of a sample period by which they must. */
const THRESHOLD_PERIODS = 0.55;

/**
 * Lost samples without a counter: a stall of the radio raises the latency for a while, a loss raises its
 * floor for good, by one period per sample, because the count of samples falls behind.
 * The place of a loss is known to two windows, its size mostly exactly (figures in the clock's README).
 */
export class FloorJumpDetector {
  readonly #periodUs: number;
  readonly #history = new WindowRing(HISTORY_WINDOWS);
  readonly #pendingX = new Float64Array(CONFIRM_WINDOWS);
  readonly #pendingY = new Float64Array(CONFIRM_WINDOWS);
  #pending = 0;
  #sign = 0;
  #window = -1;
  #originUs = Number.NaN;
  #minX = 0;
  #minY = 0;
  /** Found and not taken back. */
  #inserted = 0;
  /** Device time from which the last found loss counts. */
  sinceUs = 0;

  constructor(periodUs: number) {
    this.#periodUs = periodUs;
  }

  /**
   * One notification: position of its newest sample on the sample grid and its arrival. Returns how many
   * samples are missing before it, mostly 0; negative when a loss is taken back. The caller moves the grid.
   */
  observe(devUs: number, hostUs: number): number {
    if (Number.isNaN(this.#originUs)) this.#originUs = hostUs - devUs;
    const y = hostUs - devUs - this.#originUs;
    const window = Math.floor(hostUs / WINDOW_US);
    if (window === this.#window) {
      if (y < this.#minY) this.#setMinimum(devUs, y);
      return 0;
    }
    const lost = this.#window < 0 ? 0 : this.#closeWindow();
    this.#window = window;
    this.#setMinimum(devUs + lost * this.#periodUs, y - lost * this.#periodUs);
    return lost;
  }

  #setMinimum(x: number, y: number): void {
    this.#minX = x;
    this.#minY = y;
  }

  #closeWindow(): number {
    if (this.#history.count < MIN_HISTORY) {
      this.#history.add(this.#minX, this.#minY);
      return 0;
    }
    const excess = this.#minY - this.#expected(this.#minX);
    const sign = Math.abs(excess) > THRESHOLD_PERIODS * this.#periodUs ? Math.sign(excess) : 0;
    if (sign === 0 || sign !== this.#sign) this.#pending = 0;
    this.#sign = sign;
    if (sign === 0) this.#history.add(this.#minX, this.#minY);
    else this.#pend();
    return this.#pending === CONFIRM_WINDOWS ? this.#decide(sign) : 0;
  }

  #pend(): void {
    this.#pendingX[this.#pending] = this.#minX;
    this.#pendingY[this.#pending] = this.#minY;
    this.#pending++;
  }

  #decide(sign: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < CONFIRM_WINDOWS; i++) {
      least = Math.min(least, Math.abs(this.#pendingY[i]! - this.#expected(this.#pendingX[i]!)));
    }
    const found = sign * Math.round(least / this.#periodUs);
    const lost = Math.max(-this.#inserted, found);
    this.sinceUs = this.#pendingX[0]!;
    const shift = lost * this.#periodUs;
    for (let i = 0; i < CONFIRM_WINDOWS; i++) {
      this.#history.add(this.#pendingX[i]! + shift, this.#pendingY[i]! - shift);
    }
    this.#inserted += lost;
    this.#pending = 0;
    return lost;
  }

  #expected(x: number): number {
    const { meanX, meanY, sxx, sxy } = this.#history.moments();
    return meanY + (sxx > 0 ? sxy / sxx : 0) * (x - meanX);
  }
}
