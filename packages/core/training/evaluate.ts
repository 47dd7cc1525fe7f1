import { parseAxes } from '../src/mounting/axes.ts';
import { LABELLED_AXES } from '../src/posture/validation/labelled-person.ts';
import {
  type PersonScore,
  type ScoredPerson,
  scorePosture,
} from '../src/posture/validation/posture-score.ts';
import { judgePosture } from '../src/validation/posture.ts';
import { loadPeople } from './back-posture.ts';
import { loadLeftOutModels } from './left-out-models.ts';

/**
 * Usage: node evaluate.ts <back-posture folder>: scores posture on the labelled set, each person by the trees that
 * were trained without that person (left-out-models.json.gz), and shows what every labelled activity was told as.
 */

const ACTIVITIES: Readonly<Record<number, string>> = {
  1: 'walking',
  4: 'stairs',
  5: 'stairs',
  3: 'shuffling',
  6: 'standing',
  7: 'sitting',
  8: 'lying',
  2: 'running',
  13: 'cycling',
  14: 'cycling',
  130: 'cycling',
  140: 'cycling',
};

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('give the folder of back-posture');
const models = loadLeftOutModels();
const people = loadPeople(folder);
const axes = parseAxes(LABELLED_AXES);
const judged = people.map((person) => judgePosture(person, { axes, model: models[person.id] }));
const { people: scores, ...figures } = scorePosture(judged.filter(({ truth }) => truth.includes('sitting')));
const rounded = (value: number | null): string => value?.toFixed(3) ?? '-';
console.table(Object.fromEntries(scores.map((score) => [score.id, rowOf(score)])));
for (const [name, value] of Object.entries(figures)) console.log(rounded(value), name);
console.table(toldAs(judged));

function rowOf({ balancedAccuracy, shareError, errorMin, sittingMin }: PersonScore): Record<string, string> {
  return {
    'balanced accuracy': rounded(balancedAccuracy),
    'share error': rounded(shareError),
    'error, min': rounded(errorMin),
    'sitting, min': rounded(sittingMin),
  };
}

/** Seconds by labelled activity and told posture. */
function toldAs(told: readonly ScoredPerson[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  people.forEach(({ labels }, k) => {
    [...labels.values()].forEach((code, i) => {
      const activity = ACTIVITIES[code]!;
      const state = told[k]!.said[i]!;
      const row = table[activity] ?? {};
      table[activity] = { ...row, [state]: (row[state] ?? 0) + 1 };
    });
  });
  return table;
}
