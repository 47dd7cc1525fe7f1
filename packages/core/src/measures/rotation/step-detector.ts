import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import type { StepParams } from './rotation.params.ts';
import { SAMPLE } from './rotation-sample.ts';

const US_PER_S = 1e6;
const { TIME_US, DT_S, VERTICAL } = SAMPLE;
const MEAN = 0;
const LOW_1 = 1;
const LOW_2 = 2;
const PEAK = 3;
const PEAK_US = 4;
const RISING = 5;
const STEP_US = 6;
const STARTED = 7;
const SIZE = 8;

/**
 * Steps from the vertical acceleration of the lower back: each foot strike lifts the pelvis, so between
 * 0.6 and 4 Hz the signal swings above a threshold and back below zero. A single swing may be a chair, a
 * table or sitting down; only two at a walking interval are gait. No sample allocates.
 */
export class StepDetector {
  readonly #params: StepParams;
  readonly #state = new Float64Array(SIZE);
  /** Filter shares of the last sampling interval: computed once per change of it. */
  #dtS = Number.NaN;
  #highShare = 0;
  #lowShare = 0;
  /** Time of the last step of gait and of the one it belongs with, us; -Infinity before the first. */
  lastUs = Number.NEGATIVE_INFINITY;
  previousUs = Number.NEGATIVE_INFINITY;

  constructor(params: StepParams) {
    this.#params = params;
    this.#state[STEP_US] = Number.NEGATIVE_INFINITY;
  }

  /** One sample, see `rotation-sample.ts`; true when its vertical acceleration shows a step of gait. */
  push(sample: Float64Array): boolean {
    const s = this.#state;
    const verticalMps2 = sample[VERTICAL]!;
    if (s[STARTED] === 0) {
      s[MEAN] = verticalMps2;
      s[STARTED] = 1;
    }
    if (sample[DT_S] !== this.#dtS) this.#tune(sample);
    const mean = s[MEAN]! + (verticalMps2 - s[MEAN]!) * this.#highShare;
    const low = s[LOW_1]! + (verticalMps2 - mean - s[LOW_1]!) * this.#lowShare;
    s[MEAN] = mean;
    s[LOW_1] = low;
    const level = s[LOW_2]! + (low - s[LOW_2]!) * this.#lowShare;
    s[LOW_2] = level;
    return this.#follow(sample);
  }

  /** True within the reach of the last step of gait. */
  inGait(tUs: number): boolean {
    return tUs - this.lastUs <= this.#params.reachS * US_PER_S;
  }

  /** True when the last two steps of gait, or one of them, lie within reach of `tUs`. */
  reaches(tUs: number): boolean {
    const reachUs = this.#params.reachS * US_PER_S;
    return Math.abs(this.lastUs - tUs) <= reachUs || Math.abs(this.previousUs - tUs) <= reachUs;
  }

  /** After a silence nothing connects the next step with the last. */
  interrupt(): void {
    this.#state.fill(0);
    this.#state[STEP_US] = Number.NEGATIVE_INFINITY;
  }

  snapshot(): unknown {
    return encodeNumbers([...this.#state, this.lastUs, this.previousUs]);
  }

  restore(snapshot: unknown): void {
    const all = new Float64Array(SIZE + 2);
    decodeNumbers(snapshot, all, 'steps');
    this.#state.set(all.subarray(0, SIZE));
    this.lastUs = all[SIZE]!;
    this.previousUs = all[SIZE + 1]!;
  }

  #tune(sample: Float64Array): void {
    const dtS = sample[DT_S]!;
    this.#dtS = dtS;
    this.#highShare = 1 - Math.exp(-dtS / this.#params.highPassTauS);
    this.#lowShare = 1 - Math.exp(-dtS * 2 * Math.PI * this.#params.lowPassHz);
  }

  #follow(sample: Float64Array): boolean {
    const s = this.#state;
    const level = s[LOW_2]!;
    if (s[RISING] === 0) {
      if (level <= this.#params.thresholdMps2) return false;
      s[RISING] = 1;
      s[PEAK] = 0;
    }
    if (level > s[PEAK]!) {
      s[PEAK] = level;
      s[PEAK_US] = sample[TIME_US]!;
    }
    if (level >= 0) return false;
    s[RISING] = 0;
    return this.#step();
  }

  #step(): boolean {
    const s = this.#state;
    const stepUs = s[PEAK_US]!;
    const earlierUs = s[STEP_US]!;
    const intervalS = (stepUs - earlierUs) / US_PER_S;
    if (intervalS < this.#params.minIntervalS) return false;
    s[STEP_US] = stepUs;
    if (intervalS > this.#params.maxIntervalS) return false;
    this.previousUs = earlierUs;
    this.lastUs = stepUs;
    return true;
  }
}
