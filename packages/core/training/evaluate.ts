import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { ModelTables } from '../src/posture/trees.ts';
import { validatePosture } from '../src/posture/validation/validate-posture.ts';
import { loadPeople } from './back-posture.ts';

/**
 * Usage: node evaluate.ts <back-posture folder>: scores posture on the labelled set, each person by the trees that
 * were trained without that person (left-out-models.json.gz).
 */

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('give the folder of back-posture');
const packed = readFileSync(new URL('left-out-models.json.gz', import.meta.url));
const models = JSON.parse(gunzipSync(packed).toString()) as Record<string, ModelTables>;
const { score, figures } = validatePosture(loadPeople(folder), (id) => models[id]);
const print = (value: number | null): string => (value === null ? '-' : value.toFixed(3)).padStart(8);
console.log('person   balanced   share  error min  sitting min');
for (const p of score.people) {
  console.log(
    p.id.padEnd(8),
    print(p.balancedAccuracy),
    print(p.shareError),
    print(p.errorMin),
    print(p.sittingMin),
  );
}
for (const { quantity, value, reach, met } of figures) {
  console.log(
    `${print(value)}  ${quantity}${reach === null ? '' : ` (reach ${reach}: ${met ? 'met' : 'missed'})`}`,
  );
}
