import type { BodyFrame } from '../mounting/body-frame.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import type { EvidenceRow } from './evidence.ts';
import { FEATURE_LOOKAHEAD_S, PostureFeatures, WALKING_FEATURES } from './features.ts';
import { MODEL_TABLES } from './model-tables.ts';
import type { PostureParams } from './posture.params.ts';
import { type Decision, PostureDecoder } from './posture-decoder.ts';
import { type ModelTables, Trees } from './trees.ts';

const TILT = WALKING_FEATURES.indexOf('tilt');

/** Evidence rows in, decisions out in the same order, some seconds later. */
export class PostureModel {
  readonly #features: PostureFeatures;
  readonly #decoder = new PostureDecoder();
  readonly #trees: Readonly<Record<keyof ModelTables, Trees>>;
  /** Whether the rows that wait for their features say anything. */
  #silent: boolean[] = [];

  constructor(params: PostureParams, tables: ModelTables = MODEL_TABLES) {
    this.#features = new PostureFeatures(params);
    this.#trees = {
      sitting: new Trees(tables.sitting),
      walking: new Trees(tables.walking),
      down: new Trees(tables.down),
      up: new Trees(tables.up),
    };
  }

  /** Probability of sitting and of standing (walking included) at the latest second that has features. */
  get belief() {
    return this.#decoder.belief;
  }

  /** Takes the next row. */
  push(row: EvidenceRow, frame: BodyFrame): void {
    this.#silent.push(row.lost || !row.acc);
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
      silent: [...this.#silent],
    };
  }

  restore(snapshot: Snapshot): void {
    this.#features.restore(snapshot.features as Snapshot);
    this.#decoder.restore(snapshot.decoder as Snapshot);
    this.#silent = [...(snapshot.silent as boolean[])];
  }

  #describe(): void {
    const { sitting, walking, door, doorKind } = this.#features;
    const isDoor = doorKind !== 'none';
    this.#decoder.push({
      silent: this.#silent.shift()!,
      sittingLogOdds: this.#trees.sitting.logOdds(sitting),
      walkingLogOdds: this.#trees.walking.logOdds(walking),
      tiltDeg: walking[TILT]!,
      door: doorKind,
      peakMps: this.#features.peakMps,
      downLogOdds: isDoor ? this.#trees.down.logOdds(door) : 0,
      upLogOdds: isDoor ? this.#trees.up.logOdds(door) : 0,
    });
  }
}
