import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseAxes } from '../src/mounting/axes.ts';
import { POSTURE_PARAMS } from '../src/posture/posture.params.ts';
import { PostureStage } from '../src/posture/posture-stage.ts';
import type { ModelTables } from '../src/posture/trees.ts';
import {
  LABELLED_AXES,
  LABELLED_RATE_HZ,
  type LabelledPerson,
} from '../src/posture/validation/labelled-person.ts';
import { validatePosture } from '../src/posture/validation/validate-posture.ts';
import { loadPeople } from './back-posture.ts';

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
const packed = readFileSync(new URL('left-out-models.json.gz', import.meta.url));
const models = JSON.parse(gunzipSync(packed).toString()) as Record<string, ModelTables>;
const people = loadPeople(folder);
const { score, figures } = validatePosture(people, (id) => models[id]);
const print = (value: number | null): string => (value === null ? '-' : value.toFixed(3)).padStart(8);
console.log('person   balanced   share  error min  sitting min');
for (const p of score.people) {
  const numbers = [p.balancedAccuracy, p.shareError, p.errorMin, p.sittingMin].map(print);
  console.log(p.id.padEnd(8), ...numbers);
}
for (const { quantity, value, reach, met } of figures) {
  const asked = reach === null ? '' : ` (reach ${reach}: ${met ? 'met' : 'missed'})`;
  console.log(`${print(value)}  ${quantity}${asked}`);
}
console.table(toldAs());

/** Seconds by labelled activity and told posture. */
function toldAs(): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const person of people) {
    const states = statesOf(person);
    for (const [second, code] of person.labels) {
      const activity = ACTIVITIES[code]!;
      table[activity] ??= {};
      const row = table[activity];
      const state = states.get(second) ?? 'unknown';
      row[state] = (row[state] ?? 0) + 1;
    }
  }
  return table;
}

function statesOf(person: LabelledPerson): Map<number, string> {
  const stage = new PostureStage({
    rateHz: LABELLED_RATE_HZ,
    axes: parseAxes(LABELLED_AXES),
    seed: null,
    params: POSTURE_PARAMS,
    model: models[person.id],
  });
  const acc = new Float64Array(3);
  for (let i = 0; i < person.n; i++) {
    acc.set([person.x[i]!, person.y[i]!, person.z[i]!]);
    stage.push(person.tUs[i]!, acc, acc, Number.NaN);
  }
  return new Map(stage.flush().seconds.map(({ tUs, state }) => [tUs / 1e6, state]));
}
