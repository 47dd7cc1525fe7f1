import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiply, rotate } from '../orientation/quaternion.ts';
import { STANDARD_GRAVITY_MPS2 } from '../signal/imu-batch.ts';
import { defaultWorkday } from './default-workday.ts';
import { HIP_TO_CLIP_M } from './kinematics.ts';
import { clipOnBelt } from './mounting.ts';
import { type Activity, mirrorPlan, planDurationS, type WorkdayPlan } from './plan.ts';
import { commodityErrors } from './sensor-errors.ts';
import { breaksOf, posturePerSecond } from './truth.ts';
import { workdayTruth } from './workday-script.ts';
import { type SimulatedBatch, type SimulationOptions, WorkdaySimulation } from './workday-simulation.ts';

const PERSON = {
  stepHz: 1.8,
  speedMps: 1.25,
  bounceM: 0.015,
  seatDropM: 0.4,
  sittingDeg: -20,
  standingDeg: -2,
};
const IDENTITY = [1, 0, 0, 0] as const;

const MIXED: readonly Activity[] = [
  { kind: 'stand', durationS: 12 },
  { kind: 'walk', durationS: 20, turns: { left: 1, right: 0 } },
  { kind: 'sit', durationS: 60, twists: { left: 3, right: 2, sizeDeg: [8, 16] }, creepDeg: -3 },
  { kind: 'lie', durationS: 40, side: 'left' },
  { kind: 'walk', durationS: 20 },
];

function planOf(activities: readonly Activity[], seed = 5): WorkdayPlan {
  return { seed, person: PERSON, mounting: IDENTITY, activities, mirrored: false };
}

function all(plan: WorkdayPlan, options: SimulationOptions = {}): SimulatedBatch {
  const day = new WorkdaySimulation(plan, options);
  return day.next(day.length)!;
}

const DEG = 180 / Math.PI;

describe('the signals', () => {
  const rateHz = 1000;
  const day = all(
    { ...planOf(MIXED), mounting: clipOnBelt({ forward: 9, left: -5, turned: 12 }) },
    { rateHz },
  );

  test('integrating the gyroscope gives the orientation', () => {
    const { truth, gyrRadps: g } = day;
    const q = Float64Array.of(truth.w[0]!, truth.x[0]!, truth.y[0]!, truth.z[0]!);
    const step = new Float64Array(4);
    for (let i = 1; i < day.n; i++) {
      const mean = (c: Float64Array): number => (c[i - 1]! + c[i]!) / (4 * rateHz);
      step.set([0, mean(g.x), mean(g.y), mean(g.z)]);
      step[0] = Math.sqrt(1 - step[1]! ** 2 - step[2]! ** 2 - step[3]! ** 2);
      multiply(q, step, q);
    }
    const last = day.n - 1;
    const dot =
      q[0]! * truth.w[last]! + q[1]! * truth.x[last]! + q[2]! * truth.y[last]! + q[3]! * truth.z[last]!;
    expect(2 * Math.acos(Math.min(1, Math.abs(dot))) * DEG).toBeLessThan(0.02);
  });

  test('the vertical acceleration is the second derivative of the height of the clip', () => {
    const height = Array.from({ length: day.n }, (_, i) => clipHeight(day, i));
    let worst = 0;
    for (let i = 1; i < day.n - 1; i++) {
      const second = (height[i + 1]! - 2 * height[i]! + height[i - 1]!) * rateHz * rateHz;
      worst = Math.max(worst, Math.abs(verticalAcceleration(day, i) - second));
    }
    // Of up to 20 m/s^2; what is left is the difference quotient at the contact with the seat.
    expect(worst).toBeLessThan(0.1);
  });
});

/** World height of the clip: of the hips, and of the lever above them. */
function clipHeight({ truth }: SimulatedBatch, i: number): number {
  const [pitch, roll] = [truth.flexionDeg[i]! / DEG, -truth.sideBendDeg[i]! / DEG];
  const [rx, ry, rz] = HIP_TO_CLIP_M;
  const lever = -Math.sin(pitch) * rx + Math.cos(pitch) * (Math.sin(roll) * ry + Math.cos(roll) * rz);
  return truth.heightM[i]! + lever;
}

function verticalAcceleration({ truth, accMps2: a }: SimulatedBatch, i: number): number {
  const world = new Float64Array(3);
  const q = Float64Array.of(truth.w[i]!, truth.x[i]!, truth.y[i]!, truth.z[i]!);
  rotate(q, Float64Array.of(a.x[i]!, a.y[i]!, a.z[i]!), world);
  return world[2]! - STANDARD_GRAVITY_MPS2;
}

describe('a simulation', () => {
  test('gives the same samples in any chunking', () => {
    const whole = all(planOf(MIXED), { errors: commodityErrors(3) });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        const day = new WorkdaySimulation(planOf(MIXED), { errors: commodityErrors(3) });
        let row = 0;
        for (const size of sizes) {
          const batch = day.next(size);
          if (!batch) break;
          expect(batch.accMps2.x).toEqual(whole.accMps2.x.subarray(row, row + batch.n));
          expect(batch.gyrRadps.z).toEqual(whole.gyrRadps.z.subarray(row, row + batch.n));
          row += batch.n;
        }
      }),
      { numRuns: 20 },
    );
  });

  test('ends with the plan and counts time from the start given', () => {
    const batch = all(planOf(MIXED), { startUs: 1_700_000_000_000_000 });
    expect(batch.n).toBe(planDurationS(planOf(MIXED)) * 100);
    expect(batch.tUs[0]).toBe(1_700_000_000_000_000);
    expect(batch.tUs[batch.n - 1]! - batch.tUs[0]!).toBe((batch.n - 1) * 10_000);
  });

  test('of the mirrored plan swaps left and right in signals and truth', () => {
    const [day, mirrored] = [all(planOf(MIXED)), all(mirrorPlan(planOf(MIXED)))];
    const negated = (column: Float64Array): number[] => [...column].map((value) => -value + 0);
    expect([...mirrored.accMps2.y].map((v) => v + 0)).toEqual(negated(day.accMps2.y));
    expect([...mirrored.gyrRadps.z].map((v) => v + 0)).toEqual(negated(day.gyrRadps.z));
    expect(mirrored.accMps2.x).toEqual(day.accMps2.x);
    expect([...mirrored.truth.headingDeg].map((v) => v + 0)).toEqual(negated(day.truth.headingDeg));
    const peaks = (plan: WorkdayPlan): number[] => workdayTruth(plan).rotations.map(({ peakDeg }) => peakDeg);
    expect(peaks(mirrorPlan(planOf(MIXED)))).toEqual(peaks(planOf(MIXED)).map((deg) => -deg));
  });

  test('seen by a clip turned any way is the same motion', () => {
    const mounting = clipOnBelt({ forward: 20, left: 7, turned: -140 });
    const [straight, turned] = [all(planOf(MIXED)), all({ ...planOf(MIXED), mounting })];
    const norm = ({ accMps2: a }: SimulatedBatch, i: number): number => Math.hypot(a.x[i]!, a.y[i]!, a.z[i]!);
    for (let i = 0; i < straight.n; i += 97) expect(norm(turned, i)).toBeCloseTo(norm(straight, i), 9);
  });

  test('of a clip that slips goes on in its new mounting', () => {
    const slips = [{ startS: 20, durationS: 0.5, turnDeg: [0, 20, 0] as const }];
    const [firm, slipped] = [all(planOf(MIXED)), all({ ...planOf(MIXED), slips })];
    const forward = ({ accMps2: { x } }: SimulatedBatch, fromS: number): number =>
      x.subarray(fromS * 100, (fromS + 10) * 100).reduce((sum, value) => sum + value, 0) / 1000;
    expect(forward(slipped, 5)).toBe(forward(firm, 5));
    const tiltDeg = Math.asin((forward(firm, 21) - forward(slipped, 21)) / STANDARD_GRAVITY_MPS2) * DEG;
    expect(Math.abs(tiltDeg)).toBeCloseTo(20, 0);
  });

  test('with the errors of a commodity sensor stays near the truth', () => {
    const [exact, real] = [all(planOf(MIXED)), all(planOf(MIXED), { errors: commodityErrors(9) })];
    const differences = [...real.gyrRadps.z].map((value, i) => (value - exact.gyrRadps.z[i]!) * DEG);
    const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
    expect(Math.abs(mean)).toBeLessThan(1.1);
    expect(Math.abs(mean)).toBeGreaterThan(0.01);
  });
});

describe('the truth', () => {
  const plan = planOf(MIXED);
  const truth = workdayTruth(plan);
  const day = all(plan);

  test('has a posture for every instant', () => {
    expect(truth.bouts[0]!.startS).toBe(0);
    expect(truth.bouts.at(-1)!.endS).toBe(planDurationS(plan));
    truth.bouts.slice(1).forEach((bout, i) => {
      expect(bout.startS).toBe(truth.bouts[i]!.endS);
    });
    expect(posturePerSecond(truth)).toHaveLength(planDurationS(plan));
  });

  test('holds the rotations that were asked for', () => {
    const peaks = truth.rotations.filter(({ kind }) => kind === 'rotation').map(({ peakDeg }) => peakDeg);
    expect(peaks.filter((deg) => deg > 0)).toHaveLength(3);
    expect(peaks.filter((deg) => deg < 0)).toHaveLength(2);
    expect(Math.max(...peaks.map(Math.abs))).toBeLessThanOrEqual(16);
  });

  test('of a rotation is what the heading does', () => {
    const heading = (tS: number): number => day.truth.headingDeg[Math.round(tS * 100)]!;
    for (const { kind, context, startS, peakS, peakDeg } of truth.rotations) {
      if (context === 'walking' || kind === 'side_bend') continue;
      expect(Math.abs(heading(peakS) - heading(startS) - peakDeg)).toBeLessThan(2);
    }
  });

  test('sitting down and standing up move the belt by the height of the seat', () => {
    const [down] = truth.events.filter(({ kind }) => kind === 'sit_down');
    const height = (tS: number): number => day.truth.heightM[Math.round(tS * 100)]!;
    expect(height(down!.endS) - height(down!.startS)).toBeCloseTo(-PERSON.seatDropM, 2);
    expect(height(down!.startS - 1)).toBeCloseTo(0, 1);
  });

  test('of upright walking is a mean flexion of zero', () => {
    const walking = truth.bouts.find(({ posture }) => posture === 'walking')!;
    const flexion = day.truth.flexionDeg.subarray((walking.startS + 2) * 100, (walking.endS - 2) * 100);
    expect(flexion.reduce((sum, deg) => sum + deg, 0) / flexion.length).toBeCloseTo(0, 1);
  });
});

describe('a default day', () => {
  test('can be made for any seed and length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (seed, hours) => {
          const plan = defaultWorkday(seed, hours);
          expect(planDurationS(plan)).toBe(Math.round(hours * 3600));
          expect(workdayTruth(plan).bouts.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('shows something at once: standing, walking, sitting down and turning', () => {
    const truth = workdayTruth(defaultWorkday(1, 8));
    expect(truth.bouts.slice(0, 4).map(({ posture }) => posture)).toEqual([
      'standing',
      'walking',
      'standing',
      'sitting',
    ]);
    expect(truth.bouts[3]!.startS).toBeLessThan(80);
    expect(
      truth.rotations.filter(({ startS, kind }) => startS < 150 && kind === 'rotation').length,
    ).toBeGreaterThan(2);
  });

  test('is a day at a desk with breaks', () => {
    const truth = workdayTruth(defaultWorkday(1, 8));
    const sitting = truth.bouts.filter(({ posture }) => posture === 'sitting');
    const share = sitting.reduce((sum, { startS, endS }) => sum + endS - startS, 0) / truth.durationS;
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.92);
    expect(breaksOf(truth).length).toBeGreaterThan(8);
  });
});

test.each([
  [[{ kind: 'sit', durationS: 3 }], "activities[0].durationS is 3: a 'sit' takes at least 15 s"],
  [
    [{ kind: 'sit', durationS: 20, twists: { left: 9, right: 9, sizeDeg: [5, 9] } }],
    'give it more time or fewer of them',
  ],
] as const)('a plan that cannot be is refused', (activities, message) => {
  expect(() => workdayTruth(planOf(activities as readonly Activity[]))).toThrow(message);
});
