import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAxes } from '../src/posture/axes.ts';
import { bodyFrame } from '../src/posture/body-frame.ts';
import { EvidenceBuilder, type EvidenceRow } from '../src/posture/evidence.ts';
import {
  DOOR_FEATURES,
  FEATURE_LOOKAHEAD_S,
  PostureFeatures,
  SITTING_FEATURES,
  WALKING_FEATURES,
} from '../src/posture/features.ts';
import { POSTURE_PARAMS } from '../src/posture/posture.params.ts';
import { isWalking } from '../src/posture/published-rule.ts';
import { LABELLED_AXES, type LabelledPerson } from '../src/posture/validation/labelled-person.ts';
import { WalkingReference } from '../src/posture/walking-reference.ts';
import { loadPeople } from './back-posture.ts';

/**
 * Usage: node export-features.ts <back-posture folder> <output folder>: features and labels for train.py, by the
 * code that the product runs. Every second is exported as a door too, so that the learner sees moments at which
 * nothing happened.
 */

const DOOR_KINDS = ['none', 'moment', 'silence', 'long_silence'];
const RATE_HZ = 50;

const [data, out] = process.argv.slice(2);
if (!data || !out) throw new Error('give the folder of back-posture and an output folder');
mkdirSync(out, { recursive: true });
const axes = parseAxes(LABELLED_AXES);
const people = loadPeople(data).map(exportPerson);
writeFileSync(
  join(out, 'index.json'),
  JSON.stringify({ people, sitting: SITTING_FEATURES, walking: WALKING_FEATURES, door: DOOR_FEATURES }),
);

function exportPerson(person: LabelledPerson): { id: string; rows: number } {
  const rows = evidenceOf(person);
  const reference = new WalkingReference(POSTURE_PARAMS);
  const features = new PostureFeatures(POSTURE_PARAMS, true);
  const table: number[] = [];
  const taken: EvidenceRow[] = [];
  let waiting: EvidenceRow[] = [];
  const take = (row: EvidenceRow): void => {
    taken.push(row);
    if (!features.push(row, bodyFrame(reference.up!, axes.forward))) return;
    const described = taken[taken.length - 1 - FEATURE_LOOKAHEAD_S]!;
    const second = described.tUs / 1e6;
    const kind = DOOR_KINDS.indexOf(features.doorKind);
    const head = [
      second,
      person.labels.get(second) ?? -1,
      described.lost ? 1 : 0,
      kind,
      described.door.silenceS,
    ];
    table.push(...head, ...features.sitting, ...features.walking, ...features.door);
  };
  for (const row of rows) {
    if (row.acc5 && !row.lost && isWalking(row, POSTURE_PARAMS)) reference.add(row.acc5);
    waiting.push(row);
    if (!reference.up) continue;
    waiting.forEach(take);
    waiting = [];
  }
  const last = rows.at(-1)!;
  for (let k = 0; k < FEATURE_LOOKAHEAD_S; k++) take({ ...last, lost: true, acc: null });
  writeFileSync(join(out, `${person.id}.f64`), new Uint8Array(Float64Array.from(table).buffer));
  return { id: person.id, rows: taken.length - FEATURE_LOOKAHEAD_S };
}

function evidenceOf(person: LabelledPerson): EvidenceRow[] {
  const rows: EvidenceRow[] = [];
  const builder = new EvidenceBuilder(RATE_HZ, { news: () => {}, row: (row) => rows.push(row) });
  const acc = new Float64Array(3);
  for (let i = 0; i < person.n; i++) {
    acc[0] = person.x[i]!;
    acc[1] = person.y[i]!;
    acc[2] = person.z[i]!;
    builder.push(person.tUs[i]!, acc, acc, Number.NaN);
  }
  builder.flush();
  return rows;
}
