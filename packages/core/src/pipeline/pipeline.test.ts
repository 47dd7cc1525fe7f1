import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import { applyBoutRevision } from '../posture/bouts.ts';
import {
  createVec3Columns,
  type ImuBatch,
  STANDARD_GRAVITY_MPS2,
  sliceBatch,
  type Vec3Columns,
} from '../signal/imu-batch.ts';
import type { Bout, LoadRow, PipelineOutput, PostureSecond, RotationEvent } from './outputs.ts';
import { createPipeline, type PipelineParams } from './pipeline.ts';
import type { Snapshot } from './stage.ts';

const RATE_HZ = 50;
const START_US = 1_700_000_000_000_000;
const AXES = parseAxes('forward,left,up');
const PARAMS: PipelineParams = { rateHz: RATE_HZ, hasGyro: true, hasMag: false, axes: AXES };

interface Segment {
  readonly seconds: number;
  readonly pitchBackDeg: number;
  readonly walking: boolean;
}

const TRANSITION_S = 2;
const SEAT_M = 0.45;
const LEAN_DEG = 30;
/** Nobody keeps as still as a table: the trunk breathes, four seconds a breath. */
const BREATH_DEG = 0.4;
const BREATH_S = 4;

/**
 * A wearer whose trunk is tipped backward by a constant angle and breathes, with a 2 Hz bounce while walking. Sitting down
 * and getting up take the last two seconds of a segment: the trunk leans forward, the clip falls or rises.
 */
function record(segments: readonly Segment[]): ImuBatch {
  const n = segments.reduce((sum, s) => sum + s.seconds * RATE_HZ, 0);
  const batch = {
    n,
    tUs: new Float64Array(n),
    accMps2: createVec3Columns(n),
    gyrRadps: createVec3Columns(n),
    magUt: null,
  };
  let i = 0;
  segments.forEach((segment, k) => {
    for (let j = 0; j < segment.seconds * RATE_HZ; j++, i++) {
      const { pitchDeg, upMps2 } = motion(segment, segments[k + 1], segment.seconds - j / RATE_HZ);
      const breathDeg = BREATH_DEG * Math.sin((2 * Math.PI * i) / RATE_HZ / BREATH_S);
      const pitch = ((pitchDeg + breathDeg) * Math.PI) / 180;
      const bounce = segment.walking ? 2.5 * Math.sin((2 * Math.PI * 2 * i) / RATE_HZ) : 0.01 * Math.sin(i);
      batch.tUs[i] = START_US + (i * 1e6) / RATE_HZ;
      batch.accMps2.x[i] = (STANDARD_GRAVITY_MPS2 + upMps2 + bounce) * Math.sin(pitch);
      batch.accMps2.z[i] = (STANDARD_GRAVITY_MPS2 + upMps2 + bounce) * Math.cos(pitch);
      // Twice out and back every 25 s, 16 deg to the left and to the right.
      batch.gyrRadps.z[i] = 0.23 * Math.sin(i / 40);
    }
  });
  return batch;
}

/** `leftS` before the end of a segment. */
function motion(from: Segment, to: Segment | undefined, leftS: number): { pitchDeg: number; upMps2: number } {
  const heightM = to ? (isSeated(from) ? SEAT_M : 0) - (isSeated(to) ? SEAT_M : 0) : 0;
  if (!to || heightM === 0 || leftS > TRANSITION_S) return { pitchDeg: from.pitchBackDeg, upMps2: 0 };
  const share = 1 - leftS / TRANSITION_S;
  const lean = -LEAN_DEG * Math.sin(Math.PI * share);
  const omega = (2 * Math.PI) / TRANSITION_S;
  const upMps2 = (heightM / TRANSITION_S) * omega * Math.sin(2 * Math.PI * share);
  return { pitchDeg: from.pitchBackDeg + (to.pitchBackDeg - from.pitchBackDeg) * share + lean, upMps2 };
}

function isSeated(segment: Segment): boolean {
  return segment.pitchBackDeg > 10;
}

interface Folded {
  quaternions: number[];
  angles: number[];
  seconds: Map<number, PostureSecond>;
  bouts: Bout[];
  rotations: RotationEvent[];
  load: LoadRow[];
}

function collect(into: Folded, out: PipelineOutput): void {
  const o = out.orientation;
  for (let i = 0; i < o.n; i++) {
    into.quaternions.push(o.w[i]!, o.x[i]!, o.y[i]!, o.z[i]!);
    into.angles.push(o.flexionDeg[i]!, o.sideBendDeg[i]!, o.rotationDeg[i]!, o.tiltDeg[i]!);
  }
  for (const second of out.seconds) into.seconds.set(second.tUs, second);
  into.bouts = applyBoutRevision(into.bouts, out.bouts);
  into.rotations.push(...out.rotations);
  into.load.push(...out.load);
}

/** Pushes the batch cut at `cuts`; with `freeze`, every cut goes through a snapshot in JSON and a new pipeline. */
function fold(batch: ImuBatch, cuts: readonly number[] = [], freeze = false, params = PARAMS): Folded {
  let pipeline = createPipeline(params);
  const folded: Folded = {
    quaternions: [],
    angles: [],
    seconds: new Map(),
    bouts: [],
    rotations: [],
    load: [],
  };
  const edges = [0, ...[...cuts].sort((a, b) => a - b), batch.n];
  for (let i = 1; i < edges.length; i++) {
    collect(folded, pipeline.push(sliceBatch(batch, edges[i - 1]!, edges[i]!)));
    if (!freeze) continue;
    const frozen = JSON.stringify(pipeline.snapshot());
    pipeline = createPipeline(params);
    pipeline.restore(JSON.parse(frozen) as Snapshot);
  }
  collect(folded, pipeline.flush());
  return folded;
}

/** These rows of the columns. */
function picked(columns: Vec3Columns, rows: readonly number[]): Vec3Columns {
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
  return { x: pick(columns.x), y: pick(columns.y), z: pick(columns.z) };
}

const DAY = record([
  { seconds: 20, pitchBackDeg: 25, walking: false },
  { seconds: 25, pitchBackDeg: 0, walking: true },
  { seconds: 15, pitchBackDeg: 2, walking: false },
  { seconds: 30, pitchBackDeg: 30, walking: false },
]);
const cutsOf = fc.array(fc.integer({ min: 0, max: DAY.n }), { maxLength: 12 });

describe('the pipeline', () => {
  it('decides the seconds before the first walking reference when it arrives, as a revision', () => {
    const { seconds, bouts } = fold(DAY);
    const states = [...seconds.values()].map((s) => s.state);
    expect(states.slice(2, 16)).toEqual(Array(14).fill('sitting'));
    const order = ['sitting', 'standing', 'walking', 'standing', 'sitting'];
    expect(bouts.map((b) => b.state)).toEqual(order);
    expect(bouts.every((b) => !b.open)).toBe(true);
  });

  it('says the same for any chunking', () => {
    const whole = fold(DAY);
    fc.assert(
      fc.property(cutsOf, (cuts) => {
        expect(fold(DAY, cuts)).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('goes on from a snapshot at any sample as if nothing had happened', () => {
    const whole = fold(DAY);
    fc.assert(
      fc.property(cutsOf, (cuts) => {
        expect(fold(DAY, cuts, true)).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('tells rotations and load with the posture that was decided for them', () => {
    const { rotations, load } = fold(DAY);
    const seated = rotations.filter((event) => event.context === 'sitting');
    expect(seated.filter((event) => event.kind === 'rotation').length).toBeGreaterThan(2);
    expect(rotations.some((event) => event.kind === 'gait')).toBe(true);
    expect(load.length).toBeGreaterThan(6);
    expect(load.at(-1)).toMatchObject({ band: 'neutral', holdingS: expect.any(Number) });
  });

  it('takes samples that are unusable, repeated, late or beyond any sensor for none, also after a snapshot', () => {
    const at = [300, 301, 2000, 2600, 3100, 4000];
    const rows = Array.from({ length: DAY.n }, (_, i) => (at.includes(i) ? [i, i] : [i])).flat();
    const faulty = {
      ...DAY,
      n: rows.length,
      tUs: Float64Array.from(rows, (i) => DAY.tUs[i]!),
      accMps2: picked(DAY.accMps2, rows),
      gyrRadps: picked(DAY.gyrRadps!, rows),
    };
    const wrong = rows.flatMap((row, i) => (row === rows[i - 1] ? [i] : []));
    const later = faulty.tUs[wrong[3]!]! + 10_000;
    faulty.tUs[wrong[1]!] = DAY.tUs[100]!;
    for (const [k, acc] of [
      [3, Number.NaN],
      [4, 1.05e4],
      [5, Number.POSITIVE_INFINITY],
    ] as const) {
      faulty.tUs[wrong[k]!]! += 10_000;
      faulty.accMps2.y[wrong[k]!] = acc;
    }
    expect(faulty.tUs[wrong[3]!]).toBe(later);
    const [clean, whole] = [fold(DAY), fold(faulty)];
    for (const told of ['seconds', 'bouts', 'rotations', 'load'] as const)
      expect(whole[told]).toEqual(clean[told]);
    expect(fold(faulty, wrong, true)).toEqual(whole);
  });

  it('takes the flexion range that it is given before that of the seed', () => {
    const seed = {
      up: [0, 0, 1],
      forward: [1, 0, 0],
      source: 'bends',
      calibratedAtUs: 0,
      flexionRangeDeg: 80,
    } as const;
    const bent = record([{ seconds: 60, pitchBackDeg: 20, walking: false }]);
    const creep = (flexionRangeDeg: number | null): number =>
      fold(bent, [], false, { ...PARAMS, axes: null, seed, flexionRangeDeg }).load.at(-1)!.creep!;
    expect(creep(40) / creep(null)).toBeCloseTo(2, 1);
  });

  it('has no gyroscope where it is told so, or none came, and no magnetometer unless it is asked to', () => {
    const none = fold({ ...DAY, gyrRadps: null });
    expect(fold(DAY, [], false, { ...PARAMS, hasGyro: false })).toEqual(none);
    expect(none.rotations).toEqual([]);
    const magUt = {
      x: new Float64Array(DAY.n).fill(20),
      y: new Float64Array(DAY.n).fill(5),
      z: new Float64Array(DAY.n),
    };
    expect(fold({ ...DAY, magUt }, [], false, { ...PARAMS, hasMag: true })).toEqual(fold(DAY));
    const used = fold({ ...DAY, magUt }, [], false, { ...PARAMS, hasMag: true, useMag: true });
    expect(used.quaternions).not.toEqual(fold(DAY).quaternions);
  });

  it('gives one orientation row per sample and keeps it finite over unusable samples', () => {
    const batch = sliceBatch(DAY, 0, 200);
    batch.accMps2.x[50] = Number.NaN;
    batch.tUs[60] = batch.tUs[59]!;
    batch.tUs[70] = batch.tUs[10]!;
    const out = createPipeline(PARAMS).push(batch);
    expect(out.orientation.n).toBe(200);
    expect(out.orientation.w.every(Number.isFinite)).toBe(true);
  });
});
