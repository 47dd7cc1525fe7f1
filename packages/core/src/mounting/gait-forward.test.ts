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
});
