import type { AxesMounting } from '../mounting/axes.ts';
import { type BodyFrame, flexionDeg, sideBendDeg, tiltDeg } from '../mounting/body-frame.ts';
import { Mounting } from '../mounting/mounting.ts';
import type { Wear } from '../mounting/wear-detector.ts';
import type {
  BoutRevision,
  MountingEvent,
  MountingSeed,
  MountingState,
  PostureSecond,
} from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { BoutBuilder } from './bouts.ts';
import type { PostureLabel } from './corrections.ts';
import { EvidenceBuilder, type EvidenceRow, type SecondNews } from './evidence.ts';
import { HeldSeconds, NOT_WORN } from './held-seconds.ts';
import type { PostureParams } from './posture.params.ts';
import type { Decision } from './posture-decoder.ts';
import { PostureModel } from './posture-model.ts';
import { applyRule, isRunning, isSoftWalking, isWalking, type Verdict } from './published-rule.ts';
import { SecondGuess, UNDECIDED } from './second-guess.ts';
import type { ModelTables } from './trees.ts';

export interface PostureOptions {
  readonly rateHz: number;
  readonly axes: AxesMounting | null;
  readonly seed: MountingSeed | null;
  readonly params: PostureParams;
  /** Another model than the shipped one, for validation. */
  readonly model?: ModelTables | undefined;
  /** What the wearer says about stretches of time, see {@link Corrections}. */
  readonly labels?: readonly PostureLabel[] | undefined;
}

export interface PostureDrain {
  readonly seconds: readonly PostureSecond[];
  readonly bouts: BoutRevision;
  /** Seconds before this time are final; null before any is. */
  readonly decidedUntilUs: number | null;
  readonly mountingEvents: readonly MountingEvent[];
}

const SECOND_US = 1_000_000;

/**
 * Posture per second against the walking reference. A second is told at once by what is known, and again when
 * it is decided, at most 15 s later. Seconds before the first reference are told as unknown and wait; when it
 * arrives they are decided in order. While the clip keeps as still as on a table the decided ones wait as well.
 */
export class PostureStage {
  readonly #options: PostureOptions;
  readonly #evidence: EvidenceBuilder;
  readonly #mounting: Mounting;
  readonly #model: PostureModel;
  readonly #guess: SecondGuess;
  readonly #bouts: BoutBuilder;
  /** Rows without a reference. */
  #backlog: EvidenceRow[] = [];
  /** Rows that the model has taken and not decided. */
  #taken: EvidenceRow[] = [];
  readonly #held: HeldSeconds;
  #seconds: PostureSecond[] = [];
  #frame: BodyFrame | null = null;
  #decidedUntilUs: number | null = null;
  /** Why the end of the recording is not known; null: it is, or there is no end yet. */
  #stillEnd: string | null = null;

  constructor(options: PostureOptions) {
    this.#options = options;
    this.#evidence = new EvidenceBuilder(options.rateHz, {
      gait: (evidence) => this.#mounting.walk(evidence),
      news: (news) => this.#onNews(news),
      row: (row) => this.#onRow(row),
    });
    this.#mounting = new Mounting(options);
    this.#model = new PostureModel(options.params, options.model, options.labels);
    this.#guess = new SecondGuess(options.params);
    this.#held = new HeldSeconds(options.params.notWornS);
    this.#bouts = new BoutBuilder(options.params);
    this.#frame = this.#mounting.frame;
  }

  /** Upright and forward as known now; null before the first reference. */
  get frame(): BodyFrame | null {
    return this.#frame;
  }

  get mounting(): MountingState {
    const { state } = this.#mounting;
    return { ...state, reason: state.reason ?? this.#stillEnd };
  }

  /** One sample later than all before; see {@link EvidenceBuilder.push}. */
  push(tUs: number, acc: Float64Array, up: Float64Array, rotationDeg: number): void {
    this.#evidence.push(tUs, acc, up, rotationDeg);
  }

  /** The same from one array, see `posture-sample.ts`. */
  pushSample(sample: Float64Array): void {
    this.#evidence.pushSample(sample);
  }

  /** Everything said since the last drain. */
  drain(): PostureDrain {
    return this.#take(false);
  }

  flush(): PostureDrain {
    this.#evidence.flush();
    const last = this.#taken.at(-1);
    if (last && this.#frame) {
      for (const decision of this.#model.flush(last, this.#frame)) this.#settle(decision);
    }
    for (const row of this.#backlog) this.#giveUp(row);
    this.#backlog = [];
    const held = this.#held.flush();
    for (const second of held) this.#tell(second);
    this.#stillEnd = stillEnd(held);
    return this.#take(true);
  }

  snapshot(): Snapshot {
    return {
      evidence: this.#evidence.snapshot(),
      mounting: this.#mounting.snapshot(),
      model: this.#model.snapshot(),
      guess: this.#guess.snapshot(),
      bouts: this.#bouts.snapshot(),
      backlog: [...this.#backlog],
      taken: [...this.#taken],
      held: this.#held.snapshot(),
      seconds: [...this.#seconds],
      decidedUntilUs: this.#decidedUntilUs,
    };
  }

  restore(snapshot: Snapshot): void {
    this.#evidence.restore(snapshot.evidence as Snapshot);
    this.#mounting.restore(snapshot.mounting as Snapshot);
    this.#model.restore(snapshot.model as Snapshot);
    this.#guess.restore(snapshot.guess as Snapshot);
    this.#bouts.restore(snapshot.bouts as Snapshot);
    this.#backlog = [...(snapshot.backlog as EvidenceRow[])];
    this.#taken = [...(snapshot.taken as EvidenceRow[])];
    this.#held.restore(snapshot.held as Snapshot);
    this.#seconds = [...(snapshot.seconds as PostureSecond[])];
    this.#decidedUntilUs = snapshot.decidedUntilUs as number | null;
    this.#frame = this.#mounting.frame;
  }

  #take(ended: boolean): PostureDrain {
    const seconds = this.#seconds;
    this.#seconds = [];
    const bouts = this.#bouts.drain(ended);
    return { seconds, bouts, decidedUntilUs: this.#decidedUntilUs, mountingEvents: this.#mounting.drain() };
  }

  /** A second is over: what can be said of it now. */
  #onNews(news: SecondNews): void {
    const guess = this.#guess.next(news, this.#frame, this.#model.belief);
    const isOff = news.acc !== null && this.#mounting.staysOff(news.acc);
    const second = this.#describe(news, isOff ? NOT_WORN : guess, news.acc !== null);
    this.#seconds.push(second);
    this.#bouts.provisional(second.tUs, second.state);
  }

  #onRow(row: EvidenceRow): void {
    this.#mounting.add(row, this.#showsUpright(row));
    this.#frame = this.#mounting.frame;
    this.#backlog.push(row);
    if (this.#frame?.forward) {
      for (const waiting of this.#backlog) this.#model.push(waiting, this.#frame);
      this.#taken.push(...this.#backlog);
      this.#backlog = [];
      for (const decision of this.#model.decide()) this.#settle(decision);
    } else if (this.#backlog.length > this.#options.params.backlogMaxS) this.#giveUp(this.#backlog.shift()!);
  }

  #showsUpright(row: EvidenceRow): boolean {
    const { params } = this.#options;
    return (
      isWalking(row, params) || (this.#mounting.walkedS < params.softReferenceS && isSoftWalking(row, params))
    );
  }

  /** The decision on the oldest row that the model holds. */
  #settle(decision: Decision): void {
    const row = this.#taken.shift()!;
    const wear = this.#mounting.wear(row.tUs, row.acc);
    this.#decide(row, this.#refine(row, decision), wear);
  }

  #decide(row: EvidenceRow, judged: Verdict, wear: Wear): void {
    const verdict = row.lost ? UNDECIDED : wear === 'off' ? NOT_WORN : judged;
    const second = this.#describe(row, verdict, !row.lost);
    for (const told of this.#held.next(second, !row.lost, wear)) this.#tell(told);
  }

  #tell(second: PostureSecond): void {
    this.#seconds.push(second);
    this.#bouts.decided(second.tUs, second.state);
    this.#decidedUntilUs = second.tUs + SECOND_US;
  }

  /** Where something was measured the wearer's word wins. */
  #describe(row: SecondNews | EvidenceRow, verdict: Verdict, measured: boolean): PostureSecond {
    const label = measured ? this.#model.labelAt(row.tUs) : null;
    const told = label ? { state: label.state, probability: 1 } : verdict;
    const second = describe(row, told, this.#frame);
    return label ? { ...second, labelId: label.id } : second;
  }

  #refine(row: EvidenceRow, decision: Decision): Verdict {
    if (this.#mounting.isHeadDown) return UNDECIDED;
    if (decision.state === 'walking' && isRunning(row, this.#options.params)) {
      return { state: 'running', probability: decision.probability };
    }
    return decision;
  }

  /** It has waited too long, or the recording has ended without a forward axis: what needs none stands. */
  #giveUp(row: EvidenceRow): void {
    const wear = this.#mounting.wear(row.tUs, row.acc);
    const known = this.#frame !== null && !row.lost;
    const judged = known ? applyRule(row, this.#frame!, this.#options.params) : UNDECIDED;
    this.#decide(row, judged, wear);
  }
}

function describe(row: SecondNews | EvidenceRow, verdict: Verdict, frame: BodyFrame | null): PostureSecond {
  const { up } = row;
  return {
    tUs: row.tUs,
    state: verdict.state,
    probability: Math.min(1, verdict.probability),
    flexionDeg: up && frame?.forward ? flexionDeg(frame, up[0], up[1], up[2]) : null,
    sideBendDeg: up && frame?.forward ? sideBendDeg(frame, up[0], up[1], up[2]) : null,
    rotationDeg: row.rotationDeg,
    tiltDeg: up && frame ? tiltDeg(frame, up[0], up[1], up[2]) : null,
    activityMps2: row.sdMps2,
    coverage: row.coverage,
  };
}

function stillEnd(seconds: readonly PostureSecond[]): string | null {
  const unknownS = seconds.filter(({ perhapsOff }) => perhapsOff).length;
  if (unknownS === 0) return null;
  return `for its last ${unknownS} s the sensor kept as still as on a table: whether it was worn then is not known`;
}
