import type { BodyFrame } from '../mounting/body-frame.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { Corrections, type LabelState, type PostureLabel } from './corrections.ts';
import type { EvidenceRow } from './evidence.ts';
import { SITTING_FEATURES, WALKING_FEATURES } from './feature-names.ts';
import { FEATURE_LOOKAHEAD_S, PostureFeatures } from './features.ts';
import { MODEL_TABLES } from './model-tables.ts';
import type { PostureParams } from './posture.params.ts';
import { type Decision, PostureDecoder } from './posture-decoder.ts';
import { type ModelTables, Trees } from './trees.ts';

const TILT = WALKING_FEATURES.indexOf('tilt');
const PITCH = SITTING_FEATURES.indexOf('median pitch less walking');

/** A row that waits for its features: whether it says anything, and what the wearer says about it. */
interface Waiting {
  readonly silent: boolean;
  readonly label: LabelState | null;
}

/** Evidence rows in, decisions out in the same order, some seconds later. */
export class PostureModel {
  readonly #features: PostureFeatures;
  readonly #decoder = new PostureDecoder();
  readonly #trees: Readonly<Record<keyof ModelTables, Trees>>;
  readonly #corrections: Corrections;
  #waiting: Waiting[] = [];

  /** `labels`: what the wearer says about stretches of time. */
  constructor(
    params: PostureParams,
    tables: ModelTables = MODEL_TABLES,
    labels: readonly PostureLabel[] = [],
  ) {
    this.#corrections = new Corrections(labels);
    this.#features = new PostureFeatures(params);
    this.#trees = {
      sitting: new Trees(tables.sitting),
      walking: new Trees(tables.walking),
      down: new Trees(tables.down),
      up: new Trees(tables.up),
    };
  }

  /** The wearer's label of a second, if there is one. */
  labelAt(tUs: number): PostureLabel | null {
    return this.#corrections.at(tUs);
  }

  /** Probability of sitting and of standing (walking included) at the latest second that has features. */
  get belief() {
    return this.#decoder.belief;
  }

  /** Takes the next row. */
  push(row: EvidenceRow, frame: BodyFrame): void {
    const label = this.#corrections.at(row.tUs)?.state ?? null;
    this.#waiting.push({ silent: row.lost || !row.acc, label });
    if (this.#features.push(row, frame)) this.#describe();
  }

  /** Decisions on the oldest rows that are due; after several rows each is decided by all of them. */
  decide(): Decision[] {
    return this.#decoder.decide();
  }

  /** Decisions on every row that waits. `last` is the last row given to `push`. */
  flush(last: EvidenceRow, frame: BodyFrame): Decision[] {
    const silence: EvidenceRow = { ...last, lost: true, acc: null };
    for (let k = 0; k < FEATURE_LOOKAHEAD_S; k++) {
      if (this.#features.push(silence, frame)) this.#describe();
    }
    return this.#decoder.decide(0);
  }

  snapshot(): Snapshot {
    return {
      features: this.#features.snapshot(),
      decoder: this.#decoder.snapshot(),
      corrections: this.#corrections.snapshot(),
      waiting: [...this.#waiting],
    };
  }

  restore(snapshot: Snapshot): void {
    this.#features.restore(snapshot.features as Snapshot);
    this.#decoder.restore(snapshot.decoder as Snapshot);
    this.#corrections.restore(snapshot.corrections as Snapshot);
    this.#waiting = [...(snapshot.waiting as Waiting[])];
  }

  #describe(): void {
    const { sitting, walking, door, doorKind } = this.#features;
    const isDoor = doorKind !== 'none';
    const { silent, label } = this.#waiting.shift()!;
    const pitchDeg = sitting[PITCH]!;
    this.#decoder.push({
      silent,
      label,
      sittingLogOdds: this.#trees.sitting.logOdds(sitting) + this.#corrections.logOdds(pitchDeg),
      walkingLogOdds: this.#trees.walking.logOdds(walking),
      tiltDeg: walking[TILT]!,
      door: doorKind,
      silenceTrust: this.#features.silenceTrust,
      peakMps: this.#features.peakMps,
      lean: this.#features.lean,
      downLogOdds: isDoor ? this.#trees.down.logOdds(door) : 0,
      upLogOdds: isDoor ? this.#trees.up.logOdds(door) : 0,
    });
    if (label && !silent) this.#corrections.learn(label, pitchDeg);
  }
}
