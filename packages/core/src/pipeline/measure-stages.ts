import { createLoadStage, type LoadParams, type LoadSecond } from '../measures/load/index.ts';
import { type NudgeOptions, type NudgeRow, NudgeStage } from '../measures/nudge/index.ts';
import {
  createRotationBuffer,
  createRotationStage,
  projectRow,
  ROTATION_PARAMS,
  type RotationBuffer,
  type RotationExcursion,
  type RotationParams,
  type SampleContext,
  settleReachUs,
  settleRotation,
} from '../measures/rotation/index.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import type { BreakCredit, LoadRow, PostureSecond, PostureState, RotationEvent } from './outputs.ts';
import type { Snapshot } from './stage.ts';

const SECOND_US = 1_000_000;
/** An event waits for the posture this long after its peak as well. */
const SETTLE_REACH_US = settleReachUs();
/** Longer than any rotation event takes from its peak until it is told. */
const REMEMBERED_S = 64;

/** What posture has said since the last time. */
export interface PostureNews {
  readonly seconds: readonly PostureSecond[];
  readonly decidedUntilUs: number | null;
}

export interface MeasureRows {
  readonly rotations: readonly RotationEvent[];
  readonly load: readonly LoadRow[];
  readonly breaks: readonly BreakCredit[];
  readonly nudges: readonly NudgeRow[];
}

export interface MeasureOptions {
  /** Of the shipped parameters where absent. */
  readonly rotation?: RotationParams;
  readonly load?: LoadParams;
  /** Without it nothing is suggested: nobody knows the wearer's clock. */
  readonly nudges?: NudgeOptions;
}

/**
 * Feeds the measures that stand behind posture. Samples go to rotation at once; its events wait for the posture
 * of their peak. Load gets seconds when they are decided, each once; those that stay unknown are a gap to it.
 */
export class MeasureStages {
  readonly #rotationParams: RotationParams;
  #rotation: ReturnType<typeof createRotationStage>;
  readonly #load: ReturnType<typeof createLoadStage>;
  readonly #nudges: NudgeStage | null;
  #buffer: RotationBuffer = createRotationBuffer(0);
  /** Seconds that may still be revised. */
  #undecided = new Map<number, PostureSecond>();
  /** Posture of the last decided seconds, oldest first. */
  #states = new Map<number, PostureState>();
  #events: RotationExcursion[] = [];

  constructor(flexionRangeDeg: number | null, { rotation, load, nudges }: MeasureOptions = {}) {
    this.#rotationParams = rotation ?? ROTATION_PARAMS;
    this.#rotation = createRotationStage(this.#rotationParams);
    this.#load = createLoadStage({ flexionRangeDeg }, load);
    this.#nudges = nudges ? new NudgeStage(nudges, nudges.params) : null;
  }

  /** Makes room for `n` samples. */
  begin(n: number): void {
    if (this.#buffer.tUs.length < n) this.#buffer = createRotationBuffer(n);
    this.#buffer.n = 0;
  }

  /** Row `i` of a batch that has a gyroscope, with its orientation. */
  sample(batch: ImuBatch, i: number, known: SampleContext): void {
    projectRow(batch, i, known, this.#buffer);
  }

  /** What has been seen of rotation so far is void. */
  forgetRotations(): void {
    this.#rotation = createRotationStage(this.#rotationParams);
    this.#buffer.n = 0;
    this.#events = [];
  }

  /** After the last sample of a batch. */
  drain(news: PostureNews): MeasureRows {
    this.#events.push(...this.#rotation.push(this.#buffer));
    this.#buffer.n = 0;
    return this.#decide(news, news.decidedUntilUs ?? Number.NEGATIVE_INFINITY);
  }

  flush(news: PostureNews): MeasureRows {
    this.#events.push(...this.#rotation.flush());
    const rows = this.#decide(news, Number.POSITIVE_INFINITY);
    this.#load.flush();
    return rows;
  }

  snapshot(): Snapshot {
    return {
      rotation: this.#rotation.snapshot(),
      load: this.#load.snapshot(),
      nudges: this.#nudges?.snapshot() ?? null,
      undecided: [...this.#undecided.values()],
      states: [...this.#states],
      events: [...this.#events],
    };
  }

  restore(snapshot: Snapshot): void {
    this.#rotation.restore(snapshot.rotation as Snapshot);
    this.#load.restore(snapshot.load as Snapshot);
    if (snapshot.nudges) this.#nudges?.restore(snapshot.nudges as Snapshot);
    const undecided = snapshot.undecided as PostureSecond[];
    this.#undecided = new Map(undecided.map((second) => [second.tUs, second]));
    this.#states = new Map(snapshot.states as [number, PostureState][]);
    this.#events = [...(snapshot.events as RotationExcursion[])];
  }

  #decide(news: PostureNews, untilUs: number): MeasureRows {
    const decided = this.#takeDecided(news.seconds, untilUs);
    const { rows: load, breaks } = this.#load.push(decided);
    const nudges = this.#nudges?.push({ load, breaks }) ?? [];
    const rotations = this.#settle(untilUs);
    for (const tUs of this.#states.keys()) {
      if (this.#states.size <= REMEMBERED_S) break;
      this.#states.delete(tUs);
    }
    return { rotations, load, breaks, nudges };
  }

  #takeDecided(seconds: readonly PostureSecond[], untilUs: number): LoadSecond[] {
    for (const second of seconds) {
      if (second.state === 'unknown') this.#undecided.delete(second.tUs);
      else this.#undecided.set(second.tUs, second);
    }
    const decided: LoadSecond[] = [];
    for (const second of this.#undecided.values()) if (second.tUs < untilUs) decided.push(second);
    if (decided.length > 1) decided.sort((a, b) => a.tUs - b.tUs);
    for (const { tUs, state } of decided) {
      this.#undecided.delete(tUs);
      this.#states.set(tUs, state);
    }
    return decided;
  }

  /** In the order of the events: one that waits holds back those after it. */
  #settle(untilUs: number): RotationEvent[] {
    const settled: RotationEvent[] = [];
    while (this.#events.length > 0 && this.#events[0]!.peakUs + SETTLE_REACH_US < untilUs) {
      const told = settleRotation(this.#events.shift()!, (tUs) => this.#stateAt(tUs), this.#rotationParams);
      if (told) settled.push(told);
    }
    return settled;
  }

  #stateAt(tUs: number): PostureState {
    return this.#states.get(Math.floor(tUs / SECOND_US) * SECOND_US) ?? 'unknown';
  }
}
