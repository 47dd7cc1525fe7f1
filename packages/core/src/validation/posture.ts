import type { AxesMounting } from '../mounting/axes.ts';
import { OrientationFilter } from '../orientation/orientation-filter.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { PostureLabel } from '../posture/corrections.ts';
import { POSTURE_PARAMS } from '../posture/posture.params.ts';
import { PostureStage } from '../posture/posture-stage.ts';
import type { ModelTables } from '../posture/trees.ts';
import { LABELLED_RATE_HZ, type LabelledPerson } from '../posture/validation/labelled-person.ts';
import { type ScoredPerson, TRUTH_OF_CODE } from '../posture/validation/posture-score.ts';
import { type ImuBatch, sliceBatch } from '../signal/imu-batch.ts';

/** How a person's recording is judged. */
export interface PostureTrialOptions {
  /** How the clip is worn; null: the pipeline has to find out. */
  readonly axes: AxesMounting | null;
  /** Trees trained without this person; the shipped pipeline without. */
  readonly model?: ModelTables | undefined;
  /** What the wearer says about stretches of time. */
  readonly labels?: readonly PostureLabel[];
}

const US_PER_S = 1e6;

/**
 * What the product says of every labelled second once everything is decided. A labelled second that it never speaks
 * of is unknown.
 */
export function judgePosture(person: LabelledPerson, options: PostureTrialOptions): ScoredPerson {
  const first = new Map<number, PostureSecond>();
  const told = new Map<number, PostureSecond>();
  for (const second of options.model ? throughStage(person, options) : throughPipeline(person, options)) {
    const atS = second.tUs / US_PER_S;
    if (!first.has(atS)) first.set(atS, second);
    told.set(atS, second);
  }
  const labelled = [...person.labels];
  const saidOf = labelled.map(([second]) => told.get(second));
  return {
    id: person.id,
    truth: labelled.map(([, code]) => TRUTH_OF_CODE[code] ?? null),
    said: saidOf.map((second) => second?.state ?? 'unknown'),
    probability: saidOf.map((second) => second?.probability ?? 0),
    saidAtOnce: labelled.map(([second]) => first.get(second)?.state ?? 'unknown'),
  };
}

/** Second by second as they are told live, a second again when it is revised. */
function* throughPipeline(
  person: LabelledPerson,
  { axes, labels = [] }: PostureTrialOptions,
): Generator<PostureSecond> {
  const pipeline = createPipeline({ rateHz: LABELLED_RATE_HZ, hasGyro: false, hasMag: false, axes, labels });
  const { n, tUs, x, y, z } = person;
  const all: ImuBatch = { n, tUs, accMps2: { x, y, z }, gyrRadps: null, magUt: null };
  for (let from = 0; from < n; from += LABELLED_RATE_HZ) {
    yield* pipeline.push(sliceBatch(all, from, Math.min(n, from + LABELLED_RATE_HZ))).seconds;
  }
  yield* pipeline.flush().seconds;
}

/** As the pipeline does with acceleration alone, with other trees. */
function* throughStage(
  person: LabelledPerson,
  { axes, model, labels }: PostureTrialOptions,
): Generator<PostureSecond> {
  const options = { rateHz: LABELLED_RATE_HZ, axes, seed: null, params: POSTURE_PARAMS, model, labels };
  const stage = new PostureStage(options);
  const filter = new OrientationFilter();
  const acc = new Float64Array(3);
  const up = new Float64Array(3);
  for (let i = 0; i < person.n; i++) {
    acc[0] = person.x[i]!;
    acc[1] = person.y[i]!;
    acc[2] = person.z[i]!;
    filter.updateAcc(person.tUs[i]!, acc[0], acc[1], acc[2]);
    readUp(filter.quaternion, up);
    stage.push(person.tUs[i]!, acc, up, Number.NaN);
    if ((i + 1) % LABELLED_RATE_HZ === 0) yield* stage.drain().seconds;
  }
  yield* stage.flush().seconds;
}

function readUp(q: Float64Array, up: Float64Array): void {
  up[0] = 2 * (q[1]! * q[3]! - q[0]! * q[2]!);
  up[1] = 2 * (q[2]! * q[3]! + q[0]! * q[1]!);
  up[2] = 1 - 2 * (q[1]! * q[1]! + q[2]! * q[2]!);
}

/** The same person by what was said at once. */
export function firstSaid(person: ScoredPerson): ScoredPerson {
  return { ...person, said: person.saidAtOnce };
}

/** Of the scored seconds: the share with a stated posture, and of those the share whose posture is right. */
export interface ToldShares {
  readonly told: number;
  /** NaN when none is stated. */
  readonly right: number;
}

export function toldShares(people: readonly ScoredPerson[]): ToldShares {
  let right = 0;
  let told = 0;
  let all = 0;
  for (const { truth, said } of people) {
    truth.forEach((posture, i) => {
      if (posture === null) return;
      all++;
      if (said[i] === 'unknown') return;
      told++;
      if (posture === said[i]) right++;
    });
  }
  return { told: told / all, right: right / told };
}
