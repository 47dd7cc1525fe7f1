import { describe, expect, it } from 'vitest';
import type { PostureSecond, PostureState } from '../pipeline/outputs.ts';
import type { Snapshot } from '../pipeline/stage.ts';
import { ThighPosture, type ThighSecond, withThigh } from './thigh-posture.ts';

const RATE_HZ = 50;
const START_US = 1_767_600_000_000_000;
const G = 9.80665;
const RAD = Math.PI / 180;

interface Stretch {
  readonly seconds: number;
  readonly inclinationDeg: number;
  readonly walks?: boolean;
}

/** Sensor x along the thigh, z out of it; steps of 2 Hz. */
function samples(stretches: readonly Stretch[]): { tUs: number; acc: Float64Array }[] {
  const all = stretches.flatMap(({ seconds, ...rest }) =>
    Array.from({ length: seconds * RATE_HZ }, () => rest),
  );
  return all.map(({ inclinationDeg, walks }, i) => {
    const bounce = walks ? 2.5 * Math.sin((2 * Math.PI * 2 * i) / RATE_HZ) : 0;
    const size = G + bounce;
    const angle = inclinationDeg * RAD;
    const acc = Float64Array.of(size * Math.cos(angle), 0, size * Math.sin(angle));
    return { tUs: START_US + (i * 1e6) / RATE_HZ, acc };
  });
}

function inclinations(stretches: readonly Stretch[], freezeEvery = 0): ThighSecond[] {
  let stage = new ThighPosture(RATE_HZ);
  const told: ThighSecond[] = [];
  samples(stretches).forEach(({ tUs, acc }, i) => {
    stage.push(tUs, acc);
    if (freezeEvery === 0 || i % freezeEvery !== 0) return;
    told.push(...stage.drain());
    const frozen = JSON.stringify(stage.snapshot());
    stage = new ThighPosture(RATE_HZ);
    stage.restore(JSON.parse(frozen) as Snapshot);
  });
  return [...told, ...stage.flush()];
}

const DAY: Stretch[] = [
  { seconds: 20, inclinationDeg: 90 },
  { seconds: 30, inclinationDeg: 5, walks: true },
  { seconds: 20, inclinationDeg: 5 },
  { seconds: 30, inclinationDeg: 80 },
];

function second(i: number, state: PostureState, more: Partial<PostureSecond> = {}): PostureSecond {
  return {
    tUs: START_US + i * 1e6,
    state,
    probability: 0.6,
    flexionDeg: null,
    sideBendDeg: null,
    rotationDeg: null,
    tiltDeg: null,
    activityMps2: 0,
    coverage: 1,
    ...more,
  };
}

describe('inclination of the thigh', () => {
  it('is against its direction while walking, for seconds before the walk too', () => {
    const told = inclinations(DAY);
    expect(told.map(({ tUs }) => (tUs - START_US) / 1e6)).toEqual(told.map((_, i) => i));
    expect(told[10]!.inclinationDeg).toBeCloseTo(85, 0);
    expect(told[60]!.inclinationDeg).toBeCloseTo(0, 0);
    expect(told[90]!.inclinationDeg).toBeCloseTo(75, 0);
  });

  it('is not known without a walk', () => {
    expect(inclinations([{ seconds: 30, inclinationDeg: 90 }]).every((s) => s.inclinationDeg === null)).toBe(
      true,
    );
  });

  it('is the same beside samples that are damaged, repeated or late', () => {
    const stage = new ThighPosture(RATE_HZ);
    const up = Float64Array.of(G, 0, 0);
    const damaged: [number, Float64Array][] = [
      [Number.NaN, up],
      [Number.POSITIVE_INFINITY, up],
      [Number.NEGATIVE_INFINITY, up],
      [0.5, Float64Array.of(Number.NaN, 0, G)],
      [0.5, Float64Array.of(0, 0, 1e5)],
      [0, up],
      [-1e6, up],
    ];
    const told: ThighSecond[] = [];
    samples(DAY).forEach(({ tUs, acc }, i) => {
      stage.push(tUs, acc);
      const [offset, wrong] = damaged[i % damaged.length]!;
      stage.push(tUs + offset, wrong);
      told.push(...stage.drain());
    });
    expect([...told, ...stage.flush()]).toEqual(inclinations(DAY));
  });

  it('is told once, also what waited in a snapshot', () => {
    const [first, second] = [new ThighPosture(RATE_HZ), new ThighPosture(RATE_HZ)];
    for (const { tUs, acc } of samples(DAY)) first.push(tUs, acc);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())) as Snapshot);
    const told = first.drain();
    expect(told.length).toBeGreaterThan(90);
    expect(second.drain()).toEqual(told);
    expect(first.drain()).toEqual([]);
  });

  it('goes on from a snapshot anywhere as if nothing had happened', () => {
    expect(inclinations(DAY, 133)).toEqual(inclinations(DAY));
  });
});

describe('posture with a sensor on the thigh', () => {
  const at = (i: number, inclinationDeg: number | null): ThighSecond => ({
    tUs: START_US + i * 1e6,
    inclinationDeg,
  });
  const stateOf = (state: PostureState, inclinationDeg: number | null, more: Partial<PostureSecond> = {}) =>
    withThigh([second(0, state, more)], [at(0, inclinationDeg)]).seconds[0]!.state;

  it('sits from 45 degrees on', () => {
    expect(stateOf('standing', 45)).toBe('sitting');
    expect(stateOf('sitting', 44.9)).toBe('standing');
    expect(stateOf('unknown', 85)).toBe('sitting');
  });

  it.each(['walking', 'running', 'lying', 'not_worn'] as const)('%s stays what it is', (state) => {
    expect(stateOf(state, 85)).toBe(state);
    expect(stateOf(state, 2)).toBe(state);
  });

  it('leaves what the wearer said, and what the thigh did not see', () => {
    expect(stateOf('standing', 85, { labelId: 'l1' })).toBe('standing');
    expect([stateOf('standing', null), stateOf('sitting', null)]).toEqual(['standing', 'sitting']);
    expect(stateOf('unknown', null)).toBe('unknown');
    expect(stateOf('sitting', 5, { labelId: 'l1' })).toBe('sitting');
    expect(stateOf('unknown', 85, { perhapsOff: true })).toBe('unknown');
    expect(withThigh([second(0, 'standing')], []).seconds[0]!.state).toBe('standing');
  });

  it('joins bouts that the back alone had cut', () => {
    const seconds = Array.from({ length: 60 }, (_, i) =>
      second(i, i >= 20 && i < 40 ? 'standing' : 'sitting'),
    );
    const { bouts } = withThigh(
      seconds,
      seconds.map((_, i) => at(i, 80)),
    );
    expect(bouts).toEqual([{ startUs: START_US, endUs: START_US + 60e6, state: 'sitting', open: false }]);
  });

  it('is surer the further from the border', () => {
    const { seconds } = withThigh([second(0, 'standing'), second(1, 'standing')], [at(0, 46), at(1, 85)]);
    expect(seconds[0]!.probability).toBeCloseTo(0.52, 10);
    expect(seconds[1]!.probability).toBe(1);
  });
});
