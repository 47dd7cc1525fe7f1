import type { Snapshot } from '../pipeline/stage.ts';

/** A step is a loss when no beat has explained it by then. */
const HOLD_US = 240e6;
/** Steps this regular are a beat. */
const REGULAR = 0.25;
/** Steps in a row that make a beat. */
const STEPS_OF_A_BEAT = 3;
const GAIN = 0.25;

/**
 * Steps of the latency floor by exactly one sample period: a single lost sample, or the beat of the sensor's
 * clock against the connection interval. A beat comes back after the same time again and again; a loss does not.
 */
export class BeatJudge {
  /** Times of the undecided steps, oldest first; at most {@link STEPS_OF_A_BEAT}. */
  #steps: number[] = [];
  #beatUs = Number.NaN;
  #lastUs = Number.NaN;

  /** A step now: the number of samples that are known to be lost by it, 0 while it may be a beat. */
  step(nowUs: number): number {
    const sinceUs = nowUs - this.#lastUs;
    if (this.#isBeat(sinceUs)) {
      const beats = Math.max(1, Math.round(sinceUs / this.#beatUs));
      this.#beatUs += (sinceUs / beats - this.#beatUs) * GAIN;
      this.#lastUs = nowUs;
      return 0;
    }
    // Off the beat: a loss among beats.
    if (!Number.isNaN(this.#beatUs) && sinceUs < 2 * this.#beatUs) return 1;
    this.#lastUs = nowUs;
    this.#steps.push(nowUs);
    return this.#settle();
  }

  /** Time goes on: steps that nothing has explained are losses. */
  expired(nowUs: number): number {
    if (!Number.isNaN(this.#beatUs) && nowUs - this.#lastUs > STEPS_OF_A_BEAT * this.#beatUs) {
      this.#beatUs = Number.NaN;
    }
    if (this.#steps.length === 0 || nowUs - this.#steps[0]! < HOLD_US) return 0;
    this.#steps.shift();
    return 1;
  }

  #isBeat(sinceUs: number): boolean {
    if (Number.isNaN(this.#beatUs)) return false;
    const beats = Math.round(sinceUs / this.#beatUs);
    return beats >= 1 && Math.abs(sinceUs - beats * this.#beatUs) < REGULAR * this.#beatUs;
  }

  #settle(): number {
    const steps = this.#steps;
    if (steps.length < STEPS_OF_A_BEAT) return 0;
    const [first, middle, last] = steps as [number, number, number];
    const [a, b] = [middle - first, last - middle];
    if (Math.abs(a - b) < REGULAR * Math.max(a, b)) {
      this.#beatUs = (a + b) / 2;
      this.#steps = [];
      return 0;
    }
    steps.shift();
    return 1;
  }

  snapshot(): Snapshot {
    const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
    return { steps: [...this.#steps], beatUs: orNull(this.#beatUs), lastUs: orNull(this.#lastUs) };
  }

  restore(snapshot: Snapshot): void {
    this.#steps = [...(snapshot.steps as number[])];
    this.#beatUs = (snapshot.beatUs as number | null) ?? Number.NaN;
    this.#lastUs = (snapshot.lastUs as number | null) ?? Number.NaN;
  }
}
