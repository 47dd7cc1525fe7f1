import {
  calibrationError,
  firstSaid,
  type PostureScore,
  reliability,
  type ScoredPerson,
  scorePosture,
  shareInside,
  toldShares,
} from '@plumbline/core/validation';
import { atLeast, atMost, type Figure } from './figure.ts';

/** A person with axes stated and with axes unknown. */
export interface ByAxes {
  readonly stated: ScoredPerson;
  readonly unknown: ScoredPerson;
}

export interface JudgedPerson {
  readonly id: string;
  readonly shipped: ByAxes;
  /** By trees trained without this person; null for whom the shipped ones never saw. */
  readonly leftOut: ByAxes | null;
}

/** By trees that never saw the person. */
export function unseen({ leftOut, shipped }: JudgedPerson): ByAxes {
  return leftOut ?? shipped;
}

interface Reach {
  readonly sittingF1: number;
  readonly median: number;
  readonly p10: number;
  readonly shareSd: number | null;
  readonly maeMin: number;
  readonly lyingF1: number;
  readonly walkingF1: number;
}

interface Group {
  readonly title: string;
  readonly of: (person: JudgedPerson) => ByAxes | null;
  readonly reach: Reach | null;
}

const LEFT_OUT: Reach = {
  sittingF1: 0.91,
  median: 0.95,
  p10: 0.75,
  shareSd: 0.075,
  maeMin: 1.2,
  lyingF1: 0.95,
  walkingF1: 0.96,
};
const OTHERS: Reach = { ...LEFT_OUT, sittingF1: 0.94, p10: 0.85, shareSd: null, maeMin: 1.1 };

/** The numbers to reach are for people the judging model was not trained on. */
export const GROUPS = {
  leftOut: { title: 'left out', of: ({ leftOut }) => leftOut, reach: LEFT_OUT },
  others: {
    title: 'other people',
    of: ({ leftOut, shipped }) => (leftOut ? null : shipped),
    reach: OTHERS,
  },
  inSample: {
    title: 'shipped, in-sample',
    of: ({ leftOut, shipped }) => (leftOut ? shipped : null),
    reach: null,
  },
} as const satisfies Record<string, Group>;

export type GroupName = keyof typeof GROUPS;

const AXES = { stated: 'axes stated', unknown: 'axes unknown' } as const;

export function figuresOfGroup(name: GroupName, people: readonly JudgedPerson[]): Figure[] {
  const { title, of, reach }: Group = GROUPS[name];
  const members = people.flatMap((person) => of(person) ?? []);
  return (['stated', 'unknown'] as const).flatMap((axes) => {
    const scored = members.map((member) => member[axes]).filter(sits);
    return scored.length === 0 ? [] : figuresOf(`${title}, ${AXES[axes]}`, scored, reach);
  });
}

export function sits({ truth }: ScoredPerson): boolean {
  return truth.includes('sitting');
}

function figuresOf(what: string, people: readonly ScoredPerson[], reach: Reach | null): Figure[] {
  const score = scorePosture(people);
  const atOnce = toldShares(people.map(firstSaid));
  const bins = reliability(people);
  const asked = reach ?? NOTHING_ASKED;
  return [
    atLeast(`${what}: sitting F1`, score.sittingF1, asked.sittingF1),
    ...personFigures(what, score, asked),
    atMost(`${what}: sitting time, mean absolute error`, score.maeMin, asked.maeMin, 'min'),
    ...f1Of(what, 'lying', people, score.lyingF1, asked.lyingF1),
    ...f1Of(what, 'walking', people, score.walkingF1, asked.walkingF1),
    atMost(`${what}: walking share, standard deviation`, score.walkingShareSd, null, '', 3),
    atLeast(`${what}: coverage`, score.coverage, null),
    atLeast(`${what}: accuracy when told`, toldShares(people).right, null),
    atLeast(`${what}: told at once, share of seconds`, atOnce.told, null),
    atLeast(`${what}: told at once, accuracy`, atOnce.right, null),
    atMost(`${what}: calibration error of the probability`, calibrationError(bins), null, '', 3),
    atLeast(`${what}: times inside their 95 % interval`, shareInside(people), null),
  ];
}

type Asked = { readonly [K in keyof Reach]: number | null };

const NOTHING_ASKED: Asked = {
  sittingF1: null,
  median: null,
  p10: null,
  shareSd: null,
  maeMin: null,
  lyingF1: null,
  walkingF1: null,
};

/** Where nobody has enough of both sitting and standing there is no balanced accuracy. */
function personFigures(what: string, score: PostureScore, asked: Asked): Figure[] {
  if (score.people.every(({ balancedAccuracy }) => balancedAccuracy === null)) return [];
  return [
    atLeast(`${what}: balanced accuracy, median person`, score.balancedMedian, asked.median),
    atLeast(`${what}: balanced accuracy, 10th percentile`, score.balancedP10, asked.p10),
    atMost(`${what}: sitting share, standard deviation`, score.shareSd, asked.shareSd, '', 3),
  ];
}

/** Nobody who lies, no F1 of lying. */
function f1Of(
  what: string,
  posture: 'lying' | 'walking',
  people: readonly ScoredPerson[],
  value: number,
  reach: number | null,
): Figure[] {
  if (!people.some(({ truth }) => truth.includes(posture))) return [];
  return [atLeast(`${what}: ${posture} F1`, value, reach)];
}
