const LIMIT = 0;
const LAST_PEAK = 1;
/** How often the last large reading has come again. */
const REPEATS = 2;
const LENGTH = 3;

/** Chance repeats a reading once in some hundred. */
const REPEATS_NEEDED = 2;

/** A reading so near to the limit is at it: the two ends of an integer range differ by one. */
const AT_LIMIT = 0.999;
const BEYOND_LIMIT = 1.001;

/**
 * Learns where a sensor's range ends, which recordings seldom tell: a large reading that comes again and again to the last
 * bit is its end, until a larger one comes.
 */
export class FullScale {
  readonly state = new Float64Array(LENGTH);
  readonly #least2: number;
  readonly #most: number;

  /** No range ends below `least`; whatever reads `most` is at the end. Same unit as the readings. */
  constructor(least: number, most: number) {
    this.#least2 = least * least;
    this.#most = most;
    this.state[LIMIT] = most;
  }

  /** Where the range ends, as far as known. */
  get limit(): number {
    return this.state[LIMIT]!;
  }

  /** Does one of the three readings from `at` on stand at the end of the range? */
  isReached(sample: Float64Array, at: number): boolean {
    const x = sample[at]!;
    const y = sample[at + 1]!;
    const z = sample[at + 2]!;
    return x * x + y * y + z * z >= this.#least2 && this.#judge(sample, at);
  }

  #judge(sample: Float64Array, at: number): boolean {
    const peak = Math.max(Math.abs(sample[at]!), Math.abs(sample[at + 1]!), Math.abs(sample[at + 2]!));
    const s = this.state;
    s[REPEATS] = peak === s[LAST_PEAK] ? s[REPEATS]! + 1 : 0;
    s[LAST_PEAK] = peak;
    if (peak > BEYOND_LIMIT * s[LIMIT]!) s[LIMIT] = this.#most;
    else if (s[REPEATS] >= REPEATS_NEEDED) s[LIMIT] = Math.min(peak, s[LIMIT]!);
    return peak >= AT_LIMIT * s[LIMIT]!;
  }
}
