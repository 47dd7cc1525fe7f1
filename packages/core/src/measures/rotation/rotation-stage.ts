import { POSTURE_STATES, type RotationEvent } from '../../pipeline/outputs.ts';
import type { Snapshot, Stage } from '../../pipeline/stage.ts';
import type { Vec3Columns } from '../../signal/imu-batch.ts';
import { type ExcursionEnd, ExcursionTracker } from './excursion-tracker.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';
import { StepDetector } from './step-detector.ts';

const US_PER_S = 1e6;
const DEG = 180 / Math.PI;
const MOVING = new Set(['walking', 'running', 'cycling']);
const IS_MOVING = Uint8Array.from(POSTURE_STATES, (state) => (MOVING.has(state) ? 1 : 0));
const UNKNOWN = POSTURE_STATES.indexOf('unknown');

/** What the stage needs of each sample; see `projectOnGravity` for how to get it from a sample and its orientation. */
export interface RotationColumns {
  /** Number of valid rows; columns may be longer. */
  readonly n: number;
  readonly tUs: Float64Array;
  /** Bias-corrected angular rate about the vertical, rad/s, left positive; NaN without a gyroscope. */
  readonly yawRateRadps: Float64Array;
  /** The same about the body's own upright axis; NaN while upright is not known. */
  readonly axialRateRadps: Float64Array;
  /** Specific force along the vertical, m/s^2 (+g at rest). */
  readonly verticalMps2: Float64Array;
  /** Unit vector up, sensor frame. */
  readonly up: Vec3Columns;
  /** Posture as known by now: index in `POSTURE_STATES`. */
  readonly context: Uint8Array;
}

/** A rotation event with what the indices need beyond the event's own fields. */
export interface RotationExcursion extends RotationEvent {
  /** Largest angular rate about the vertical, deg/s. */
  readonly peakSpeedDps: number;
  /** Time beyond 10 and beyond 20 degrees from neutral, s. */
  readonly beyond10S: number;
  readonly beyond20S: number;
}

interface Pending extends RotationExcursion {
  readonly sideBend: boolean;
  gait: boolean;
}

/**
 * Cuts the heading of the pelvis into signed out-and-back excursions (`rotation`), changes of direction
 * (`turn`), what walking makes of it (`gait`) and side bends of a tipped pelvis (`side_bend`). An event comes
 * out as soon as no later step can make it gait: at most `reachS + latencyS` after its peak, or at its end.
 */
export class RotationStage implements Stage<RotationColumns, RotationExcursion[]> {
  readonly #params: RotationParams;
  readonly #tracker: ExcursionTracker;
  readonly #steps: StepDetector;
  /** Closed excursions that a step may still claim; each lives at most two seconds, so the queue is short. */
  #pending: Pending[] = [];
  #nearSteps = false;
  #peakUs = Number.NEGATIVE_INFINITY;

  constructor(params: RotationParams = ROTATION_PARAMS) {
    this.#params = params;
    this.#tracker = new ExcursionTracker(params.excursion);
    this.#steps = new StepDetector(params.steps);
  }

  push(input: RotationColumns): RotationExcursion[] {
    const out: RotationExcursion[] = [];
    for (let i = 0; i < input.n; i++) {
      this.#sample(input, i);
      if (this.#pending.length > 0) this.#release(input.tUs[i]!, out);
    }
    return out;
  }

  flush(): RotationExcursion[] {
    const out: RotationExcursion[] = [];
    this.#release(Number.POSITIVE_INFINITY, out);
    return out;
  }

  snapshot(): Snapshot {
    return {
      tracker: this.#tracker.snapshot(),
      steps: this.#steps.snapshot(),
      pending: this.#pending.map((event) => ({ ...event })),
      nearSteps: this.#nearSteps,
      peakUs: Number.isFinite(this.#peakUs) ? this.#peakUs : null,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#tracker.restore(snapshot.tracker as Snapshot);
    this.#steps.restore(snapshot.steps);
    this.#pending = (snapshot.pending as Pending[]).map((event) => ({ ...event }));
    this.#nearSteps = snapshot.nearSteps === true;
    this.#peakUs = (snapshot.peakUs as number | null) ?? Number.NEGATIVE_INFINITY;
  }

  #sample(input: RotationColumns, i: number): void {
    const tUs = input.tUs[i]!;
    const rate = input.yawRateRadps[i]!;
    const dtS = this.#tracker.elapsedS(tUs);
    if (!(dtS > 0) || !Number.isFinite(rate + tUs)) return;
    if (dtS > this.#params.excursion.maxBridgedGapS) {
      this.#tracker.interrupt(tUs);
      this.#steps.interrupt();
      return;
    }
    if (this.#stepped(tUs, dtS, input.verticalMps2[i]!)) this.#claim();
    this.#track(input, i, dtS, rate, this.#context(tUs, input.context[i]!));
  }

  /** Posture comes with a delay: right after gait it is that of before. */
  #context(tUs: number, context: number): number {
    const stale = tUs - this.#steps.lastUs < this.#params.excursion.postureDelayS * US_PER_S;
    return stale || context >= POSTURE_STATES.length ? UNKNOWN : context;
  }

  #stepped(tUs: number, dtS: number, verticalMps2: number): boolean {
    return Number.isFinite(verticalMps2) && this.#steps.push(tUs, dtS, verticalMps2);
  }

  #track(input: RotationColumns, i: number, dtS: number, rate: number, context: number): void {
    const tUs = input.tUs[i]!;
    const inGait = IS_MOVING[context] === 1 || this.#steps.inGait(tUs);
    const { up, axialRateRadps } = input;
    const end = this.#tracker.push(
      tUs,
      dtS,
      rate,
      axialRateRadps[i]!,
      up.x[i]!,
      up.y[i]!,
      up.z[i]!,
      context,
      inGait,
    );
    if (this.#tracker.mode === 'out' || end !== 'none') this.#followPeak();
    const done = end === 'none' && this.#settledAfterGait(tUs) ? 'stayed' : end;
    if (done !== 'none') this.#close(tUs, done);
  }

  /** Steps before the peak count as well as steps after it. */
  #followPeak(): void {
    const peakUs = this.#tracker.get('peakUs');
    if (peakUs === this.#peakUs) return;
    this.#peakUs = peakUs;
    this.#nearSteps = this.#within(this.#steps.lastUs, peakUs);
  }

  /** A new step of gait claims every excursion whose peak lies within its reach. */
  #claim(): void {
    const { lastUs, previousUs } = this.#steps;
    const reaches = (peakUs: number): boolean =>
      this.#within(lastUs, peakUs) || this.#within(previousUs, peakUs);
    if (this.#tracker.mode === 'out' && reaches(this.#peakUs)) this.#nearSteps = true;
    for (const event of this.#pending) if (reaches(event.peakUs)) event.gait = true;
  }

  #within(stepUs: number, peakUs: number): boolean {
    return Math.abs(stepUs - peakUs) <= this.#params.steps.reachS * US_PER_S;
  }

  /** Someone who walked somewhere and now stands or sits there has a new neutral. */
  #settledAfterGait(tUs: number): boolean {
    const tracker = this.#tracker;
    if (tracker.mode !== 'out' || this.#steps.inGait(tUs)) return false;
    if (!this.#nearSteps && this.#steps.lastUs < tracker.get('onsetUs')) return false;
    const p = this.#params.excursion;
    const quiet = tUs - tracker.get('restlessUs') >= p.gaitSettleS * US_PER_S;
    return (
      quiet && Math.abs(tracker.get('headingRad')) >= p.quietTurnShare * Math.abs(tracker.get('peakRad'))
    );
  }

  #close(tUs: number, end: Exclude<ExcursionEnd, 'none'>): void {
    const tracker = this.#tracker;
    this.#pending.push({
      startUs: tracker.get('onsetUs'),
      peakUs: tracker.get('peakUs'),
      endUs: tUs,
      kind: end === 'stayed' ? 'turn' : 'rotation',
      peakDeg: tracker.get('peakRad') * DEG,
      context: POSTURE_STATES[tracker.get('contextAtPeak')]!,
      peakSpeedDps: tracker.get('speedRadps') * DEG,
      beyond10S: tracker.get('beyond10S'),
      beyond20S: tracker.get('beyond20S'),
      sideBend: this.#isSideBend(),
      gait: this.#nearSteps,
    });
    if (end === 'stayed') tracker.settle();
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

  #release(nowUs: number, out: RotationExcursion[]): void {
    const waitUs = (this.#params.steps.reachS + this.#params.steps.latencyS) * US_PER_S;
    while (this.#pending.length > 0 && this.#pending[0]!.peakUs + waitUs <= nowUs) {
      const { sideBend, gait, ...event } = this.#pending.shift()!;
      out.push({
        ...event,
        kind: gait ? 'gait' : event.kind === 'rotation' && sideBend ? 'side_bend' : event.kind,
      });
    }
  }
}

export function createRotationStage(params: RotationParams = ROTATION_PARAMS): RotationStage {
  return new RotationStage(params);
}
