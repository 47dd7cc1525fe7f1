import { describe, expect, test } from 'vitest';
import type { PostureState } from '../../pipeline/outputs.ts';
import { closeBreak } from './break-credit.ts';
import { LOAD_PARAMS } from './load.params.ts';
import { createLoadStage, type LoadOutput, type LoadSecond } from './load-stage.ts';

const RAD = Math.PI / 180;

type Part = readonly [length: number, state: PostureState, angles: Partial<LoadSecond>];

/** Seconds from full ten of them on; what is not said of the trunk is not known. */
function seconds(...parts: readonly Part[]): LoadSecond[] {
  const all = parts.flatMap(([length, state, angles]) => Array.from({ length }, () => ({ state, angles })));
  return all.map(({ state, angles }, i) => ({
    ...{ tUs: 1_700_000_000_000_000 + i * 1e6, state, probability: 1, coverage: 1, activityMps2: 0 },
    ...{ flexionDeg: null, sideBendDeg: null, rotationDeg: null, tiltDeg: null },
    ...angles,
  }));
}
const trunk = (flexionDeg: number, sideBendDeg = 0) => ({
  flexionDeg,
  sideBendDeg,
  tiltDeg: Math.abs(flexionDeg),
});
const rowsOf = (...parts: readonly Part[]) => createLoadStage().push(seconds(...parts)).rows;

describe('leaning', () => {
  const leaning = (state: PostureState, deg: number): number =>
    rowsOf([600, state, trunk(deg)]).at(-1)!.leaning!;

  test('takes strength sitting or standing, from twenty degrees forward', () => {
    expect([leaning('sitting', 20) > 0, leaning('standing', 20) > 0]).toEqual([true, true]);
    expect([19.9, 0, -40].map((deg) => leaning('standing', deg))).toEqual([0, 0, 0]);
  });

  test('takes none on the move, lying, or where forward is not known', () => {
    expect([leaning('walking', 40), leaning('lying', 40)]).toEqual([0, 0]);
    expect(rowsOf([600, 'standing', { tiltDeg: 40 }]).at(-1)!.leaning).toBe(0);
  });
});

describe('exposure', () => {
  test('is that of a trunk that is seen and not lying, by its tilt where forward is not known', () => {
    const held = (state: PostureState, angles: Partial<LoadSecond>): number => {
      const stage = createLoadStage();
      stage.push(seconds([40, state, angles]));
      stage.flush();
      return stage.totals().exposure.eva.reduce((sum, s) => sum + s, 0);
    };
    for (const state of ['sitting', 'standing', 'walking', 'running', 'cycling'] as const) {
      expect([held(state, trunk(10)), held(state, { tiltDeg: 10 }), held(state, {})]).toEqual([40, 40, 0]);
    }
    for (const state of ['lying', 'unknown', 'not_worn'] as const) expect(held(state, trunk(10))).toBe(0);
  });
});

describe('movement', () => {
  /** Ten degrees further every 100 s, in a direction that is told so. */
  const shifts = (told: (deg: number) => Partial<LoadSecond>): number | null => {
    const parts = Array.from({ length: 9 }, (_, k): Part => [100, 'sitting', told(10 * (k % 2))]);
    return rowsOf(...parts).at(-1)!.shifts15min;
  };
  const upOf = (deg: number) => [0, Math.sin(deg * RAD), Math.cos(deg * RAD)] as const;

  test('is told by up, by both angles, or by the tilt alone', () => {
    expect(shifts((deg) => ({ up: upOf(deg) }))).toBe(8);
    expect(shifts((deg) => trunk(deg))).toBe(8);
    expect(shifts((deg) => trunk(0, deg))).toBe(8);
    expect(shifts((deg) => ({ tiltDeg: deg }))).toBe(8);
    expect(shifts((deg) => ({ flexionDeg: deg }))).toBeNull();
  });

  test('is not a change of what tells it', () => {
    expect(shifts((deg) => (deg > 0 ? { up: upOf(deg) } : trunk(0)))).toBe(0);
  });
});

describe('lying', () => {
  test('bends nothing but where a level trunk faces down, not on a side', () => {
    const creep = (flexionDeg: number, sideBendDeg: number): number =>
      rowsOf([300, 'lying', { flexionDeg, sideBendDeg, tiltDeg: 80 }]).at(-1)!.creep!;
    expect([creep(80, 0) > 0, creep(80, 44) > 0]).toEqual([true, true]);
    expect([creep(80, 46), creep(80, -46), creep(-80, 0)]).toEqual([0, 0, 0]);
    expect(rowsOf([300, 'lying', { tiltDeg: 80 }]).at(-1)!.creep).toBe(0);
  });
});

describe('a break', () => {
  test('has left the band for good once it was left', () => {
    const { breaks } = createLoadStage().push(
      seconds(
        ...([
          [60, 'sitting', trunk(30)],
          [10, 'standing', trunk(0)],
        ] as const),
        ...([
          [30, 'standing', trunk(30)],
          [10, 'sitting', trunk(30)],
        ] as const),
      ),
    );
    expect(breaks).toMatchObject([{ minutes: 40 / 60, bandLeft: true }]);
  });

  test('recovers a share of the creep before it, where there was some to speak of and both are known', () => {
    const open = {
      ...{ startUs: 60e6, endUs: 150e6 },
      ...{ bandBefore: 'neutral', unbrokenBeforeS: 60, awayS: 60, movingS: 0, bandLeft: true },
    };
    const recovered = (creepBefore: number | null, after: number | null) =>
      closeBreak({ ...open, creepBefore }, after, LOAD_PARAMS.breaks).creepRecovered;
    expect(recovered(0.4, 0.1)).toBeCloseTo(0.75, 12);
    expect([recovered(0.4, 0.5), recovered(0.02, 0)]).toEqual([0, 1]);
    expect([recovered(0.019, 0), recovered(null, 0.1), recovered(0.4, null)]).toEqual([null, null, null]);
    expect(closeBreak({ ...open, creepBefore: null }, null, LOAD_PARAMS.breaks)).toMatchObject({
      ...{ minutes: 1.5, stillnessRecovered: 0.5, postureChanged: true },
    });
  });
});

const DAY = seconds(
  ...([
    [95, 'sitting', trunk(-30)],
    [4, 'sitting', trunk(-20)],
    [31, 'sitting', trunk(-30)],
  ] as const),
  ...([
    [25, 'standing', trunk(2)],
    [40, 'sitting', trunk(25)],
    [30, 'walking', {}],
  ] as const),
  ...([
    [30, 'sitting', {}],
    [25, 'standing', trunk(30)],
    [40, 'sitting', trunk(0)],
  ] as const),
);

test('a snapshot at any second of a day with breaks changes nothing', () => {
  const whole = createLoadStage();
  const expected = whole.push(DAY);
  expect(expected.breaks).toHaveLength(3);
  for (let cut = 0; cut <= DAY.length; cut++) {
    const first = createLoadStage();
    const out: LoadOutput[] = [first.push(DAY.slice(0, cut))];
    const second = createLoadStage();
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    out.push(second.push(DAY.slice(cut)));
    expect(out.flatMap(({ rows }) => rows)).toEqual(expected.rows);
    expect(out.flatMap(({ breaks }) => breaks)).toEqual(expected.breaks);
    expect(second.snapshot()).toEqual(whole.snapshot());
  }
});

test('a second that comes twice, or late, counts once', () => {
  const [once, again] = [createLoadStage(), createLoadStage()];
  const twice = DAY.flatMap((second, i) => [second, second, ...(i > 50 ? [DAY[i - 40]!] : [])]);
  expect(again.push(twice)).toEqual(once.push(DAY));
  expect(again.totals()).toEqual(once.totals());
});
