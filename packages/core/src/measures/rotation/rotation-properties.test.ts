import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrientationFilter } from '../../orientation/orientation-filter.ts';
import { POSTURE_STATES } from '../../pipeline/outputs.ts';
import { createVec3Columns, type Vec3Columns } from '../../signal/imu-batch.ts';
import { createRotationBuffer, projectOnGravity, type RotationBuffer } from './projection.ts';
import type { RotationColumns, RotationExcursion } from './rotation-columns.ts';
import { createRotationStage } from './rotation-stage.ts';
import { bump, columnsOf, events, G, RAD, ramp, run, type Scene, sumOf } from './rotation-testing.ts';

const UNKNOWN = POSTURE_STATES.indexOf('unknown');

const scenes = fc
  .array(
    fc.record({
      gapS: fc.double({ min: 0.2, max: 6, noNaN: true }),
      lengthS: fc.double({ min: 0.6, max: 8, noNaN: true }),
      deg: fc.double({ min: -60, max: 60, noNaN: true }),
      stays: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts): Scene => {
    let at = 2;
    const headings = parts.map(({ gapS, lengthS, deg, stays }) => {
      const part = stays ? ramp(at, lengthS, deg) : bump(at, lengthS, deg);
      at += gapS + lengthS;
      return part;
    });
    const bounce = (s: number): number => (s % 40 > 30 ? 2 * Math.sin(2 * Math.PI * 1.9 * s) : 0);
    return { seconds: at + 3, heading: sumOf(...headings), bounce };
  });

const part = ({ x, y, z }: Vec3Columns, from: number, to: number): Vec3Columns => ({
  x: x.subarray(from, to),
  y: y.subarray(from, to),
  z: z.subarray(from, to),
});

const slice = (c: RotationColumns, from: number, to: number): RotationColumns => ({
  n: to - from,
  tUs: c.tUs.subarray(from, to),
  yawRateRadps: c.yawRateRadps.subarray(from, to),
  axialRateRadps: c.axialRateRadps.subarray(from, to),
  verticalMps2: c.verticalMps2.subarray(from, to),
  up: part(c.up, from, to),
  biasRadps: part(c.biasRadps, from, to),
  context: c.context.subarray(from, to),
});

describe('whatever the movement', () => {
  test('its mirror image gives exactly the negated events', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const columns = columnsOf(scene);
        const found = run(columns);
        columns.yawRateRadps.forEach((v, i) => {
          columns.yawRateRadps[i] = -v;
        });
        expect(run(columns)).toEqual(found.map((e) => ({ ...e, peakDeg: -e.peakDeg })));
      }),
      { numRuns: 30 },
    );
  });

  test('any chunking and a restored snapshot at any sample give the same events', () => {
    fc.assert(
      fc.property(scenes, fc.array(fc.nat(2000), { maxLength: 6 }), (scene, cuts) => {
        const columns = columnsOf(scene);
        const bounds = [0, ...cuts.filter((c) => c < columns.n).sort((a, b) => a - b), columns.n];
        let stage = createRotationStage();
        const found: RotationExcursion[] = [];
        for (let i = 1; i < bounds.length; i++) {
          found.push(...stage.push(slice(columns, bounds[i - 1]!, bounds[i]!)));
          const snapshot = JSON.parse(JSON.stringify(stage.snapshot()));
          stage = createRotationStage();
          stage.restore(snapshot);
        }
        expect([...found, ...stage.flush()]).toEqual(run(columns));
      }),
      { numRuns: 30 },
    );
  });

  test('broken samples leave finite events', () => {
    fc.assert(
      fc.property(scenes, fc.array(fc.tuple(fc.nat(3000), fc.nat(5)), { maxLength: 20 }), (scene, faults) => {
        const columns = columnsOf(scene);
        for (const [at, what] of faults) damage(columns, at % columns.n, what);
        for (const e of run(columns)) {
          expect([e.startUs, e.peakUs, e.endUs, e.peakDeg, e.peakSpeedDps].every(Number.isFinite)).toBe(true);
          expect(e.startUs).toBeLessThanOrEqual(e.peakUs);
          expect(e.peakUs).toBeLessThanOrEqual(e.endUs);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function damage(columns: RotationBuffer, at: number, what: number): void {
  if (what === 0) columns.yawRateRadps[at] = Number.NaN;
  if (what === 1) columns.verticalMps2[at] = Number.POSITIVE_INFINITY;
  if (what === 2) columns.tUs[at] = columns.tUs[Math.max(0, at - 1)]!;
  if (what === 3) columns.tUs[at] = columns.tUs[Math.max(0, at - 50)]!;
  if (what === 4) columns.tUs[at] = Number.NaN;
  if (what === 5) columns.up.x[at] = Number.NaN;
}

test('played backwards, separate rotations swap sides', () => {
  const parts = [12, -20, 30, 8, -15, 25].map((deg, i) => bump(4 + 6 * i, 2, deg));
  const seconds = 42;
  const forward = events({ seconds, heading: sumOf(...parts) });
  const columns = columnsOf({ seconds, heading: sumOf(...parts) });
  const backward = run({ ...columns, yawRateRadps: columns.yawRateRadps.slice().reverse() });
  expect(backward).toHaveLength(forward.length);
  backward.reverse().forEach((event, i) => {
    expect(event.peakDeg).toBeCloseTo(-forward[i]!.peakDeg, 0);
  });
});

test('two stretches one after the other hold what each holds', () => {
  // In the first minute the bias is learnt quickly, and rotations to one side alone shift neutral by up to 2 degrees.
  const REST_S = 65;
  const peak = fc.oneof(
    fc.double({ min: 7, max: 60, noNaN: true }),
    fc.double({ min: -60, max: -7, noNaN: true }),
  );
  const stretch = fc.array(peak, { minLength: 1, maxLength: 6 });
  const heading = (degs: readonly number[], fromS: number) =>
    degs.map((deg, i) => bump(fromS + 6 * i, 2, deg));
  const exposure = (found: readonly RotationExcursion[]) =>
    found.reduce((sum, e) => sum + Math.abs(e.peakDeg), 0);
  fc.assert(
    fc.property(stretch, stretch, (first, second) => {
      const alone = [first, second].map((degs) =>
        events({ seconds: REST_S + 45, heading: sumOf(...heading(degs, REST_S)) }),
      );
      const both = events({
        seconds: REST_S + 95,
        heading: sumOf(...heading(first, REST_S), ...heading(second, REST_S + 50)),
      });
      expect(both.length).toBe(first.length + second.length);
      expect(both.length).toBe(alone.flat().length);
      // Neutral comes from the stretch before: under a hundredth.
      expect(Math.abs(exposure(both) / exposure(alone.flat()) - 1)).toBeLessThan(0.02);
    }),
    { numRuns: 25 },
  );
});

test('how the clip sits changes nothing', () => {
  const scene: Scene = { seconds: 60, heading: sumOf(bump(20, 2, 15), bump(30, 3, -25), bump(40, 2, 9)) };
  const reference = eventsThroughFilter(scene, (v) => v);
  expect(reference).toHaveLength(3);
  // Upside down, inside out, and turned about an odd axis.
  const turns: ((v: Vec) => Vec)[] = [([x, y, z]) => [x, -y, -z], ([x, y, z]) => [-x, -y, z], oddly];
  for (const turn of turns) {
    const turned = eventsThroughFilter(scene, turn);
    expect(turned.map((e) => e.kind)).toEqual(reference.map((e) => e.kind));
    turned.forEach((event, i) => {
      expect(Math.abs(event.peakDeg - reference[i]!.peakDeg)).toBeLessThan(1e-6);
    });
  }
});

type Vec = readonly [number, number, number];

/** By 50 deg about (1, 2, 2) / 3, as a rotation matrix. */
function oddly([x, y, z]: Vec): Vec {
  const [kx, ky, kz] = [1 / 3, 2 / 3, 2 / 3];
  const c = Math.cos(50 * RAD);
  const s = Math.sin(50 * RAD);
  const dot = (kx * x + ky * y + kz * z) * (1 - c);
  return [
    x * c + (ky * z - kz * y) * s + kx * dot,
    y * c + (kz * x - kx * z) * s + ky * dot,
    z * c + (kx * y - ky * x) * s + kz * dot,
  ];
}

function eventsThroughFilter(scene: Scene, clip: (v: Vec) => Vec): RotationExcursion[] {
  const source = columnsOf(scene);
  const filter = new OrientationFilter();
  const out = createRotationBuffer(source.n);
  const acc = createVec3Columns(1);
  const gyr = createVec3Columns(1);
  const known = {
    quaternion: filter.quaternion,
    biasRadps: filter.biasRadps,
    upright: null,
    posture: UNKNOWN,
  };
  for (let i = 0; i < source.n; i++) {
    const a = clip([0, 0, G]);
    const w = clip([0, 0, source.yawRateRadps[i]!]);
    filter.update(source.tUs[i]!, ...a, ...w);
    [acc.x[0], acc.y[0], acc.z[0]] = a;
    [gyr.x[0], gyr.y[0], gyr.z[0]] = w;
    projectOnGravity(source.tUs[i]!, acc, gyr, 0, known, out);
  }
  return run(out);
}
