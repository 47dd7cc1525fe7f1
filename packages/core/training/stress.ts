import { seededRandom } from '../src/measures/rotation/random.ts';
import { parseAxes } from '../src/mounting/axes.ts';
import {
  LABELLED_AXES,
  LABELLED_RATE_HZ,
  type LabelledPerson,
} from '../src/posture/validation/labelled-person.ts';
import { scorePosture } from '../src/posture/validation/posture-score.ts';
import { STANDARD_GRAVITY_MPS2 as G } from '../src/signal/imu-batch.ts';
import { judgePosture } from '../src/validation/posture.ts';
import { loadPeople } from './back-posture.ts';
import { loadLeftOutModels } from './left-out-models.ts';

/**
 * Usage: node stress.ts <back-posture folder>: what is left of the scores, by left-out models, when the recordings are
 * made as other sensors, links and people would have made them.
 */

type Stress = (person: LabelledPerson) => LabelledPerson;
type Axis = 'x' | 'y' | 'z';
/** Gravity is what changes more slowly than about this. */
const GRAVITY_SHARE = 0.02;
const GAP_US = 100_000;

const STRESSES: Readonly<Record<string, Stress>> = {
  'as recorded': (person) => person,
  '20 Hz': (person) => resampled(person, 20),
  '25 Hz': (person) => resampled(person, 25),
  '100 Hz': (person) => resampled(person, 100),
  '16 bit of 16 g': (person) => mapped(person, (v) => Math.round((v / G) * 2048) * (G / 2048)),
  'gain 10 % low': (person) => mapped(person, (v) => v * 0.9),
  'gain 10 % high': (person) => mapped(person, (v) => v * 1.1),
  'offsets of 30 mg': (person) => mapped(person, (v, axis) => v + (axis === 'y' ? -0.03 : 0.03) * G),
  'times off by 10 ms': (person) => jittered(person, 10_000),
  'loss: 10 % of samples': (person) => dropped(person, 1, 0.1),
  'loss: 0.5 s every 10 s': (person) => dropped(person, 25, 0.002),
  'loss: 1 s every 10 s': (person) => dropped(person, 50, 0.002),
  'loss: 2 s every 40 s': (person) => dropped(person, 100, 0.0005),
  'movements halved': (person) => softened(person, 0.5),
  'movements a third': (person) => softened(person, 0.35),
};

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('give the folder of back-posture');
const models = loadLeftOutModels();
const people = loadPeople(folder);
const stated = parseAxes(LABELLED_AXES);
console.log(
  'sitting F1, its balanced accuracy median and 10th percentile, walking F1; then with axes unknown',
);
for (const [name, stress] of Object.entries(STRESSES)) {
  const stressed = people.map(stress);
  console.log(name.padEnd(24), ...[stated, null].map((axes) => scoreOf(stressed, axes)));
}

function scoreOf(stressed: readonly LabelledPerson[], axes: typeof stated | null): string {
  const judged = stressed.map((person) => judgePosture(person, { axes, model: models[person.id] }));
  const score = scorePosture(judged.filter(({ truth }) => truth.includes('sitting')));
  const { sittingF1, balancedMedian, balancedP10, walkingF1 } = score;
  return [sittingF1, balancedMedian, balancedP10, walkingF1]
    .map((v) => v.toFixed(3))
    .join(' ')
    .padEnd(28);
}

function mapped(person: LabelledPerson, map: (mps2: number, axis: Axis) => number): LabelledPerson {
  const of = (axis: Axis) => person[axis].map((v) => map(v, axis));
  return { ...person, x: of('x'), y: of('y'), z: of('z') };
}

/** At these times (rows as fractions), by a straight line between rows. */
function at(person: LabelledPerson, rows: readonly number[]): LabelledPerson {
  const between = (column: Float64Array) =>
    Float64Array.from(rows, (row) => {
      const from = Math.floor(row);
      const to = Math.min(person.n - 1, Math.ceil(row));
      return column[from]! + (column[to]! - column[from]!) * (row - from);
    });
  const { n: _, tUs, x, y, z, ...rest } = person;
  return { ...rest, n: rows.length, tUs: between(tUs), x: between(x), y: between(y), z: between(z) };
}

function resampled(person: LabelledPerson, rateHz: number): LabelledPerson {
  const rows: number[] = [];
  const step = LABELLED_RATE_HZ / rateHz;
  for (let row = 0; row <= person.n - 1; row += step) {
    const isInGap = row % 1 !== 0 && person.tUs[Math.ceil(row)]! - person.tUs[Math.floor(row)]! > GAP_US;
    if (!isInGap) rows.push(row);
  }
  return at(person, rows);
}

function jittered(person: LabelledPerson, mostUs: number): LabelledPerson {
  const random = seededRandom(1);
  const tUs = person.tUs.map((t) => t + Math.round((2 * random() - 1) * mostUs));
  for (let i = 1; i < tUs.length; i++) tUs[i] = Math.max(tUs[i]!, tUs[i - 1]! + 1);
  return { ...person, tUs };
}

/** Without runs of `length` rows that begin with this chance at any row. */
function dropped(person: LabelledPerson, length: number, chance: number): LabelledPerson {
  const random = seededRandom(1);
  const rows: number[] = [];
  for (let i = 0; i < person.n; i++) {
    if (random() < chance) i += length - 1;
    else rows.push(i);
  }
  return at(person, rows);
}

/** What is not gravity, times `share`: somebody who walks and moves more softly. */
function softened(person: LabelledPerson, share: number): LabelledPerson {
  const of = (axis: Axis) => {
    const gravity = slow(person.tUs, person[axis]);
    return person[axis].map((v, i) => gravity[i]! + share * (v - gravity[i]!));
  };
  return { ...person, x: of('x'), y: of('y'), z: of('z') };
}

/** Low-passed forwards and backwards, begun anew after every gap. */
function slow(tUs: Float64Array, values: Float64Array): Float64Array {
  const out = values.slice();
  const follow = (i: number, before: number) => {
    if (Math.abs(tUs[i]! - tUs[before]!) > GAP_US) return;
    out[i] = out[before]! + GRAVITY_SHARE * (out[i]! - out[before]!);
  };
  for (let i = 1; i < out.length; i++) follow(i, i - 1);
  for (let i = out.length - 2; i >= 0; i--) follow(i, i + 1);
  return out;
}
