import { decodeNumbers, encodeNumbers } from '../../orientation/state-codec.ts';
import { POSTURE_STATES } from '../../pipeline/outputs.ts';
import type { Snapshot, Stage } from '../../pipeline/stage.ts';
import { IMPLAUSIBLE_RADPS } from '../../signal/implausible.ts';
import { type ClosedExcursion, ExcursionFollower } from './excursion-follower.ts';
import type { ExcursionEnd } from './excursion-tracker.ts';
import { ROTATION_PARAMS, type RotationParams } from './rotation.params.ts';
import type { RotationColumns, RotationExcursion } from './rotation-columns.ts';
import { SAMPLE, SAMPLE_LENGTH } from './rotation-sample.ts';
import { StepDetector } from './step-detector.ts';
import { TurnDoubt } from './turn-doubt.ts';

const { TIME_US, DT_S, RATE, AXIAL, UP, VERTICAL } = SAMPLE;
const US_PER_S = 1e6;
const MOVING = new Set(['walking', 'running', 'cycling']);
const IS_MOVING = Uint8Array.from(POSTURE_STATES, (state) => (MOVING.has(state) ? 1 : 0));
const UNKNOWN = POSTURE_STATES.indexOf('unknown');

/**
 * Cuts the heading of the pelvis into signed out-and-back excursions (`rotation`), changes of direction
 * (`turn`), what walking makes of it (`gait`) and side bends of a tipped pelvis (`side_bend`). An event comes
 * out as soon as no later step can make it gait: at most the longer of `slowIntervalS` and `reachS`, and `latencyS`,
 * after its peak, or at its end.
 *
 * Whether a body that rests out of neutral has turned or will come back is known only seconds later. Meanwhile
 * a second follower takes the resting place for neutral: what it finds counts if the body had turned.
 */
export class RotationStage implements Stage<RotationColumns, RotationExcursion[]> {
  readonly #params: RotationParams;
  readonly #steps: StepDetector;
  readonly #main: ExcursionFollower;
  readonly #other: ExcursionFollower;
  /** The present sample, see `rotation-sample.ts`. */
  readonly #now = new Float64Array(SAMPLE_LENGTH);
  /** The filter's bias at the last sample. */
  readonly #lastBias = new Float64Array(3).fill(Number.NaN);
  #otherRuns = false;
  readonly #doubt: TurnDoubt;
  /** What the second follower has found so far; at most a few within twelve seconds. */
  #found: ClosedExcursion[] = [];
  /** Closed excursions that a step may still claim; each waits four seconds at most, so the queue is short. */
  #closed: ClosedExcursion[] = [];

  constructor(params: RotationParams = ROTATION_PARAMS) {
    this.#params = params;
    this.#steps = new StepDetector(params.steps);
    this.#main = new ExcursionFollower(params, this.#steps);
    this.#other = new ExcursionFollower(params, this.#steps);
    this.#doubt = new TurnDoubt(params.excursion.turnAfterS + params.excursion.quietTurnAfterS);
  }

  push(input: RotationColumns): RotationExcursion[] {
    const out: RotationExcursion[] = [];
    for (let i = 0; i < input.n; i++) {
      this.#sample(input, i);
      if (this.#closed.length > 0) this.#release(input.tUs[i]!, out);
    }
    return out;
  }

  flush(): RotationExcursion[] {
    const out: RotationExcursion[] = [];
    this.#dropOther();
    this.#release(Number.POSITIVE_INFINITY, out);
    return out;
  }

  snapshot(): Snapshot {
    return {
      steps: this.#steps.snapshot(),
      lastBias: encodeNumbers(this.#lastBias),
      main: this.#main.snapshot(),
      other: this.#otherRuns ? this.#other.snapshot() : null,
      doubt: this.#doubt.snapshot(),
      found: this.#found.map((event) => ({ ...event })),
      closed: this.#closed.map((event) => ({ ...event })),
    };
  }

  restore(snapshot: Snapshot): void {
    this.#steps.restore(snapshot.steps);
    decodeNumbers(snapshot.lastBias, this.#lastBias, 'lastBias');
    this.#main.restore(snapshot.main as Snapshot);
    this.#otherRuns = snapshot.other !== null;
    if (this.#otherRuns) this.#other.restore(snapshot.other as Snapshot);
    this.#doubt.restore(snapshot.doubt as Snapshot);
    this.#found = (snapshot.found as ClosedExcursion[]).map((event) => ({ ...event }));
    this.#closed = (snapshot.closed as ClosedExcursion[]).map((event) => ({ ...event }));
  }

  #sample(input: RotationColumns, i: number): void {
    const now = this.#now;
    this.#read(input, i);
    this.#main.elapse(now);
    if (!(now[DT_S]! > 0) || !isTold(now)) return;
    this.#followBias(input, i);
    if (now[DT_S]! > this.#params.excursion.maxBridgedGapS) {
      this.#interrupt();
      return;
    }
    if (Number.isFinite(now[VERTICAL]!) && this.#steps.push(now)) this.#claim();
    const posture = input.context[i]!;
    const inGait = IS_MOVING[posture] === 1 || this.#steps.inGait(now[TIME_US]!);
    this.#follow(this.#context(posture), inGait);
  }

  #read(input: RotationColumns, i: number): void {
    const now = this.#now;
    now[TIME_US] = input.tUs[i]!;
    now[RATE] = input.yawRateRadps[i]!;
    now[AXIAL] = input.axialRateRadps[i]!;
    now[UP] = input.up.x[i]!;
    now[UP + 1] = input.up.y[i]!;
    now[UP + 2] = input.up.z[i]!;
    now[VERTICAL] = input.verticalMps2[i]!;
  }

  /** After a silence. */
  #interrupt(): void {
    this.#main.interrupt(this.#now[TIME_US]!);
    this.#steps.interrupt();
    this.#dropOther();
  }

  #followBias({ biasRadps, up }: RotationColumns, i: number): void {
    const last = this.#lastBias;
    const x = biasRadps.x[i]!;
    const y = biasRadps.y[i]!;
    const z = biasRadps.z[i]!;
    const more = (x - last[0]!) * up.x[i]! + (y - last[1]!) * up.y[i]! + (z - last[2]!) * up.z[i]!;
    last[0] = x;
    last[1] = y;
    last[2] = z;
    if (!Number.isFinite(more) || more === 0) return;
    this.#main.shiftBias(more);
    if (this.#otherRuns) this.#other.shiftBias(more);
  }

  /** Posture comes with a delay: right after gait it is that of before. */
  #context(posture: number): number {
    const staleUs = this.#params.excursion.postureDelayS * US_PER_S;
    const stale = this.#now[TIME_US]! - this.#steps.lastUs < staleUs;
    return stale || posture >= POSTURE_STATES.length ? UNKNOWN : posture;
  }

  #follow(context: number, inGait: boolean): void {
    const now = this.#now;
    const end = this.#main.push(now, context, inGait);
    if (this.#otherRuns) this.#followOther(context, inGait);
    if (end !== 'none') this.#close(now[TIME_US]!, end);
    else if (this.#main.restsOut(now, this.#params.excursion.restS)) this.#restOut();
    else if (this.#doubt.isOver(now[TIME_US]!)) this.#dropOther();
  }

  /** The body rests out of neutral: for the first time, or again after it went most of the way back. */
  #restOut(): void {
    if (this.#doubt.events.length > 0 && !this.#hadTurned()) this.#dropOther();
    if (this.#otherRuns) return;
    this.#other.copyFrom(this.#main);
    this.#other.settle();
    this.#otherRuns = true;
    this.#doubt.rests(this.#now[TIME_US]! - this.#params.excursion.restS * US_PER_S);
  }

  #hadTurned(): boolean {
    return !this.#other.isOut && this.#doubt.wasShort(this.#main.openUs);
  }

  #followOther(context: number, inGait: boolean): void {
    const end = this.#other.push(this.#now, context, inGait);
    if (end === 'none') return;
    if (end === 'stayed' && this.#doubt.events.length > 0) {
      this.#dropOther();
      return;
    }
    this.#found.push(this.#other.closed(this.#now[TIME_US]!, end));
    if (end === 'stayed') this.#other.settle();
  }

  /** The body had not turned: what it was then is told. */
  #dropOther(): void {
    this.#otherRuns = false;
    this.#found = [];
    this.#closed.push(...this.#doubt.take());
  }

  #close(tUs: number, end: Exclude<ExcursionEnd, 'none'>): void {
    const event = this.#main.closed(tUs, end);
    if (end === 'returned') {
      if (this.#otherRuns) this.#doubt.returned(event);
      else this.#closed.push(event);
      return;
    }
    if (this.#doubt.events.length > 0 && !this.#hadTurned()) this.#dropOther();
    const [first = event] = this.#doubt.take();
    this.#closed.push({ ...first, kind: 'turn', endUs: tUs }, ...this.#found);
    if (this.#otherRuns) this.#main.copyFrom(this.#other);
    else this.#main.settle();
    this.#dropOther();
  }

  /** A new step of gait claims every excursion whose peak lies within its reach. */
  #claim(): void {
    this.#main.claim();
    if (this.#otherRuns) this.#other.claim();
    for (const event of this.#closed) if (this.#steps.reaches(event.peakUs)) event.gait = true;
    for (const event of this.#found) if (this.#steps.reaches(event.peakUs)) event.gait = true;
    for (const event of this.#doubt.events) if (this.#steps.reaches(event.peakUs)) event.gait = true;
  }

  #release(nowUs: number, out: RotationExcursion[]): void {
    const { slowIntervalS, reachS, latencyS } = this.#params.steps;
    const waitUs = (Math.max(slowIntervalS, reachS) + latencyS) * US_PER_S;
    while (this.#closed.length > 0 && this.#closed[0]!.peakUs + waitUs <= nowUs) {
      const { sideBend, gait, ...event } = this.#closed.shift()!;
      const kind = event.kind === 'rotation' && sideBend ? 'side_bend' : event.kind;
      out.push({ ...event, kind: gait ? 'gait' : kind });
    }
  }
}

/** The rate about the vertical; that about the body's axis may still be unknown. */
function isTold(sample: Float64Array): boolean {
  const isRate =
    Math.abs(sample[RATE]!) < IMPLAUSIBLE_RADPS && !(Math.abs(sample[AXIAL]!) >= IMPLAUSIBLE_RADPS);
  return isRate && Number.isFinite(sample[TIME_US]!);
}

export function createRotationStage(params: RotationParams = ROTATION_PARAMS): RotationStage {
  return new RotationStage(params);
}
