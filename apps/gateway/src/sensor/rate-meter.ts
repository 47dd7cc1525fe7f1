/** Ticks over which the rate is taken. */
const WINDOW_TICKS = 5;
/** Crystals are off by 1 %, a starting WitMotion by 20 % for seconds; its next rate is twice as fast. */
const TOO_FAST = 1.3;
const TOO_SLOW = 0.7;
/** A burst after a stall is over by then. */
const PROOF_TICKS = 12;
/** What comes later than this and fast was held back somewhere, for hours maybe: no other rate, and no reason to part. */
const LATE_US = 5e6;

/** Samples per second over the last seconds of the time in which they were measured. */
export class RateMeter {
  readonly #wantedHz: number;
  readonly #marks: { readonly samples: number; readonly tUs: number }[] = [];
  #fastTicks = 0;
  #slowTicks = 0;
  #catchingUpS: number | null = null;

  constructor(wantedHz: number) {
    this.#wantedHz = wantedHz;
  }

  /** About once a second: the number of samples so far, and when the last of them was measured. */
  tick(samples: number, tUs: number, lastUs: number): void {
    this.#marks.push({ samples, tUs });
    if (this.#marks.length > WINDOW_TICKS + 1) this.#marks.shift();
    const share = (this.hz ?? 0) / this.#wantedHz;
    const isFast = share > TOO_FAST;
    this.#catchingUpS = isFast && tUs - lastUs > LATE_US ? (tUs - lastUs) / 1e6 : null;
    this.#fastTicks = isFast && this.#catchingUpS === null ? this.#fastTicks + 1 : 0;
    this.#slowTicks = share < TOO_SLOW ? this.#slowTicks + 1 : 0;
  }

  get hz(): number | null {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined || last.tUs <= first.tUs) return null;
    return ((last.samples - first.samples) * 1e6) / (last.tUs - first.tUs);
  }

  /** How late the last sample came, seconds, while what was held back comes in; null otherwise. */
  get catchingUpS(): number | null {
    return this.#catchingUpS;
  }

  /** More samples than were asked for, for so long that nothing but another rate explains it. */
  get tooFast(): boolean {
    return this.#fastTicks >= PROOF_TICKS;
  }

  /** Far fewer, for as long: a weak link, or another rate. */
  get tooSlow(): boolean {
    return this.#slowTicks >= PROOF_TICKS;
  }
}
