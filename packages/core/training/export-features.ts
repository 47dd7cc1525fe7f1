import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAxes } from '../src/mounting/axes.ts';
import { type BodyFrame, bodyFrame } from '../src/mounting/body-frame.ts';
import { WalkingReference } from '../src/mounting/walking-reference.ts';
import { EvidenceBuilder, type EvidenceRow } from '../src/posture/evidence.ts';
import { DOOR_FEATURES, SITTING_FEATURES, WALKING_FEATURES } from '../src/posture/feature-names.ts';
import { FEATURE_LOOKAHEAD_S, PostureFeatures } from '../src/posture/features.ts';
import { POSTURE_PARAMS } from '../src/posture/posture.params.ts';
import { isWalking } from '../src/posture/published-rule.ts';
import { LABELLED_AXES, type LabelledPerson } from '../src/posture/validation/labelled-person.ts';
import { loadPeople } from './back-posture.ts';

/**
 * Usage: node export-features.ts <back-posture folder> <output folder>: features and labels for train.py, by the
 * code that the product runs. Every second is exported as a door too, so that the learner sees moments at which
 * nothing happened.
 */

const DOOR_KINDS = ['none', 'moment', 'silence', 'long_silence'];
const RATE_HZ = 50;
/** Every recording begins with standing; so that a beginning does not mean standing, features begin anew often. */
const RESTART_EVERY_S = 211;
const RESTART_LENGTH_S = 180;

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
  const frames = framesOf(rows);
  const described = [describe(person, rows, frames, 0, rows.length, 0)];
  for (let from = RESTART_EVERY_S; from < rows.length; from += RESTART_EVERY_S) {
    const to = Math.min(rows.length, from + RESTART_LENGTH_S);
    described.push(describe(person, rows, frames, from, to, 1));
  }
  const table = described.flat();
  writeFileSync(join(out!, `${person.id}.f64`), new Uint8Array(Float64Array.from(table.flat()).buffer));
  return { id: person.id, rows: table.length };
}

/** The running frame of each row; rows before the first reference get the first one, as in the product. */
function framesOf(rows: readonly EvidenceRow[]): BodyFrame[] {
  const reference = new WalkingReference(POSTURE_PARAMS);
  const ups = rows.map((row) => {
    if (row.acc5 && !row.lost && isWalking(row, POSTURE_PARAMS)) reference.add(row.acc5);
    return reference.up;
  });
  const first = ups.find((up) => up !== null);
  if (!first) throw new Error('a recording without walking has no upright reference: leave it out');
  return ups.map((up) => bodyFrame(up ?? first, axes.forward));
}

/** Features of rows `[from, to)` by an extractor that starts at `from`: head, then the features. */
function describe(
  person: LabelledPerson,
  rows: readonly EvidenceRow[],
  frames: readonly BodyFrame[],
  from: number,
  to: number,
  isRestart: 0 | 1,
): number[][] {
  const features = new PostureFeatures(POSTURE_PARAMS, true);
  const table: number[][] = [];
  for (let i = from; i < to + FEATURE_LOOKAHEAD_S; i++) {
    const row = rows[i] ?? { ...rows.at(-1)!, lost: true, acc: null };
    if (!features.push(row, frames[Math.min(i, frames.length - 1)]!)) continue;
    const { tUs, lost, door } = rows[i - FEATURE_LOOKAHEAD_S]!;
    const second = tUs / 1e6;
    const kind = DOOR_KINDS.indexOf(features.doorKind);
    const head = [second, person.labels.get(second) ?? -1, lost ? 1 : 0, kind, door.silenceS, isRestart];
    table.push([...head, ...features.sitting, ...features.walking, ...features.door]);
  }
  return table;
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
