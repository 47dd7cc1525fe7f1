import type { Snapshot } from '../pipeline/stage.ts';

/** A step is a loss when no beat has explained it by then. */
const HOLD_US = 900e6;
/** Steps this regular are a beat; and what must be believed without having announced itself keeps to it better. */
const REGULAR = 0.25;
const STRICT = 0.1;
/** Steps in a row that make a beat, and so many missing in a row that end it. */
const STEPS_OF_A_BEAT = 3;
const GAIN = 0.25;
/** Where beats announce themselves so often none comes silently: a silent step is none. Two must have, to be sure. */
const LOUD = 16;
const LOUDER_BY_BEAT = 8;

/**
 * Steps of the latency floor by exactly one sample period: a single lost sample, or the beat of the sensor's
 * clock against the connection interval. A beat comes back after the same time again and again; a loss does not.
 */
export class BeatJudge {
  /** Times of the undecided steps, oldest first; at most {@link STEPS_OF_A_BEAT}. */
  #steps: number[] = [];
  /** Time between two beats, and how many in a row have kept to it. */
  #beatUs = Number.NaN;
  #kept = 0;
  #lastUs = Number.NaN;
  /** Steps taken for beats since the last that announced itself. */
  #silent = 0;
  /** The last step off the beat. */
  #offUs = Number.NaN;
  /** How often beats announce themselves, as far as that is sure. */
  #loudness = 0;

  /** A step that announced itself so many times: a beat. */
  beat(nowUs: number, times: number): void {
    this.#loudness = Math.min(times, this.#loudness + LOUDER_BY_BEAT);
    this.#silent = 0;
    const sinceUs = nowUs - this.#lastUs;
    if (this.#isBeat(nowUs, REGULAR)) this.#follow(nowUs);
    else {
      this.#beatUs = sinceUs;
      this.#kept = 0;
      this.#lastUs = nowUs;
    }
  }

  /** A step now: the number of samples that are known to be lost by it, 0 while it may be a beat. */
  step(nowUs: number): number {
    if (this.#loudness >= LOUD) return 1;
    if (this.#isBeat(nowUs, STRICT)) {
      this.#loudness = 0;
      this.#silent++;
      this.#follow(nowUs);
      return 0;
    }
    // Off a beat that has been kept to: a loss among beats.
    if (this.#kept >= STEPS_OF_A_BEAT && nowUs - this.#lastUs < 2 * this.#beatUs) return this.#offBeat(nowUs);
    this.#steps.push(nowUs);
    return this.#settle();
  }

  /** Unless it comes one beat after another such: then that is the beat. */
  #offBeat(nowUs: number): number {
    const isBeat = Math.abs(nowUs - this.#offUs - this.#beatUs) < STRICT * this.#beatUs;
    this.#offUs = nowUs;
    if (isBeat) this.#lastUs = nowUs;
    return isBeat ? 0 : 1;
  }

  /** Time goes on: steps that nothing has explained are losses, and so are the steps of a beat that ends. */
  expired(nowUs: number): number {
    if (nowUs - this.#lastUs > STEPS_OF_A_BEAT * this.#beatUs) return this.#ended();
    const oldest = this.#steps[0];
    if (oldest === undefined || nowUs - oldest < HOLD_US) return 0;
    this.#steps.shift();
    return this.#isBeat(oldest, STRICT) ? 0 : 1;
  }

  /** As long as the connection lasts a beat does not end: what came without announcement by chance was none. */
  #ended(): number {
    const lost = this.#silent;
    this.#beatUs = Number.NaN;
    this.#silent = 0;
    return lost;
  }

  /** A whole number of beats before or after the last one. */
  #isBeat(atUs: number, share: number): boolean {
    if (Number.isNaN(this.#beatUs)) return false;
    const sinceUs = Math.abs(atUs - this.#lastUs);
    const beats = Math.round(sinceUs / this.#beatUs);
    return beats >= 1 && Math.abs(sinceUs - beats * this.#beatUs) < share * this.#beatUs;
  }

  #follow(nowUs: number): void {
    const sinceUs = nowUs - this.#lastUs;
    const beats = Math.round(sinceUs / this.#beatUs);
    this.#beatUs += (sinceUs / beats - this.#beatUs) * GAIN;
    this.#kept++;
    this.#lastUs = nowUs;
  }

  #settle(): number {
    const steps = this.#steps;
    if (steps.length < STEPS_OF_A_BEAT) return 0;
    const [first, middle, last] = steps as [number, number, number];
    const [a, b] = [middle - first, last - middle];
    if (Math.abs(a - b) < STRICT * Math.max(a, b)) {
      this.#beatUs = (a + b) / 2;
      this.#kept = STEPS_OF_A_BEAT;
      this.#silent = STEPS_OF_A_BEAT;
      this.#lastUs = last;
      this.#steps = [];
      return 0;
    }
    steps.shift();
    return 1;
  }

  snapshot(): Snapshot {
    const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
    const beat = [
      this.#kept,
      this.#loudness,
      this.#silent,
      ...[this.#beatUs, this.#lastUs, this.#offUs].map(orNull),
    ];
    return { steps: [...this.#steps], beat };
  }

  restore(snapshot: Snapshot): void {
    this.#steps = [...(snapshot.steps as number[])];
    const [kept, loudness, silent, beatUs, lastUs, offUs] = snapshot.beat as (number | null)[];
    this.#kept = kept!;
    this.#loudness = loudness!;
    this.#silent = silent!;
    this.#beatUs = beatUs ?? Number.NaN;
    this.#lastUs = lastUs ?? Number.NaN;
    this.#offUs = offUs ?? Number.NaN;
  }
}
