import { beforeAll, describe, expect, it } from 'vitest';
import { type AxesMounting, parseAxes } from '../mounting/axes.ts';
import type { PostureSecond } from '../pipeline/outputs.ts';
import { clipOnBelt, defaultWorkday, posturePerSecond, WorkdaySimulation } from '../simulation/index.ts';
import { POSTURE_PARAMS } from './posture.params.ts';
import { PostureStage } from './posture-stage.ts';

interface Recording {
  readonly rateHz: number;
  readonly tUs: number[];
  readonly acc: [number, number, number][];
  readonly truth: string[];
}

const AXES = parseAxes('up,right,forward');
const LATEST_S = 15;

/** Half an hour of a synthetic workday of somebody who sits clearly. */
function record(rateHz: number): Recording {
  const day = new WorkdaySimulation(defaultWorkday(1, 0.5), { rateHz });
  const tUs: number[] = [];
  const acc: [number, number, number][] = [];
  for (let batch = day.next(4096); batch; batch = day.next(4096)) {
    const { x, y, z } = batch.accMps2;
    for (let i = 0; i < batch.n; i++) {
      tUs.push(batch.tUs[i]!);
      acc.push([x[i]!, y[i]!, z[i]!]);
    }
  }
  return { rateHz, tUs, acc, truth: posturePerSecond(day.truth) };
}

type Turn = (v: readonly number[]) => [number, number, number];

interface Told {
  readonly seconds: PostureSecond[];
  /** Per second, how long after its end it was last told, in seconds of the recording. */
  readonly lagS: number[];
}

function run(
  recording: Recording,
  axes: AxesMounting = AXES,
  turn: Turn = (v) => [v[0]!, v[1]!, v[2]!],
): Told {
  const stage = new PostureStage({ rateHz: recording.rateHz, axes, seed: null, params: POSTURE_PARAMS });
  const seconds = new Map<number, PostureSecond>();
  const lagS = new Map<number, number>();
  const take = (told: readonly PostureSecond[], nowUs: number) => {
    for (const second of told) {
      seconds.set(second.tUs, second);
      lagS.set(second.tUs, (nowUs - second.tUs) / 1e6 - 1);
    }
  };
  recording.acc.forEach((v, i) => {
    const turned = Float64Array.from(turn(v));
    stage.push(recording.tUs[i]!, turned, turned, Number.NaN);
    if (i % recording.rateHz === 0) take(stage.drain().seconds, recording.tUs[i]!);
  });
  take(stage.flush().seconds, recording.tUs.at(-1)!);
  const order = [...seconds.keys()].sort((a, b) => a - b);
  return { seconds: order.map((t) => seconds.get(t)!), lagS: order.map((t) => lagS.get(t)!) };
}

function agreement(told: Told, truth: readonly string[]): number {
  const hits = told.seconds.filter((second, i) => second.state === truth[i]).length;
  return hits / told.seconds.length;
}

let recording: Recording;
let plain: Told;
beforeAll(() => {
  recording = record(50);
  plain = run(recording);
});

describe('posture of a synthetic half hour', () => {
  it('agrees with the truth', () => {
    expect(agreement(plain, recording.truth)).toBeGreaterThan(0.97);
  });

  it('is decided within 15 s once the reference is known', () => {
    const firstWalk = recording.truth.indexOf('walking');
    const decidedLater = plain.lagS.slice(firstWalk + 60, -20);
    expect(Math.max(...decidedLater)).toBeLessThanOrEqual(LATEST_S);
    expect(Math.max(...plain.lagS)).toBeGreaterThan(LATEST_S);
  });

  it('is the same at 25 and at 100 samples a second', () => {
    for (const rateHz of [25, 100]) {
      const other = record(rateHz);
      expect(agreement(run(other), other.truth)).toBeGreaterThan(0.97);
    }
  });

  it('hardly changes when a third of the rows are stale repeats of the row before', () => {
    const acc = recording.acc.map((v, i) => (i % 3 === 2 ? recording.acc[i - 1]! : v));
    expect(agreement(run({ ...recording, acc }), recording.truth)).toBeGreaterThan(0.97);
  });

  it('does not change with a gain that is 10 % off', () => {
    const off = run(recording, AXES, (v) => [1.1 * v[0]!, 1.1 * v[1]!, 1.1 * v[2]!]);
    expect(agreement(off, recording.truth)).toBeGreaterThan(0.97);
  });
});

describe('the clip may sit in any way', () => {
  /** Rotates by the given quaternion. */
  function by(mounting: readonly [number, number, number, number]): Turn {
    const [w, x, y, z] = mounting;
    return ([a, b, c]) => {
      const tx = 2 * (y * c! - z * b!);
      const ty = 2 * (z * a! - x * c!);
      const tz = 2 * (x * b! - y * a!);
      return [a! + w * tx + y * tz - z * ty, b! + w * ty + z * tx - x * tz, c! + w * tz + x * ty - y * tx];
    };
  }

  it.each([
    ['upside down', [0, 0, 0, 1]],
    ['inside out', [0, 1, 0, 0]],
    ['askew', clipOnBelt({ forward: 20, left: -13, turned: 37 })],
  ] as const)('%s: angles stay within 1e-6 degrees, postures the same', (_, mounting) => {
    const turn = by(mounting as readonly [number, number, number, number]);
    const turnedAxes = { ...AXES, up: turn(AXES.up), forward: turn(AXES.forward) };
    const turned = run(recording, turnedAxes, turn);
    expect(turned.seconds.map((s) => s.state)).toEqual(plain.seconds.map((s) => s.state));
    turned.seconds.forEach((second, i) => {
      expect(Math.abs((second.flexionDeg ?? 0) - (plain.seconds[i]!.flexionDeg ?? 0))).toBeLessThan(1e-6);
      expect(Math.abs((second.sideBendDeg ?? 0) - (plain.seconds[i]!.sideBendDeg ?? 0))).toBeLessThan(1e-6);
    });
  });

  it('mirrored left and right: side bend changes its sign and nothing else changes', () => {
    const mirrored = run(recording, AXES, ([x, y, z]) => [x!, -y!, z!]);
    mirrored.seconds.forEach((second, i) => {
      const { sideBendDeg, ...rest } = second;
      const { sideBendDeg: original, ...same } = plain.seconds[i]!;
      expect(rest).toEqual(same);
      expect((sideBendDeg ?? 0) + (original ?? 0)).toBe(0);
    });
  });
});

describe('loss of data', () => {
  function without(fromS: number, toS: number): Recording {
    const start = recording.tUs[0]!;
    const kept = recording.tUs.map((t) => t < start + fromS * 1e6 || t >= start + toS * 1e6);
    return {
      ...recording,
      tUs: recording.tUs.filter((_, i) => kept[i]),
      acc: recording.acc.filter((_, i) => kept[i]),
    };
  }

  it('of up to 2 s keeps the posture, a longer one is unknown and nothing else', () => {
    const seated = plain.seconds.findIndex(
      (_, i) => i > 60 && plain.seconds.slice(i, i + 120).every((o) => o.state === 'sitting'),
    );
    const short = run(without(seated + 40.2, seated + 41.7)).seconds;
    expect(short.slice(seated + 20, seated + 60).every((s) => s.state === 'sitting')).toBe(true);
    const unknown = (lostS: number): number =>
      run(without(seated + 40, seated + 40 + lostS))
        .seconds.slice(seated + 20, seated + 70)
        .filter((s) => s.state === 'unknown').length;
    expect([unknown(1.96), unknown(2.08)]).toEqual([0, 2]);
    const long = run(without(seated + 40, seated + 50)).seconds;
    const states = long.slice(seated + 20, seated + 70).map((s) => s.state);
    expect(states.filter((s) => s === 'unknown')).toHaveLength(10);
    expect(states.every((s) => s === 'sitting' || s === 'unknown')).toBe(true);
    expect(long[seated + 45]).toMatchObject({ state: 'unknown', probability: 0, coverage: 0 });
  });
});
