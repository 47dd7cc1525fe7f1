import { POSTURE_STATES } from '../../pipeline/outputs.ts';
import type { Snapshot } from '../../pipeline/stage.ts';
import { type ExcursionEnd, ExcursionTracker } from './excursion-tracker.ts';
import type { RotationParams } from './rotation.params.ts';
import type { RotationExcursion } from './rotation-columns.ts';
import { SAMPLE } from './rotation-sample.ts';
import type { StepDetector } from './step-detector.ts';

const { TIME_US } = SAMPLE;
const DEG = 180 / Math.PI;

/** An excursion that has ended, while a step may still claim it. */
export interface ClosedExcursion extends RotationExcursion {
  readonly sideBend: boolean;
  gait: boolean;
}

/** A tracker and the steps around its present peak: turns excursions into events. */
export class ExcursionFollower {
  readonly #params: RotationParams;
  readonly #steps: StepDetector;
  readonly #tracker: ExcursionTracker;
  #nearSteps = false;
  #peakUs = Number.NEGATIVE_INFINITY;

  constructor(params: RotationParams, steps: StepDetector) {
    this.#params = params;
    this.#steps = steps;
    this.#tracker = new ExcursionTracker(params.excursion);
  }

  /** See `ExcursionTracker.elapse`. */
  elapse(sample: Float64Array): void {
    this.#tracker.elapse(sample);
  }

  interrupt(tUs: number): void {
    this.#tracker.interrupt(tUs);
  }

  /** The heading is the new neutral. */
  settle(): void {
    this.#tracker.settle();
  }

  shiftBias(moreRadps: number): void {
    this.#tracker.shiftBias(moreRadps);
  }

  copyFrom(other: ExcursionFollower): void {
    this.#tracker.copyFrom(other.#tracker);
    this.#nearSteps = other.#nearSteps;
    this.#peakUs = other.#peakUs;
  }

  get isOut(): boolean {
    return this.#tracker.mode === 'out';
  }

  get openUs(): number {
    return this.#tracker.get('openUs');
  }

  /** See `ExcursionTracker.restsOut`. */
  restsOut(sample: Float64Array, forS: number): boolean {
    return this.#tracker.restsOut(sample, forS);
  }

  /** One sample; how it ends the excursion, if it does: read the event with `closed`. */
  push(sample: Float64Array, context: number, inGait: boolean): ExcursionEnd {
    const end = this.#tracker.push(sample, context, inGait);
    if (this.#tracker.mode === 'out' || end !== 'none') this.#followPeak();
    return end === 'none' && this.#settledAfterGait(sample) ? 'stayed' : end;
  }

  /** A new step of gait claims the present excursion if its peak lies within reach. */
  claim(): void {
    if (this.#tracker.mode === 'out' && this.#steps.reaches(this.#peakUs)) this.#nearSteps = true;
  }

  closed(tUs: number, end: Exclude<ExcursionEnd, 'none'>): ClosedExcursion {
    const tracker = this.#tracker;
    const peakDeg = tracker.get('peakRad') * DEG;
    const isTurn = end === 'stayed' || Math.abs(peakDeg) > this.#params.excursion.maxRotationDeg;
    return {
      startUs: tracker.get('onsetUs'),
      peakUs: tracker.get('peakUs'),
      endUs: tUs,
      kind: isTurn ? 'turn' : 'rotation',
      peakDeg,
      context: POSTURE_STATES[tracker.get('contextAtPeak')]!,
      peakSpeedDps: tracker.get('speedRadps') * DEG,
      beyond10S: tracker.get('beyond10S'),
      beyond20S: tracker.get('beyond20S'),
      sideBend: this.#isSideBend(),
      gait: this.#nearSteps,
    };
  }

  snapshot(): Snapshot {
    return {
      tracker: this.#tracker.snapshot(),
      nearSteps: this.#nearSteps,
      peakUs: Number.isFinite(this.#peakUs) ? this.#peakUs : null,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#tracker.restore(snapshot.tracker as Snapshot);
    this.#nearSteps = snapshot.nearSteps === true;
    this.#peakUs = (snapshot.peakUs as number | null) ?? Number.NEGATIVE_INFINITY;
  }

  /** Steps before the peak count as well as steps after it. */
  #followPeak(): void {
    const { peakUs } = this.#tracker;
    if (peakUs === this.#peakUs) return;
    this.#peakUs = peakUs;
    this.#nearSteps = this.#steps.reaches(peakUs);
  }

  /** Someone who walked somewhere and now stands or sits there has a new neutral. */
  #settledAfterGait(sample: Float64Array): boolean {
    const walked = this.#nearSteps || this.#steps.lastUs >= this.#tracker.onsetUs;
    if (!walked || this.#steps.inGait(sample[TIME_US]!)) return false;
    return this.restsOut(sample, this.#params.excursion.gaitSettleS);
  }

  /**
   * Bending sideways turns a pelvis that is tipped back about an axis that is no longer level, so heading
   * changes although the spine did not turn. About the body's own axis there is then little rotation.
   */
  #isSideBend(): boolean {
    const p = this.#params.excursion;
    const peak = this.#tracker.get('peakRad');
    const axial = this.#tracker.get('axialAtPeakRad');
    if (!Number.isNaN(axial)) return axial * Math.sign(peak) < p.axialShare * Math.abs(peak);
    return this.#tracker.get('tiltAtPeakRad') > p.tiltRatio * Math.abs(peak);
  }
}
