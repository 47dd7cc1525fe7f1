import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostureState } from '../src/pipeline/outputs.ts';
import { createPipeline } from '../src/pipeline/pipeline.ts';
import { parseAxes } from '../src/posture/axes.ts';
import type { ModelTables } from '../src/posture/posture-model.ts';
import { BACK_POSTURE_AXES, type LabelledPerson, loadPeople } from './back-posture.ts';
import { printScore, type ScoredPerson, score, TRUTH_OF_CODE } from './score.ts';

/**
 * Usage: node evaluate.ts <back-posture folder> [<models of train.py>]: scores the whole pipeline on the labelled
 * set; with models, each person by the one that was trained without that person.
 */

const [folder, models] = process.argv.slice(2);
if (!folder) throw new Error('give the folder of back-posture');
const people = loadPeople(folder);
const start = performance.now();
const scored = people.map(run).filter((p) => p.truth.includes('sitting'));
const samples = people.reduce((sum, p) => sum + p.n, 0);
const result = score(scored);
for (const p of result.people) {
  const f = (v: number | null) => (v === null ? '  -  ' : v.toFixed(3));
  console.log(
    p.id,
    f(p.balancedAccuracy),
    f(p.shareError),
    p.errorMin.toFixed(2),
    f(p.coverage),
    p.sittingMin.toFixed(1),
  );
}
printScore('pipeline', result);
console.log(`${(((performance.now() - start) * 1e6) / samples).toFixed(0)} ns per sample`);

function modelFor(id: string): ModelTables | undefined {
  return models ? JSON.parse(readFileSync(join(models, `without-${id}.json`), 'utf8')) : undefined;
}

function run(person: LabelledPerson): ScoredPerson {
  const postureModel = modelFor(person.id);
  const axes = parseAxes(BACK_POSTURE_AXES);
  const pipeline = createPipeline({ rateHz: 50, hasGyro: false, hasMag: false, axes, postureModel });
  const states = new Map<number, PostureState>();
  const accMps2 = { x: person.x, y: person.y, z: person.z };
  const pushed = pipeline.push({ n: person.n, tUs: person.tUs, accMps2, gyrRadps: null, magUt: null });
  for (const output of [pushed, pipeline.flush()]) {
    for (const second of output.seconds) states.set(second.tUs / 1e6, second.state);
  }
  const seconds = [...states.keys()].filter((s) => person.labels.has(s)).sort((a, b) => a - b);
  return {
    id: person.id,
    truth: seconds.map((s) => TRUTH_OF_CODE[person.labels.get(s)!] ?? null),
    said: seconds.map((s) => states.get(s)!),
  };
}
