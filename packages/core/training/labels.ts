import { parseAxes } from '../src/mounting/axes.ts';
import type { PostureLabel } from '../src/posture/corrections.ts';
import type { LabelledPerson } from '../src/posture/validation/labelled-person.ts';
import { LABELLED_AXES } from '../src/posture/validation/labelled-person.ts';
import { type ScoredPerson, scorePosture } from '../src/posture/validation/posture-score.ts';
import { judgePosture } from '../src/validation/posture.ts';
import { loadPeople } from './back-posture.ts';
import { loadLeftOutModels } from './left-out-models.ts';

/**
 * Usage: node labels.ts <back-posture folder>: what one label of the wearer changes. Everybody is judged by trees
 * that never saw them; then the longest bout told wrong (sitting for standing or standing for sitting) is labelled
 * with the truth, the recording derived again, and scored with and without the labelled seconds.
 */

const LEAST_S = 10;
/** A label is given for a bout: seconds that were not labelled by the filming do not end it. */
const MOST_GAP_S = 5;
const axes = parseAxes(LABELLED_AXES);

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('give the folder of back-posture');
const models = loadLeftOutModels();
console.log(
  'person  label, s     balanced: without   with   outside the label: without   with   error min: without   with',
);
for (const person of loadPeople(folder)) compare(person);

function compare(person: LabelledPerson): void {
  const model = models[person.id];
  const before = judgePosture(person, { axes, model });
  const label = longestMistake(person, before);
  if (!label) return;
  const after = judgePosture(person, { axes, model, labels: [label] });
  const scores = [before, after, outside(person, before, label), outside(person, after, label)].map(
    (said) => scorePosture([said]).people[0]!,
  );
  const [a, b, c, d] = scores.map(({ balancedAccuracy }) =>
    (balancedAccuracy?.toFixed(3) ?? '-').padStart(7),
  );
  const errors = scores.slice(0, 2).map(({ errorMin }) => errorMin.toFixed(2).padStart(7));
  const seconds = String((label.toUs - label.fromUs) / 1e6).padStart(4);
  console.log(person.id.padEnd(6), seconds, label.state.padEnd(9), a, b, '   ', c, d, '   ', ...errors);
}

/** The longest stretch in which somebody who sits is told to stand, or the other way round. */
function longestMistake(person: LabelledPerson, { truth, said }: ScoredPerson): PostureLabel | null {
  const seconds = [...person.labels.keys()];
  let best: PostureLabel | null = null;
  let open: { from: number; to: number; state: 'sitting' | 'standing' } | null = null;
  seconds.forEach((second, i) => {
    const state = truth[i];
    const isWrong =
      (state === 'sitting' || state === 'standing') && (state === 'sitting') !== (said[i] === 'sitting');
    if (!isWrong) return;
    if (open && open.state === state && second - open.to <= MOST_GAP_S) open.to = second + 1;
    else open = { from: second, to: second + 1, state };
    const longest = best ? (best.toUs - best.fromUs) / 1e6 : LEAST_S;
    if (open.to - open.from > longest)
      best = { id: 'one', fromUs: open.from * 1e6, toUs: open.to * 1e6, state };
  });
  return best;
}

function outside(person: LabelledPerson, scored: ScoredPerson, label: PostureLabel): ScoredPerson {
  const seconds = [...person.labels.keys()];
  const keep = seconds.map((second) => second * 1e6 < label.fromUs || second * 1e6 >= label.toUs);
  return {
    id: scored.id,
    truth: scored.truth.filter((_, i) => keep[i]),
    said: scored.said.filter((_, i) => keep[i]),
    probability: scored.probability.filter((_, i) => keep[i]),
    saidAtOnce: scored.saidAtOnce.filter((_, i) => keep[i]),
  };
}
