import { describe, expect, test } from 'vitest';
import { parseAxes } from '../mounting/axes.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import { clipOnBelt, SeededRandom, WorkdaySimulation } from '../simulation/index.ts';
import type { RotationEvent } from './outputs.ts';
import { createPipeline } from './pipeline.ts';

const RATE_HZ = 50;
const RAD = Math.PI / 180;
const TALL = { stepHz: 1.9, speedMps: 1.3, bounceM: 0.02, seatDropM: 0.4, sittingDeg: -25, standingDeg: -2 };
/** When the lift and the car come in the plan below, s. */
const STANDS = { fromS: 70, toS: 160 };
const SITS = { fromS: 190, toS: 490 };

/** Walking, standing, walking, sitting, walking; sensor x up, y right, z forward. */
function recording(): ImuBatch {
  const plan = {
    seed: 3,
    person: TALL,
    mounting: clipOnBelt({ forward: 0, left: 0, turned: 0 }),
    activities: [
      { kind: 'stand', durationS: 30, shiftsPer15Min: 0 },
      { kind: 'walk', durationS: 40 },
      { kind: 'stand', durationS: STANDS.toS - STANDS.fromS, shiftsPer15Min: 0 },
      { kind: 'walk', durationS: 30 },
      { kind: 'sit', durationS: SITS.toS - SITS.fromS, shiftsPer15Min: 0, fidgetsPer15Min: 0 },
      { kind: 'walk', durationS: 30 },
    ],
    mirrored: false,
  } as const;
  return new WorkdaySimulation(plan, { rateHz: RATE_HZ }).next(Number.MAX_SAFE_INTEGER)!;
}

interface Motion {
  /** Acceleration of the floor, m/s^2, and its rate of turning, rad/s, at this time. */
  readonly up?: (s: number) => number;
  readonly forward?: (s: number) => number;
  readonly left?: (s: number) => number;
  readonly yaw?: (s: number) => number;
}

/** The same body on a floor that moves. */
function moved(batch: ImuBatch, { up, forward, left, yaw }: Motion): ImuBatch {
  const { accMps2: a, gyrRadps: g } = batch;
  for (let i = 0; i < batch.n; i++) {
    const s = (batch.tUs[i]! - batch.tUs[0]!) / 1e6;
    const size = Math.hypot(a.x[i]!, a.y[i]!, a.z[i]!);
    const vertical = [a.x[i]! / size, a.y[i]! / size, a.z[i]! / size] as const;
    const rate = yaw?.(s) ?? 0;
    g!.x[i]! += rate * vertical[0];
    g!.y[i]! += rate * vertical[1];
    g!.z[i]! += rate * vertical[2];
    a.x[i]! += (up?.(s) ?? 0) * vertical[0];
    a.z[i]! += (up?.(s) ?? 0) * vertical[2] + (forward?.(s) ?? 0);
    a.y[i]! -= left?.(s) ?? 0;
  }
  return batch;
}

interface Told {
  /** Seconds per posture between two times. */
  readonly during: (span: { fromS: number; toS: number }) => Record<string, number>;
  readonly rotations: readonly RotationEvent[];
}

function analyse(batch: ImuBatch): Told {
  const axes = parseAxes('up,right,forward');
  const pipeline = createPipeline({ rateHz: RATE_HZ, hasGyro: true, hasMag: false, axes });
  const outputs = [pipeline.push(batch), pipeline.flush()];
  const states = new Map(
    outputs.flatMap(({ seconds }) => seconds.map(({ tUs, state }) => [(tUs - batch.tUs[0]!) / 1e6, state])),
  );
  return {
    rotations: outputs.flatMap(({ rotations }) => rotations),
    during({ fromS, toS }) {
      const told: Record<string, number> = {};
      for (const [s, state] of states) if (s >= fromS && s < toS) told[state] = (told[state] ?? 0) + 1;
      return told;
    },
  };
}

/** Half a sine: speeding up or slowing down. */
const push =
  (atS: number, forS: number, most: number) =>
  (s: number): number =>
    s > atS && s < atS + forS ? most * Math.sin((Math.PI * (s - atS)) / forS) : 0;
const sum =
  (...parts: ((s: number) => number)[]) =>
  (s: number): number =>
    parts.reduce((total, part) => total + part(s), 0);

describe('a lift', () => {
  test.each([
    ['down', -1],
    ['up', 1],
  ])('%s leaves somebody who stands standing, all but the seconds in which it brakes', (_way, sign) => {
    const floor = sum(push(100, 2, sign * 1.1), push(118, 2, -sign * 1.1));
    const told = analyse(moved(recording(), { up: floor }));
    const during = told.during({ fromS: STANDS.fromS + 5, toS: STANDS.toS - 5 });
    expect(during.standing).toBeGreaterThanOrEqual(75);
    expect((during.standing ?? 0) + (during.sitting ?? 0)).toBe(80);
  });
});

describe('a car', () => {
  const random = new SeededRandom(5);
  const road = (): number => 0.25 * random.normal();
  /** Three turns of 90 degrees at 8 m/s, starting and braking. */
  const turn = (atS: number, way: number) => push(atS, 6, (way * Math.PI * 90 * RAD) / (2 * 6));
  const yaw = sum(turn(250, 1), turn(320, -1), turn(400, 1));
  const told = analyse(
    moved(recording(), {
      up: (s) => (s > SITS.fromS + 20 && s < SITS.toS - 20 ? road() : 0),
      forward: sum(push(220, 5, 2), push(450, 5, -3)),
      left: (s) => 8 * yaw(s),
      yaw,
    }),
  );

  test('leaves somebody who sits sitting', () => {
    const during = told.during({ fromS: SITS.fromS + 10, toS: SITS.toS - 10 });
    expect(during.sitting ?? 0).toBeGreaterThanOrEqual(275);
    expect(during.walking ?? 0).toBe(0);
  });

  test('turns, and nobody in it has turned out and back', () => {
    expect(told.rotations.filter(({ kind }) => kind === 'rotation')).toEqual([]);
  });
});

describe('a swivel chair', () => {
  const inside = (s: number): boolean => s > SITS.fromS + 10 && s < SITS.toS - 10;
  const kinds = ({ rotations }: Told, startUs: number): string[] =>
    rotations.filter(({ peakUs }) => inside((peakUs - startUs) / 1e6)).map(({ kind }) => kind);

  test('that turns and stays is a turn', () => {
    const yaw = sum(push(250, 1.5, 60 * RAD), push(350, 1.5, -80 * RAD));
    const batch = moved(recording(), { yaw });
    expect(kinds(analyse(batch), batch.tUs[0]!)).toEqual(['turn', 'turn']);
  });

  test('that turns far out and back is a turn; by less than a pelvis can, one clip cannot tell', () => {
    const outAndBack = (deg: number): string[] => {
      const rate = (Math.PI * deg * RAD) / 2;
      const batch = moved(recording(), { yaw: sum(push(300, 1, rate), push(302, 1, -rate)) });
      return kinds(analyse(batch), batch.tUs[0]!);
    };
    expect(outAndBack(130)).toEqual(['turn']);
    expect(outAndBack(40)).toEqual(['rotation']);
  });
});
