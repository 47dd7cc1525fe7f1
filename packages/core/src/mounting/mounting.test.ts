import { describe, expect, test } from 'vitest';
import type { MountingEvent, MountingSeed, PipelineOutput } from '../pipeline/outputs.ts';
import { createPipeline, type PipelineParams } from '../pipeline/pipeline.ts';
import type { ImuBatch } from '../signal/imu-batch.ts';
import {
  clipOnBelt,
  commodityErrors,
  type Slip,
  type WorkdayPlan,
  WorkdaySimulation,
} from '../simulation/index.ts';
import { parseAxes } from './axes.ts';
import { rotation, turnBatch } from './mounting-testing.ts';

const RATE_HZ = 25;
const START_US = 1_795_000_000_000_000;
const AXES = parseAxes('up,right,forward');
const UPSIDE_DOWN = rotation([0, 0, 0, 1]);
const INSIDE_OUT = rotation([0, 1, 0, 0]);

/** Walks of a minute with sitting between them; the clip moves while its wearer sits, after 150 s. */
const MOVES_S = 150;
const PLAN: Omit<WorkdayPlan, 'slips'> = {
  seed: 5,
  person: {
    stepHz: 1.8,
    speedMps: 1.25,
    bounceM: 0.015,
    seatDropM: 0.4,
    sittingDeg: -25,
    standingDeg: -3,
  },
  mounting: clipOnBelt({ forward: 8, left: -3, turned: 5 }),
  mirrored: false,
  activities: [
    { kind: 'stand', durationS: 15, shiftsPer15Min: 0 },
    { kind: 'walk', durationS: 70, turns: { left: 0, right: 0 } },
    { kind: 'sit', durationS: 120 },
    { kind: 'walk', durationS: 90, turns: { left: 0, right: 0 } },
    { kind: 'sit', durationS: 60 },
  ],
};

interface Worn {
  readonly slips?: readonly Slip[];
  readonly turned?: (batch: ImuBatch) => ImuBatch;
  readonly params?: Partial<PipelineParams>;
  readonly activities?: WorkdayPlan['activities'];
}

function wear({
  slips = [],
  turned = (batch) => batch,
  params = {},
  activities = PLAN.activities,
}: Worn): PipelineOutput[] {
  const day = new WorkdaySimulation(
    { ...PLAN, slips, activities },
    { rateHz: RATE_HZ, startUs: START_US, errors: commodityErrors(5) },
  );
  const pipeline = createPipeline({ rateHz: RATE_HZ, hasGyro: true, hasMag: false, axes: null, ...params });
  const said: PipelineOutput[] = [];
  for (let batch = day.next(RATE_HZ); batch; batch = day.next(RATE_HZ))
    said.push(pipeline.push(turned(batch)));
  said.push(pipeline.flush());
  return said;
}

const eventsOf = (said: readonly PipelineOutput[]): MountingEvent[] =>
  said.flatMap(({ mountingEvents }) => mountingEvents ?? []);
const secondsAfter = (tUs: number | null): number => (tUs! - START_US) / 1e6;
/** Mean flexion of the last minute, which is sitting at 25 degrees back. */
const lastFlexionDeg = (said: readonly PipelineOutput[]): number => {
  const rows = said.slice(-30).flatMap(({ orientation }) => [...orientation.flexionDeg]);
  return rows.reduce((sum, v) => sum + v, 0) / rows.length;
};
const slip = (turnDeg: readonly [number, number, number]): Slip => ({
  startS: MOVES_S,
  durationS: 0.5,
  turnDeg,
});
const after = (turn: ReturnType<typeof rotation>) => (batch: ImuBatch) =>
  turnBatch(batch, turn, START_US + MOVES_S * 1e6);

describe('a clip that stays where it is', () => {
  const said = wear({});

  test('gives no event', () => expect(eventsOf(said)).toEqual([]));

  test('is calibrated by walking, and says what that is worth', () => {
    const { calibration, reference, forward } = said.at(-1)!.mounting;
    expect([reference, forward]).toEqual(['walking', 'walking']);
    expect(calibration).toMatchObject({ source: 'walking', reasons: [], flexionRangeDeg: null });
    expect(calibration!.quality).toBeGreaterThan(0.8);
    expect(calibration!.ageS).toBeGreaterThan(30);
    expect(calibration!.ageS).toBeLessThan(80);
  });

  test('has no quality before the first walk, and says why', () => {
    const { calibration, reason } = said[10]!.mounting;
    expect(calibration!.quality).toBe(0);
    expect(calibration!.source).toBeNull();
    expect(reason).toMatch(/walk/);
  });
});

describe('a clip that slips while its wearer sits', () => {
  test.each([
    ['forward', [0, 20, 0]],
    ['sideways', [18, 0, 0]],
  ] as const)('%s is warned of, then judged, and is not posture', (_, turnDeg) => {
    const said = wear({ slips: [slip(turnDeg)] });
    const [warning, judgement] = eventsOf(said);
    expect(eventsOf(said)).toHaveLength(2);
    expect(warning).toMatchObject({ kind: 'slip', judgedAtUs: null, withdrawnAtUs: null });
    expect(judgement).toMatchObject({ kind: 'slip', tUs: warning!.tUs, warnedAtUs: warning!.warnedAtUs });
    expect(secondsAfter(judgement!.lastGoodUs)).toBeLessThan(90);
    expect(secondsAfter(judgement!.tUs)).toBeGreaterThan(200);
    expect(judgement!.judgedAtUs! - judgement!.warnedAtUs).toBeGreaterThan(5e6);
    expect(secondsAfter(judgement!.judgedAtUs)).toBeLessThan(250);
    expect(judgement!.angleDeg).toBeGreaterThan(14);
    expect(judgement!.angleDeg).toBeLessThan(Math.hypot(...turnDeg) + 2);
    expect(Math.abs(lastFlexionDeg(said) + 25)).toBeLessThan(4);
  });

  test('by 8 degrees is as much as a slope does, and no event', () => {
    expect(eventsOf(wear({ slips: [slip([0, 8, 0])] }))).toEqual([]);
  });
});

describe('a clip put on another way round', () => {
  test('upside down is warned of without a walk, tells nothing while it is, and is judged by a walk', () => {
    const said = wear({ turned: after(UPSIDE_DOWN) });
    const events = eventsOf(said);
    expect(events.map(({ kind }) => kind)).toEqual(Array(events.length).fill('upside_down'));
    expect(secondsAfter(events[0]!.warnedAtUs)).toBeLessThan(MOVES_S + 40);
    const judged = events.find(({ judgedAtUs }) => judgedAtUs !== null)!;
    expect(judged.angleDeg).toBeGreaterThan(160);
    expect(Math.abs(lastFlexionDeg(said) + 25)).toBeLessThan(4);
    const states = new Map(
      said.flatMap(({ seconds }) => seconds.map(({ tUs, state }) => [secondsAfter(tUs), state])),
    );
    const between = [...states].filter(([second]) => second > 180 && second < 200).map(([, state]) => state);
    expect(new Set(between)).toEqual(new Set(['unknown']));
  });

  test('inside out shows in the steps', () => {
    const said = wear({ turned: after(INSIDE_OUT) });
    const judged = eventsOf(said).find(({ judgedAtUs }) => judgedAtUs !== null)!;
    expect(judged.kind).toBe('inside_out');
    expect(judged.angleDeg).toBeGreaterThan(160);
    expect(Math.abs(lastFlexionDeg(said) + 25)).toBeLessThan(5);
  });

  test('otherwise than stated from the start is told, and the steps are believed', () => {
    const upside = wear({ turned: (batch) => turnBatch(batch, UPSIDE_DOWN), params: { axes: AXES } });
    expect(eventsOf(upside)[0]).toMatchObject({ kind: 'upside_down' });
    expect(upside.at(-1)!.mounting.forward).toBe('walking');
    expect(Math.abs(lastFlexionDeg(upside) + 25)).toBeLessThan(4);
    const inside = wear({ turned: (batch) => turnBatch(batch, INSIDE_OUT), params: { axes: AXES } });
    expect(eventsOf(inside).at(-1)).toMatchObject({ kind: 'inside_out' });
    expect(inside.at(-1)!.mounting.forward).toBe('walking');
    expect(Math.abs(lastFlexionDeg(inside) + 25)).toBeLessThan(5);
  });
});

describe('a seed from the last session', () => {
  const frame = (): MountingSeed => {
    const nominal = clipOnBelt({ forward: 8, left: -3, turned: 5 });
    const [w, x, y, z] = nominal;
    const toSensor = rotation([w, -x, -y, -z]);
    return {
      up: toSensor([0, 0, 1]),
      forward: toSensor([1, 0, 0]),
      source: 'bends',
      flexionRangeDeg: 70,
      calibratedAtUs: START_US - 3600e6,
    };
  };
  const seed = frame();

  test('tells posture from the first second, and walking confirms it', () => {
    const said = wear({ params: { seed } });
    expect(eventsOf(said)).toEqual([]);
    expect(said[5]!.mounting).toMatchObject({ reference: 'seed', forward: 'seed', reason: null });
    expect(said[5]!.mounting.calibration).toMatchObject({ source: 'bends', flexionRangeDeg: 70 });
    expect(said[12]!.mounting.calibration!.reasons).toEqual([
      'upright is taken from the last session until you walk',
    ]);
    expect(said[12]!.mounting.calibration!.ageS).toBeCloseTo(3600, -2);
    expect(said.at(-1)!.mounting.reference).toBe('walking');
    expect(said.at(-1)!.mounting.calibration!.quality).toBe(0.95);
  });

  test('of another mounting is found out by the first walk', () => {
    const said = wear({ params: { seed }, turned: (batch) => turnBatch(batch, UPSIDE_DOWN) });
    expect(eventsOf(said).at(-1)).toMatchObject({ kind: 'upside_down' });
    expect(said.at(-1)!.mounting.forward).toBe('walking');
    expect(Math.abs(lastFlexionDeg(said) + 25)).toBeLessThan(4);
  });

  test.each([
    ['seed.up', { up: [0, 0, 0], forward: null }],
    ['seed.up', { up: [Number.NaN, 0, 1], forward: null }],
    ['seed.forward', { up: [0, 0, 1], forward: [0, 0, 2] }],
    ['seed.forward', { up: [0, 0, 1], forward: [0, Number.NaN, 0] }],
  ] as const)('that is no direction is refused with its name: %s', (field, bad) => {
    expect(() => wear({ params: { seed: bad as MountingSeed } })).toThrow(field);
  });

  test('is what the session before hands on', () => {
    const handed = wear({}).at(-1)!.mounting.seed!;
    expect(handed).toMatchObject({ source: 'walking' });
    const said = wear({ params: { seed: JSON.parse(JSON.stringify(handed)) } });
    expect(eventsOf(said)).toEqual([]);
    expect(said[5]!.mounting).toMatchObject({ reference: 'seed', forward: 'seed', reason: null });
    expect(Math.abs(lastFlexionDeg(said) + 25)).toBeLessThan(4);
  });

  test('carries the flexion range to creep: who bends less far is strained more by the same angle', () => {
    const activities: WorkdayPlan['activities'] = [{ kind: 'sit', durationS: 300, pitchDeg: 25 }];
    const creepOf = (flexionRangeDeg: number): number => {
      const said = wear({ params: { seed: { ...seed, flexionRangeDeg } }, activities });
      return Math.max(...said.flatMap(({ load }) => load.map(({ creep }) => creep ?? 0)));
    };
    expect(creepOf(40) / creepOf(80)).toBeCloseTo(2, 1);
  });
});
