import type { BoutRevision, MountingState, PostureSecond, PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { AxesMounting } from './axes.ts';
import { type BodyFrame, bodyFrame, flexionDeg, sideBendDeg, tiltDeg, type Vec3 } from './body-frame.ts';
import { BoutBuilder } from './bouts.ts';
import { EvidenceBuilder, type EvidenceRow } from './evidence.ts';
import { ForwardAxis } from './forward-axis.ts';
import type { PostureParams } from './posture.params.ts';
import { applyRule, isWalking, type Verdict } from './published-rule.ts';
import { WalkingReference } from './walking-reference.ts';

/** What an earlier session with the same mounting learned; sensor frame, any length. */
export interface MountingSeed {
  readonly up: Vec3;
  readonly forward: Vec3 | null;
}

export interface PostureOptions {
  readonly rateHz: number;
  readonly axes: AxesMounting | null;
  readonly seed: MountingSeed | null;
  readonly params: PostureParams;
}

export interface PostureDrain {
  readonly seconds: readonly PostureSecond[];
  readonly bouts: BoutRevision;
  /** Seconds before this time are final; null before any is. */
  readonly decidedUntilUs: number | null;
}

const SECOND_US = 1_000_000;
const UNDECIDED: Verdict = { state: 'unknown', probability: 0 };
const NO_REFERENCE = 'upright is not known yet: walk a few steps straight ahead';
const NO_FORWARD =
  'which way is forward is not known yet: bend forward a few times, sit for half a minute, or state the axes';
/** Seconds this quiet tell how the wearer rests. */
const RESTING_SD_MPS2 = 0.3;

/**
 * Posture per second against the walking reference. Seconds before the first reference are told as unknown and
 * wait; when it arrives they are decided in order and sent again.
 */
export class PostureStage {
  readonly #options: PostureOptions;
  readonly #evidence: EvidenceBuilder;
  readonly #reference: WalkingReference;
  readonly #forward = new ForwardAxis();
  readonly #bouts: BoutBuilder;
  #backlog: EvidenceRow[] = [];
  #seconds: PostureSecond[] = [];
  #lastState: PostureState = 'unknown';
  #frame: BodyFrame | null = null;
  #decidedUntilUs: number | null = null;

  constructor(options: PostureOptions) {
    this.#options = options;
    this.#evidence = new EvidenceBuilder(options.rateHz, (row) => this.#onRow(row));
    this.#reference = new WalkingReference(options.params);
    this.#bouts = new BoutBuilder(options.params);
    this.#frame = this.#currentFrame();
  }

  /** Upright and forward as known now; null before the first reference. */
  get frame(): BodyFrame | null {
    return this.#frame;
  }

  /** Posture of the last decided second; unknown before the first. */
  get state(): PostureState {
    return this.#lastState;
  }

  get mounting(): MountingState {
    const { seed } = this.#options;
    const reference = this.#reference.up ? 'walking' : seed ? 'seed' : null;
    const forward = this.#frame?.forward ? this.#forwardSource() : null;
    const reason = reference === null ? NO_REFERENCE : forward === null ? NO_FORWARD : null;
    return { reference, forward, reason };
  }

  /** One sample later than all before; see {@link EvidenceBuilder.push}. */
  push(tUs: number, acc: Float64Array, up: Float64Array, rotationDeg: number): void {
    this.#evidence.push(tUs, acc, up, rotationDeg);
  }

  /** Everything said since the last drain. */
  drain(): PostureDrain {
    return this.#take(false);
  }

  flush(): PostureDrain {
    this.#evidence.flush();
    for (const row of this.#backlog) this.#giveUp(row);
    this.#backlog = [];
    return this.#take(true);
  }

  snapshot(): Snapshot {
    return {
      evidence: this.#evidence.snapshot(),
      reference: this.#reference.snapshot(),
      forward: this.#forward.snapshot(),
      bouts: this.#bouts.snapshot(),
      backlog: [...this.#backlog],
      seconds: [...this.#seconds],
      lastState: this.#lastState,
      decidedUntilUs: this.#decidedUntilUs,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#evidence.restore(snapshot.evidence as Snapshot);
    this.#reference.restore(snapshot.reference as Snapshot);
    this.#forward.restore(snapshot.forward as Snapshot);
    this.#bouts.restore(snapshot.bouts as Snapshot);
    this.#backlog = [...(snapshot.backlog as EvidenceRow[])];
    this.#seconds = [...(snapshot.seconds as PostureSecond[])];
    this.#lastState = snapshot.lastState as PostureState;
    this.#decidedUntilUs = snapshot.decidedUntilUs as number | null;
    this.#frame = this.#currentFrame();
  }

  #take(ended: boolean): PostureDrain {
    const seconds = this.#seconds;
    this.#seconds = [];
    return { seconds, bouts: this.#bouts.drain(ended), decidedUntilUs: this.#decidedUntilUs };
  }

  #onRow(row: EvidenceRow): void {
    if (row.acc5 && !row.lost && isWalking(row, this.#options.params)) this.#reference.add(row.acc5);
    this.#learnForward(row);
    this.#frame = this.#currentFrame();
    if (this.#frame?.forward) {
      for (const waiting of this.#backlog) this.#decide(waiting, this.#frame);
      this.#backlog = [];
      this.#decide(row, this.#frame);
      return;
    }
    this.#backlog.push(row);
    if (this.#backlog.length > this.#options.params.backlogMaxS) this.#giveUp(this.#backlog.shift()!);
    this.#seconds.push(describe(row, this.#withoutForward(row), this.#frame));
    this.#bouts.undecided(row.tUs);
  }

  /** Everyone bends and sits: the same evidence serves whether or not the axes were stated. */
  #learnForward(row: EvidenceRow): void {
    const up = this.#reference.up;
    if (!up || !row.up || row.lost || isWalking(row, this.#options.params)) return;
    this.#forward.add(row.up, up, row.sdMps2 < RESTING_SD_MPS2);
  }

  #forwardSource(): MountingState['forward'] {
    if (this.#options.seed?.forward) return 'seed';
    return this.#options.axes ? 'axes' : (this.#forward.estimate?.source ?? null);
  }

  /** What can be said of a second while forward, or everything, is unknown. */
  #withoutForward(row: EvidenceRow): Verdict {
    return this.#frame ? this.#verdict(row, this.#frame) : UNDECIDED;
  }

  #currentFrame(): BodyFrame | null {
    const { axes, seed } = this.#options;
    const up = this.#reference.up ?? seed?.up;
    const forward = seed?.forward ?? axes?.forward ?? this.#forward.estimate?.forward ?? null;
    return up ? bodyFrame(up, forward) : null;
  }

  #decide(row: EvidenceRow, frame: BodyFrame): void {
    const verdict = this.#verdict(row, frame);
    this.#lastState = verdict.state;
    this.#seconds.push(describe(row, verdict, frame));
    this.#settle(row.tUs, verdict.state);
  }

  #verdict(row: EvidenceRow, frame: BodyFrame): Verdict {
    if (row.lost) return UNDECIDED;
    if (row.acc) return applyRule(row, frame, this.#options.params);
    return { state: this.#lastState, probability: this.#lastState === 'unknown' ? 0 : KEPT_PROBABILITY };
  }

  /** It has waited too long, or for ever: what could be said of it stands. */
  #giveUp(row: EvidenceRow): void {
    this.#settle(row.tUs, this.#withoutForward(row).state);
  }

  #settle(tUs: number, state: PostureState): void {
    this.#bouts.decided(tUs, state);
    this.#decidedUntilUs = tUs + SECOND_US;
  }
}

/** Of a state kept over a short silence. */
const KEPT_PROBABILITY = 0.5;

function describe(row: EvidenceRow, verdict: Verdict, frame: BodyFrame | null): PostureSecond {
  const up = row.up;
  return {
    tUs: row.tUs,
    state: verdict.state,
    probability: verdict.probability,
    flexionDeg: up && frame?.forward ? flexionDeg(frame, up[0], up[1], up[2]) : null,
    sideBendDeg: up && frame?.forward ? sideBendDeg(frame, up[0], up[1], up[2]) : null,
    rotationDeg: row.rotationDeg,
    tiltDeg: up && frame ? tiltDeg(frame, up[0], up[1], up[2]) : null,
    activityMps2: row.sdMps2,
    coverage: row.coverage,
  };
}
