import { parseAxes } from '../../mounting/axes.ts';
import type { PostureState } from '../../pipeline/outputs.ts';
import { POSTURE_PARAMS } from '../posture.params.ts';
import { PostureStage } from '../posture-stage.ts';
import type { ModelTables } from '../trees.ts';
import { LABELLED_AXES, LABELLED_RATE_HZ, type LabelledPerson } from './labelled-person.ts';
import { type PostureScore, type ScoredPerson, scorePosture, TRUTH_OF_CODE } from './posture-score.ts';

/** One figure with what it should reach, on the people it was developed on. */
export interface PostureFigure {
  readonly quantity: string;
  readonly unit: string;
  readonly value: number;
  /** At least (or at most, where less is better). */
  readonly reach: number | null;
  readonly met: boolean | null;
}

export interface PostureValidation {
  readonly figures: readonly PostureFigure[];
  readonly score: PostureScore;
}

const US_PER_S = 1e6;

/**
 * Scores posture per second, causal but for its 15 s of delay and the revision before the first reference.
 * `modelFor` gives the trees that were trained without a person. People who never sit are left out.
 */
export function validatePosture(
  people: readonly LabelledPerson[],
  modelFor: (id: string) => ModelTables | undefined,
): PostureValidation {
  const scored = people
    .map((person) => judge(person, modelFor(person.id)))
    .filter((person) => person.truth.includes('sitting'));
  const score = scorePosture(scored);
  return { score, figures: figuresOf(score) };
}

/** What the product says of every labelled second. */
function judge(person: LabelledPerson, model: ModelTables | undefined): ScoredPerson {
  const axes = parseAxes(LABELLED_AXES);
  const stage = new PostureStage({
    rateHz: LABELLED_RATE_HZ,
    axes,
    seed: null,
    params: POSTURE_PARAMS,
    model,
  });
  const acc = new Float64Array(3);
  for (let i = 0; i < person.n; i++) {
    acc[0] = person.x[i]!;
    acc[1] = person.y[i]!;
    acc[2] = person.z[i]!;
    stage.push(person.tUs[i]!, acc, acc, Number.NaN);
  }
  const states = new Map<number, PostureState>();
  for (const { tUs, state } of stage.flush().seconds) states.set(tUs / US_PER_S, state);
  const seconds = [...states.keys()].filter((second) => person.labels.has(second));
  return {
    id: person.id,
    truth: seconds.map((second) => TRUTH_OF_CODE[person.labels.get(second)!] ?? null),
    said: seconds.map((second) => states.get(second)!),
  };
}

function figuresOf(score: PostureScore): PostureFigure[] {
  const atLeast = (quantity: string, value: number, reach: number | null): PostureFigure => ({
    quantity,
    unit: '1',
    value,
    reach,
    met: reach === null ? null : value >= reach,
  });
  const atMost = (quantity: string, unit: string, value: number, reach: number): PostureFigure => ({
    quantity,
    unit,
    value,
    reach,
    met: value <= reach,
  });
  return [
    atLeast('sitting F1', score.sittingF1, 0.91),
    atLeast('balanced accuracy, median person', score.balancedMedian, 0.95),
    atLeast('balanced accuracy, 10th percentile', score.balancedP10, 0.75),
    atMost('sitting share, standard deviation', '1', score.shareSd, 0.075),
    atMost('sitting time, mean absolute error', 'min', score.maeMin, 1.2),
    atLeast('lying F1', score.lyingF1, 0.95),
    atLeast('walking F1', score.walkingF1, 0.96),
    atLeast('coverage', score.coverage, null),
  ];
}
