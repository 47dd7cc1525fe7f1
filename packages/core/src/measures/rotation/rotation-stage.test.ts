import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrientationFilter } from '../../orientation/orientation-filter.ts';
import { POSTURE_STATES, type PostureState } from '../../pipeline/outputs.ts';
import { createVec3Columns, type Vec3Columns } from '../../signal/imu-batch.ts';
import { createRotationBuffer, projectOnGravity, type RotationBuffer } from './projection.ts';
import type { RotationColumns, RotationExcursion } from './rotation-columns.ts';
import { createRotationStage } from './rotation-stage.ts';
import { settleRotation } from './settle.ts';

const RATE_HZ = 50;
const RAD = Math.PI / 180;
const G = 9.80665;
const UNKNOWN = POSTURE_STATES.indexOf('unknown');

interface Scene {
  readonly seconds: number;
  /** Heading at a time in s, deg, left positive. */
  readonly heading: (s: number) => number;
  /** Heading about the body's own axis; default unknown. */
  readonly axial?: (s: number) => number;
  /** Vertical acceleration above gravity, m/s^2. */
  readonly bounce?: (s: number) => number;
  /** Tilt of the sensor, deg. */
  readonly tilt?: (s: number) => number;
  readonly posture?: PostureState;
  readonly biasDps?: number;
}

/** What the pipeline would feed: rates as differences of the stated angles. */
function columnsOf(scene: Scene): RotationBuffer {
  const n = Math.round(scene.seconds * RATE_HZ);
  const out = createRotationBuffer(n);
  out.n = n;
  const rate = (angle: (s: number) => number, s: number): number =>
    ((angle(s + 0.5 / RATE_HZ) - angle(s - 0.5 / RATE_HZ)) * RATE_HZ + (scene.biasDps ?? 0)) * RAD;
  for (let i = 0; i < n; i++) {
    const s = i / RATE_HZ;
    const tilt = (scene.tilt?.(s) ?? 0) * RAD;
    out.tUs[i] = Math.round(s * 1e6);
    out.yawRateRadps[i] = rate(scene.heading, s);
    out.axialRateRadps[i] = scene.axial ? rate(scene.axial, s) : Number.NaN;
    out.verticalMps2[i] = G + (scene.bounce?.(s) ?? 0);
    out.up.x[i] = Math.sin(tilt);
    out.up.z[i] = Math.cos(tilt);
    out.context[i] = POSTURE_STATES.indexOf(scene.posture ?? 'unknown');
  }
  return out;
}

/** A smooth way out and back: from `atS`, `lengthS` long. */
function bump(atS: number, lengthS: number, deg: number): (s: number) => number {
  return (s) =>
    s <= atS || s >= atS + lengthS ? 0 : (deg * (1 - Math.cos((2 * Math.PI * (s - atS)) / lengthS))) / 2;
}

/** A smooth change that stays. */
function ramp(atS: number, lengthS: number, deg: number): (s: number) => number {
  return (s) => deg * Math.min(1, Math.max(0, (s - atS) / lengthS));
}

const sumOf =
  (...parts: ((s: number) => number)[]) =>
  (s: number): number =>
    parts.reduce((sum, part) => sum + part(s), 0);

function run(columns: RotationColumns): RotationExcursion[] {
  const stage = createRotationStage();
  return [...stage.push(columns), ...stage.flush()];
}

const events = (scene: Scene): RotationExcursion[] => run(columnsOf(scene));

describe('an excursion', () => {
  test('to the left and back is a rotation with a positive peak', () => {
    const [event, ...others] = events({ seconds: 10, heading: bump(3, 2, 15), posture: 'sitting' });
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'rotation', context: 'sitting' });
    expect(event!.peakDeg).toBeCloseTo(15, 0);
    expect(event!.peakUs / 1e6).toBeCloseTo(4, 1);
    expect(event!.startUs / 1e6).toBeGreaterThan(3);
    expect(event!.endUs / 1e6).toBeLessThan(5);
    // The steepest slope of the bump: deg * pi / length.
    expect(event!.peakSpeedDps).toBeCloseTo((15 * Math.PI) / 2, 0);
    expect(event!.beyond20S).toBe(0);
    expect(event!.beyond10S).toBeGreaterThan(0.7);
  });

  test('to the right has a negative peak', () => {
    expect(events({ seconds: 10, heading: bump(3, 2, -15) })[0]!.peakDeg).toBeCloseTo(-15, 0);
  });

  test.each([
    ['sitting', 4.5, 0],
    ['sitting', 6, 1],
    ['unknown', 6, 1],
    ['standing', 8, 0],
    ['standing', 12, 1],
  ] as const)('while %s of %d deg is counted %d times', (posture, deg, count) => {
    expect(events({ seconds: 10, heading: bump(3, 2, deg), posture })).toHaveLength(count);
  });

  test('that crosses neutral is two, one to either side', () => {
    const heading = (s: number): number => (s < 3 || s > 7 ? 0 : 15 * Math.sin((Math.PI * (s - 3)) / 2));
    expect(events({ seconds: 12, heading }).map((e) => Math.sign(e.peakDeg))).toEqual([1, -1]);
  });

  test('without full return still ends, and the next one is found', () => {
    const heading = sumOf(bump(3, 2, 30), bump(5.5, 2, 30), ramp(3, 1, 3));
    expect(events({ seconds: 12, heading }).map((e) => e.kind)).toEqual(['rotation', 'rotation']);
  });

  test('further than a pelvis can turn is a turn of chair or feet, out and back or not', () => {
    expect(events({ seconds: 12, heading: bump(3, 5, 120) }).map((e) => e.kind)).toEqual(['turn']);
    expect(events({ seconds: 12, heading: bump(3, 5, 80) }).map((e) => e.kind)).toEqual(['rotation']);
  });

  test('held for longer than twelve seconds is a turn and moves neutral', () => {
    const heading = sumOf(ramp(3, 1, 60), bump(20, 2, 15));
    const found = events({ seconds: 30, heading });
    expect(found.map((e) => e.kind)).toEqual(['turn', 'rotation']);
    expect(found[1]!.peakDeg).toBeCloseTo(15, 0);
    // At rest near the peak nine seconds are enough.
    expect((found[0]!.endUs - found[0]!.startUs) / 1e6).toBeCloseTo(9, 0);
  });

  test('right after a turn counts, although the turn is known only later', () => {
    const heading = sumOf(ramp(3, 1, 60), bump(7, 2, -15));
    const found = events({ seconds: 25, heading });
    expect(found.map((e) => e.kind)).toEqual(['turn', 'rotation']);
    expect(found[1]!.peakDeg).toBeCloseTo(-15, 0);
  });

  test.each([
    [20, -15],
    [15, -12],
    [12, -20],
    [-18, 18],
  ])('to the other side after a turn of %d deg is one of %d deg', (turnDeg, deg) => {
    const found = events({ seconds: 30, heading: sumOf(ramp(3, 1, turnDeg), bump(8, 2.5, deg)) });
    expect(found.map((e) => e.kind)).toEqual(['turn', 'rotation']);
    expect(found[0]!.peakDeg / turnDeg).toBeCloseTo(1, 0);
    expect(found[1]!.peakDeg / deg).toBeCloseTo(1, 0);
  });

  test('to a second screen, and again for long, is to that side', () => {
    const heading = sumOf(ramp(3, 1, 20), ramp(6, 1, -20), ramp(11, 1, 20));
    const found = events({ seconds: 30, heading });
    expect(found.map((e) => [e.kind, Math.sign(e.peakDeg)])).toEqual([
      ['rotation', 1],
      ['turn', 1],
    ]);
  });

  test('held for five seconds with a look around is still one', () => {
    const heading = sumOf(ramp(3, 1, 30), bump(5, 1.5, 8), ramp(8, 1, -30));
    expect(events({ seconds: 25, heading }).map((e) => e.kind)).toEqual(['rotation']);
  });

  test('with steps around its peak is gait', () => {
    const bounce = (s: number): number => 2 * Math.sin(2 * Math.PI * 1.8 * s);
    expect(events({ seconds: 10, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual(['gait']);
  });

  test('with steps only right after it is still gait', () => {
    const bounce = (s: number): number => (s < 4.6 ? 0 : 2 * Math.sin(2 * Math.PI * 1.8 * s));
    expect(events({ seconds: 10, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual(['gait']);
  });

  test.each([
    ['within several soft steps in a row', 0.9, 9, 'gait'],
    ['a second after soft steps', 0.9, 3, 'rotation'],
    ['within a trembling', 0.4, 9, 'rotation'],
  ] as const)('%s', (_, sizeMps2, untilS, kind) => {
    const bounce = (s: number): number => (s > untilS ? 0 : sizeMps2 * Math.sin(2 * Math.PI * 1.8 * s));
    expect(events({ seconds: 12, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual([kind]);
  });

  test('with a single jolt is a rotation', () => {
    const bounce = (s: number): number =>
      s > 4 && s < 4.3 ? 3 * Math.sin((2 * Math.PI * (s - 4)) / 0.3) : 0;
    expect(events({ seconds: 10, heading: bump(3, 2, 15), bounce }).map((e) => e.kind)).toEqual(['rotation']);
  });

  test('is settled by the posture that is decided for it later', () => {
    const [event] = events({ seconds: 10, heading: bump(3, 2, 8) });
    const settled = (posture: PostureState, peakDeg = event!.peakDeg) =>
      settleRotation({ ...event!, peakDeg }, () => posture);
    expect(settled('sitting')).toEqual({ ...event, context: 'sitting' });
    expect(settled('walking')).toMatchObject({ kind: 'gait', context: 'walking' });
    expect(settled('standing')).toBeNull();
    expect(settled('standing', -12)).toMatchObject({ kind: 'rotation' });
    expect(settled('not_worn')).toMatchObject({ kind: 'rotation', context: 'unknown' });
  });

  test('at the edge of walking belongs to the rest beside it', () => {
    const [event] = events({ seconds: 10, heading: bump(3, 2, 12) });
    const walkingUntil = (endS: number) => (tUs: number) => (tUs < endS * 1e6 ? 'walking' : 'sitting');
    expect(settleRotation(event!, walkingUntil(5))).toMatchObject({ kind: 'rotation', context: 'sitting' });
    expect(settleRotation(event!, walkingUntil(6))).toMatchObject({ kind: 'gait', context: 'walking' });
  });
});

describe('a side bend of a pelvis tipped back by 25 deg', () => {
  // 20 deg about an axis that rises by 25 deg: 8.5 deg about the vertical, nothing about the body's own axis.
  const heading = bump(3, 2, 20 * Math.sin(25 * RAD));

  test('is told by the missing rotation about the own axis', () => {
    expect(events({ seconds: 10, heading, axial: () => 0 })[0]!.kind).toBe('side_bend');
    expect(events({ seconds: 10, heading, axial: heading })[0]!.kind).toBe('rotation');
  });

  test('is told by its tilt while upright is not known', () => {
    const tilt = bump(3, 2, 20 * Math.cos(25 * RAD));
    expect(events({ seconds: 10, heading, tilt })[0]!.kind).toBe('side_bend');
    expect(events({ seconds: 10, heading, tilt: bump(3, 2, 5) })[0]!.kind).toBe('rotation');
  });
});

describe('bias and loss', () => {
  test('a constant rate error far below a movement opens nothing and shifts no peak', () => {
    const heading = sumOf(bump(600, 2, 12), bump(640, 2, -12));
    const found = events({ seconds: 700, heading, biasDps: 0.1 });
    expect(found).toHaveLength(2);
    expect(Math.abs(found[0]!.peakDeg + found[1]!.peakDeg)).toBeLessThan(0.3);
  });

  test('a filter that learns late takes nothing from what has been learnt here', () => {
    const heading = sumOf(bump(610, 2, 12), bump(630, 2, -12));
    const columns = columnsOf({ seconds: 640, heading, biasDps: 0.8 });
    for (let i = 600 * RATE_HZ; i < columns.n; i++) {
      columns.yawRateRadps[i]! -= 0.8 * RAD;
      columns.biasRadps.z[i] = 0.8 * RAD;
    }
    const found = run(columns).filter((e) => e.startUs > 600e6);
    expect(found.map((e) => Math.round(e.peakDeg))).toEqual([12, -12]);
  });

  test('a silence drops what was open: nobody saw how it ended', () => {
    const columns = columnsOf({ seconds: 10, heading: sumOf(ramp(3, 1, 30), ramp(6, 1, -30)) });
    for (let i = 4.5 * RATE_HZ; i < columns.n; i++) columns.tUs[i]! += 2.5e6;
    expect(run(columns).filter((e) => e.peakDeg > 0)).toEqual([]);
  });

  test('a silence of a link that comes back soon does not end what was held meanwhile', () => {
    const columns = columnsOf({ seconds: 10, heading: sumOf(ramp(3, 1, 30), ramp(6, 1, -30)) });
    for (let i = 4.5 * RATE_HZ; i < columns.n; i++) columns.tUs[i]! += 1.5e6;
    const [held, ...rest] = run(columns);
    expect(rest).toEqual([]);
    expect(held).toMatchObject({ kind: 'rotation', peakDeg: expect.closeTo(30, 0) });
  });

  test('short losses change nothing but a little', () => {
    const columns = columnsOf({ seconds: 10, heading: bump(3, 2, 15) });
    for (let i = 3.2 * RATE_HZ; i < 3.3 * RATE_HZ; i++) columns.yawRateRadps[i] = Number.NaN;
    const found = run(columns);
    expect(found).toHaveLength(1);
    expect(found[0]!.peakDeg).toBeCloseTo(15, 0);
  });

  test('without a gyroscope nothing is said', () => {
    const columns = columnsOf({ seconds: 10, heading: bump(3, 2, 15) });
    columns.yawRateRadps.fill(Number.NaN);
    expect(run(columns)).toEqual([]);
  });
});

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
        events({ seconds: 50, heading: sumOf(...heading(degs, 5)) }),
      );
      const both = events({ seconds: 100, heading: sumOf(...heading(first, 5), ...heading(second, 55)) });
      expect(both.length).toBe(first.length + second.length);
      expect(both.length).toBe(alone.flat().length);
      // Neutral comes from the stretch before: a few hundredths.
      expect(Math.abs(exposure(both) / exposure(alone.flat()) - 1)).toBeLessThan(0.03);
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
