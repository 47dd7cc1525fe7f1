import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Vec3Columns } from '../signal/imu-batch.ts';
import type { Vec3 } from './body-frame.ts';
import { GaitDirection } from './gait-direction.ts';
import { gaitEvidence } from './gait-forward.ts';
import { rotation } from './mounting-testing.ts';

const HZ = 25;
const CELLS = 125;
const G = 9.80665;
const UP: Vec3 = [0, 0, 1];
const RAD = Math.PI / 180;

interface Walk {
  readonly stepHz?: number;
  /** Half the vertical acceleration, m/s^2. */
  readonly bounce?: number;
  /** Height against speed: 1 as a pendulum (walking), -1 as a spring (running). */
  readonly pendulum?: 1 | -1;
  readonly swayMps2?: number;
}

/** An inverted pendulum in body axes: height cos, forward speed against it, sway once a stride. */
function walk({ stepHz = 1.8, bounce = 2, pendulum = 1, swayMps2 = 1.2 }: Walk, turn = (v: Vec3): Vec3 => v) {
  const columns = {
    x: new Float64Array(CELLS),
    y: new Float64Array(CELLS),
    z: new Float64Array(CELLS),
  };
  for (let i = 0; i < CELLS; i++) {
    const phase = (2 * Math.PI * stepHz * i) / HZ;
    const forward = pendulum * 0.6 * bounce * Math.sin(phase);
    const [x, y, z] = turn([forward, swayMps2 * Math.sin(phase / 2 + 0.4), G - bounce * Math.cos(phase)]);
    columns.x[i] = x;
    columns.y[i] = y;
    columns.z[i] = z;
  }
  return columns;
}

/** Standard deviation of the length. */
function spreadOf({ x, y, z }: Vec3Columns): number {
  const lengths = Array.from(x, (_, i) => Math.hypot(x[i]!, y[i]!, z[i]!));
  const mean = lengths.reduce((sum, v) => sum + v, 0) / lengths.length;
  return Math.sqrt(lengths.reduce((sum, v) => sum + (v - mean) ** 2, 0) / lengths.length);
}

const evidence = (columns: Vec3Columns) => gaitEvidence(columns, 0, CELLS, HZ);
const headingDeg = ([x, y]: readonly number[]): number => (Math.atan2(y!, x!) * 180) / Math.PI;

function direction(columns: Vec3Columns, windows = 20): GaitDirection {
  const mean = new GaitDirection();
  for (let i = 0; i < windows; i++) mean.add(evidence(columns)!);
  return mean;
}

const part = fc.double({ min: -1, max: 1, noNaN: true });
const quaternion = fc.tuple(part, part, part, part).filter((q) => Math.hypot(...q) > 0.1);

describe('the way of a walk', () => {
  test('is where acceleration leads the vertical by a quarter of a step', () => {
    expect(headingDeg(direction(walk({})).forward(UP)!)).toBeCloseTo(0, 0);
  });

  test('is read from a ring wherever the window lies in it, at cell numbers since the epoch', () => {
    const [columns, size] = [walk({}), 3 * CELLS];
    const whole = evidence(columns);
    for (const from of [0, size - 1, size - CELLS + 1, -40, 45_000_000_000, 45_000_000_077]) {
      const ring = { x: new Float64Array(size), y: new Float64Array(size), z: new Float64Array(size) };
      for (let i = 0; i < CELLS; i++) {
        const at = (((from + i) % size) + size) % size;
        for (const axis of ['x', 'y', 'z'] as const) ring[axis][at] = columns[axis][i]!;
      }
      expect(gaitEvidence(ring, from, from + CELLS, HZ)).toEqual(whole);
    }
  });

  test('does not depend on how much the hips sway', () => {
    for (const swayMps2 of [0, 0.5, 2.5]) {
      expect(Math.abs(headingDeg(direction(walk({ swayMps2 })).forward(UP)!))).toBeLessThan(3);
    }
  });

  test('turns with the sensor exactly, whichever way up', () => {
    const known = direction(walk({})).forward(UP)!;
    fc.assert(
      fc.property(quaternion, (q) => {
        const turn = rotation(q);
        const found = direction(walk({}, turn)).forward(turn(UP))!;
        const expected = turn(known);
        for (let k = 0; k < 3; k++) expect(Math.abs(found[k]! - expected[k]!)).toBeLessThan(1e-9);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  test('is not looked for in running, in standing and across a gap', () => {
    expect(evidence(walk({ stepHz: 2.8, bounce: 5 }))).toBeNull();
    expect(evidence(walk({ bounce: 9 }))).toBeNull();
    expect(evidence(walk({ bounce: 0.3, swayMps2: 0.1 }))).toBeNull();
    const gap = walk({});
    gap.x[60] = Number.NaN;
    expect(evidence(gap)).toBeNull();
  });

  test('is looked for from 1.2 to 2.3 steps a second, and from a spread of 0.06 to 0.4 g', () => {
    const found = (of: Walk): boolean => evidence(walk(of)) !== null;
    expect([1, 1.25, 2.25, 2.4].map((stepHz) => found({ stepHz }))).toEqual([false, true, true, false]);
    for (let bounce = 0.5; bounce < 8; bounce += 0.05) {
      const spreadG = spreadOf(walk({ bounce, swayMps2: 0 })) / G;
      expect([spreadG, found({ bounce, swayMps2: 0 })]).toEqual([spreadG, spreadG >= 0.06 && spreadG <= 0.4]);
    }
  });

  test('is not found in what hardly repeats itself', () => {
    const shaken = (share: number): boolean => {
      const columns = walk({});
      // Every other step is another one.
      for (let i = 0; i < CELLS; i++)
        columns.z[i]! += share * 4 * Math.cos(2 * Math.PI * 0.37 * i * (i / 90));
      return evidence(columns) !== null;
    };
    expect([shaken(0.1), shaken(1.5)]).toEqual([true, false]);
  });

  test('is reversed when height and speed go together: what plain walking never does', () => {
    expect(Math.abs(headingDeg(evidence(walk({ pendulum: -1 }))!.pull))).toBeGreaterThan(150);
  });

  test('waits for eight windows, and for windows that agree', () => {
    expect(direction(walk({}), 7).forward(UP)).toBeNull();
    expect(direction(walk({}), 8).forward(UP)).not.toBeNull();
    const torn = new GaitDirection();
    for (let i = 0; i < 20; i++) torn.add(evidence(walk({ pendulum: i % 2 ? 1 : -1 }))!);
    expect(torn.forward(UP)).toBeNull();
  });

  test('goes on from a snapshot exactly', () => {
    const whole = direction(walk({}));
    const resumed = new GaitDirection();
    resumed.restore(JSON.parse(JSON.stringify(whole.snapshot())));
    for (const mean of [whole, resumed]) mean.add(evidence(walk({ stepHz: 1.5 }))!);
    expect(resumed.forward(UP)).toEqual(whole.forward(UP));
    expect(resumed.snapshot()).toEqual(whole.snapshot());
  });

  /** Windows that pull so, with what repeats itself along an axis. */
  const pulled = (headings: readonly number[], axisDeg: number | null = null): GaitDirection => {
    const mean = new GaitDirection();
    const [c, s] = axisDeg === null ? [0, 0] : [Math.cos(2 * axisDeg * RAD), Math.sin(2 * axisDeg * RAD)];
    for (const deg of headings) {
      const pull = [0.05 * Math.cos(deg * RAD), 0.05 * Math.sin(deg * RAD), 0] as const;
      mean.add({ pull, symmetry: [c, s, 0, -c, 0, 0] });
    }
    return mean;
  };
  const many = (n: number, deg: number): number[] => Array<number>(n).fill(deg);

  test('is the axis of what repeats itself, up to 35 degrees from the pull', () => {
    for (const deg of [-34, -10, 0, 20, 34]) {
      expect(headingDeg(pulled(many(20, 0), deg).forward(UP)!)).toBeCloseTo(deg, 6);
    }
    expect([pulled(many(20, 0), 36).forward(UP), pulled(many(20, 0), -36).forward(UP)]).toEqual([null, null]);
    // An axis has no direction: the pull has.
    expect(Math.abs(headingDeg(pulled(many(20, 170), 0).forward(UP)!))).toBeCloseTo(180, 6);
  });

  test('needs pulls whose mean is 0.8 long: 36 degrees to either side', () => {
    const torn = (deg: number) => pulled([...many(20, deg), ...many(20, -deg)]).agreement;
    expect(torn(36)).toBeCloseTo(Math.cos(36 * RAD), 2);
    const found = (deg: number) => pulled([...many(300, 0).map((_, i) => (i % 2 ? deg : -deg))]).forward(UP);
    expect([found(36) === null, found(38) === null]).toEqual([false, true]);
  });

  test('follows the last 300 windows: half of what was is left after 208', () => {
    const turned = pulled([...many(5000, 0), ...many(208, 60)]);
    expect(headingDeg(turned.forward(UP)!)).toBeCloseTo(30, 0);
  });

  test('counts a window by the square of its pull', () => {
    const mean = pulled(many(20, 0));
    const weak = { pull: [0, 0.005, 0] as const, symmetry: [0, 0, 0, 0, 0, 0] as const };
    for (let i = 0; i < 20; i++) mean.add(weak);
    expect(headingDeg(mean.forward(UP)!)).toBeCloseTo(Math.atan(0.01) / RAD, 1);
    mean.add({ ...weak, pull: [0, 0, 0] });
    expect(mean.forward(UP)).not.toBeNull();
  });

  test('once settled waits for a judgement before it takes a window that points backward', () => {
    const back = { pull: [-0.05, 0, 0] as const, symmetry: [0, 0, 0, 0, 0, 0] as const };
    const ahead: Vec3 = [1, 0, 0];
    expect(pulled(many(15, 0)).mayTake(back, ahead)).toBe(true);
    expect(pulled(many(22, 0)).mayTake(back, ahead)).toBe(false);
    expect(pulled(many(22, 0)).mayTake({ ...back, pull: [0.01, 0.05, 0] }, ahead)).toBe(true);
    expect(pulled(many(22, 0)).mayTake(back, null)).toBe(true);
  });

  test('is forgotten, or taken over whole', () => {
    const mean = pulled(many(20, 40));
    const other = new GaitDirection();
    other.take(mean);
    expect(other.forward(UP)).toEqual(mean.forward(UP));
    other.clear();
    expect([other.forward(UP), other.agreement]).toEqual([null, 0]);
  });
});
