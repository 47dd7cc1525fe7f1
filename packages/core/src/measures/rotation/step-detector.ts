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
const STARTED = 6;
/** Here and below times in us, -Infinity before the first: of the last firm step and of the one before it. */
const STEP_US = 7;
const EARLIER_US = 8;
/** Of the last step of gait, and the stretch that it makes gait. */
const LAST_US = 9;
const SINCE_US = 10;
const UNTIL_US = 11;
const SIZE = 12;

/**
 * Steps from the vertical acceleration of the lower back: each foot strike lifts the pelvis, so between
 * 0.6 and 4 Hz the signal swings above a threshold and back below zero. A single swing may be a chair, a
 * table or sitting down; only two firm ones are gait, or several soft ones in a row, as of someone who walks slowly.
 * No sample allocates.
 */
export class StepDetector {
  readonly #params: StepParams;
  readonly #state = new Float64Array(SIZE);
  /** Times of the last steps in a row, soft ones too, us; -Infinity where there are fewer. */
  readonly #row: Float64Array;
  /** Filter shares of the last sampling interval: computed once per change of it. */
  #dtS = Number.NaN;
  #highShare = 0;
  #lowShare = 0;

  constructor(params: StepParams) {
    this.#params = params;
    this.#state.fill(Number.NEGATIVE_INFINITY, STEP_US);
    this.#row = new Float64Array(params.softSteps).fill(Number.NEGATIVE_INFINITY);
  }

  /** Time of the last step of gait, us; -Infinity before the first. */
  get lastUs(): number {
    return this.#state[LAST_US]!;
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
    return tUs <= this.#state[UNTIL_US]!;
  }

  /** True when `tUs` lies within reach of the steps that the last step of gait belongs to. */
  reaches(tUs: number): boolean {
    return tUs >= this.#state[SINCE_US]! && tUs <= this.#state[UNTIL_US]!;
  }

  /** After a silence nothing connects the next step with the last. */
  interrupt(): void {
    this.#state.fill(0, 0, STEP_US);
    this.#state[STEP_US] = Number.NEGATIVE_INFINITY;
    this.#row.fill(Number.NEGATIVE_INFINITY);
  }

  snapshot(): unknown {
    return encodeNumbers([...this.#state, ...this.#row]);
  }

  restore(snapshot: unknown): void {
    const all = new Float64Array(SIZE + this.#row.length);
    decodeNumbers(snapshot, all, 'steps');
    this.#state.set(all.subarray(0, SIZE));
    this.#row.set(all.subarray(SIZE));
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
      if (level <= this.#params.softMps2) return false;
      s[RISING] = 1;
      s[PEAK] = 0;
    }
    if (level > s[PEAK]!) {
      s[PEAK] = level;
      s[PEAK_US] = sample[TIME_US]!;
    }
    if (level >= 0) return false;
    s[RISING] = 0;
    const pair = s[PEAK]! > this.#params.thresholdMps2 && this.#joinsPair();
    const row = this.#joinsRow();
    if (row) this.#reach(this.#row[0]!, this.#params.softReachS);
    if (pair) this.#reachPair();
    return pair || row;
  }

  /** This step and those back to `firstUs` are gait, and so is what lies within `reachS` of them. */
  #reach(firstUs: number, reachS: number): void {
    const s = this.#state;
    s[LAST_US] = s[PEAK_US]!;
    s[SINCE_US] = firstUs - reachS * US_PER_S;
    s[UNTIL_US] = Math.max(s[UNTIL_US]!, s[PEAK_US]! + reachS * US_PER_S);
  }

  /** Between two firm steps that are far apart there is gait; beside them there need not be. */
  #reachPair(): void {
    const s = this.#state;
    const { maxIntervalS, reachS, softReachS } = this.#params;
    const isSlow = s[PEAK_US]! - s[EARLIER_US]! > maxIntervalS * US_PER_S;
    this.#reach(s[EARLIER_US]!, isSlow ? softReachS : reachS);
  }

  /** A firm step belongs with the firm one before it. */
  #joinsPair(): boolean {
    const s = this.#state;
    const stepUs = s[PEAK_US]!;
    const intervalS = (stepUs - s[STEP_US]!) / US_PER_S;
    if (intervalS < this.#params.minIntervalS) return false;
    s[EARLIER_US] = s[STEP_US]!;
    s[STEP_US] = stepUs;
    return intervalS <= this.#params.slowIntervalS;
  }

  /** A soft step belongs to as many in a row as it takes. */
  #joinsRow(): boolean {
    const row = this.#row;
    const stepUs = this.#state[PEAK_US]!;
    const intervalS = (stepUs - row[row.length - 1]!) / US_PER_S;
    if (intervalS < this.#params.minIntervalS) return false;
    if (intervalS > this.#params.maxIntervalS) row.fill(Number.NEGATIVE_INFINITY);
    for (let i = 1; i < row.length; i++) row[i - 1] = row[i]!;
    row[row.length - 1] = stepUs;
    return row[0]! > Number.NEGATIVE_INFINITY;
  }
}
