import type { PostureState } from '../../pipeline/outputs.ts';

/** Scores of posture per second; unknown counts as wrong wherever a posture is asked for. */

export type Truth = 'sitting' | 'standing' | 'walking' | 'lying';

/** Codes of HARTH and HAR70+; running and cycling are not scored. */
export const TRUTH_OF_CODE: Readonly<Record<number, Truth>> = {
  1: 'walking',
  4: 'walking',
  5: 'walking',
  3: 'standing',
  6: 'standing',
  7: 'sitting',
  8: 'lying',
};

export interface ScoredPerson {
  readonly id: string;
  readonly truth: readonly (Truth | null)[];
  readonly said: readonly PostureState[];
  /** Of what was said, 0..1; 0 where it is unknown. */
  readonly probability: readonly number[];
  /** What was said first, before the second was decided. */
  readonly saidAtOnce: readonly PostureState[];
}

export interface PersonScore {
  readonly id: string;
  /** Of sitting against standing. */
  readonly balancedAccuracy: number | null;
  /** Said less true share of sitting among sitting and standing, and of walking among standing and walking. */
  readonly shareError: number | null;
  readonly walkingShareError: number | null;
  /** Said less true sitting, minutes, over all labelled seconds. */
  readonly errorMin: number;
  readonly coverage: number;
  readonly sittingMin: number;
}

/** Pooled F1 per posture, and sitting against standing person by person. */
export interface PostureScore {
  readonly sittingF1: number;
  readonly lyingF1: number;
  readonly walkingF1: number;
  readonly balancedMedian: number;
  readonly balancedP10: number;
  readonly shareMean: number;
  readonly shareSd: number;
  readonly walkingShareSd: number;
  readonly maeMin: number;
  readonly coverage: number;
  readonly people: readonly PersonScore[];
}

/** Fewer labelled seconds of sitting or of standing give a person no balanced accuracy. */
const MIN_SECONDS = 30;

export function scorePosture(people: readonly ScoredPerson[]): PostureScore {
  const scored = people.map(scorePerson);
  const balanced = scored.flatMap((p) => p.balancedAccuracy ?? []);
  const shares = scored.flatMap((p) => p.shareError ?? []);
  return {
    sittingF1: f1(people, 'sitting'),
    lyingF1: f1(people, 'lying'),
    walkingF1: f1(people, 'walking'),
    balancedMedian: percentile(balanced, 50),
    balancedP10: percentile(balanced, 10),
    shareMean: mean(shares),
    shareSd: standardDeviation(shares),
    walkingShareSd: standardDeviation(scored.flatMap((p) => p.walkingShareError ?? [])),
    maeMin: mean(scored.map((p) => Math.abs(p.errorMin))),
    coverage: mean(scored.map((p) => p.coverage)),
    people: scored,
  };
}

function scorePerson(person: ScoredPerson): PersonScore {
  const counts = {
    ...{ sit: 0, sitSaid: 0, stand: 0, standSaidSit: 0, standSaidOther: 0 },
    ...{ saidSit: 0, trueSit: 0, known: 0, all: 0 },
  };
  person.truth.forEach((truth, i) => {
    if (truth === null) return;
    const sit = person.said[i] === 'sitting';
    const isKnown = person.said[i] !== 'unknown';
    counts.all++;
    if (isKnown) counts.known++;
    if (sit) counts.saidSit++;
    if (truth === 'sitting') counts.trueSit++;
    if (truth === 'sitting') counts.sit++;
    if (truth === 'sitting' && sit) counts.sitSaid++;
    if (truth === 'standing') counts.stand++;
    if (truth === 'standing' && sit) counts.standSaidSit++;
    if (truth === 'standing' && !sit && isKnown) counts.standSaidOther++;
  });
  const { sit, sitSaid, stand, standSaidSit, standSaidOther } = counts;
  const enough = sit >= MIN_SECONDS && stand >= MIN_SECONDS;
  return {
    id: person.id,
    balancedAccuracy: enough ? (sitSaid / sit + standSaidOther / stand) / 2 : null,
    shareError: enough ? (sitSaid + standSaidSit - sit) / (sit + stand) : null,
    walkingShareError: walkingShareError(person),
    errorMin: (counts.saidSit - counts.trueSit) / 60,
    coverage: counts.all > 0 ? counts.known / counts.all : 0,
    sittingMin: counts.trueSit / 60,
  };
}

function walkingShareError({ truth, said }: ScoredPerson): number | null {
  let walk = 0;
  let stand = 0;
  let saidWalk = 0;
  truth.forEach((posture, i) => {
    if (posture !== 'walking' && posture !== 'standing') return;
    if (posture === 'walking') walk++;
    else stand++;
    if (said[i] === 'walking') saidWalk++;
  });
  return walk >= MIN_SECONDS && stand >= MIN_SECONDS ? (saidWalk - walk) / (walk + stand) : null;
}

function f1(people: readonly ScoredPerson[], state: Truth): number {
  let hit = 0;
  let wrong = 0;
  for (const { truth, said } of people) {
    truth.forEach((t, i) => {
      if (t === null) return;
      if (t === state && said[i] === state) hit++;
      else if (t === state || said[i] === state) wrong++;
    });
  }
  return (2 * hit) / (2 * hit + wrong);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number {
  const m = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
}

/** Linear between ranks. */
function percentile(values: readonly number[], percent: number): number {
  const s = [...values].sort((a, b) => a - b);
  const at = ((s.length - 1) * percent) / 100;
  const low = s[Math.floor(at)]!;
  return low + (s[Math.ceil(at)]! - low) * (at - Math.floor(at));
}
