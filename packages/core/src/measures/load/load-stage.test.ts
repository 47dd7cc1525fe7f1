import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PostureState } from '../../pipeline/outputs.ts';
import { bandOf } from './holding.ts';
import { LOAD_PARAMS } from './load.params.ts';
import {
  createLoadStage,
  type LoadDetail,
  type LoadOutput,
  type LoadSecond,
  type LoadStage,
} from './load-stage.ts';

const START_US = 1_700_000_000_000_000;
const RAD = Math.PI / 180;
const MIN = 60;

/** `length` seconds of one posture after `before`, the trunk at `deg` forward. */
function seconds(
  length: number,
  state: PostureState,
  deg: number | ((i: number) => number),
  from = 0,
): LoadSecond[] {
  return Array.from({ length }, (_, i) => {
    const flexionDeg = typeof deg === 'number' ? deg : deg(i);
    return {
      tUs: START_US + (from + i) * 1e6,
      state,
      probability: 1,
      flexionDeg,
      sideBendDeg: 0,
      rotationDeg: null,
      tiltDeg: Math.abs(flexionDeg),
      activityMps2: 0,
      coverage: 1,
      up: [Math.sin(flexionDeg * RAD), 0, Math.cos(flexionDeg * RAD)],
    };
  });
}

function chain(...parts: ((from: number) => LoadSecond[])[]): LoadSecond[] {
  const out: LoadSecond[] = [];
  for (const part of parts) out.push(...part(out.length));
  return out;
}

const part =
  (length: number, state: PostureState, deg: number | ((i: number) => number)) =>
  (from: number): LoadSecond[] =>
    seconds(length, state, deg, from);

function run(input: readonly LoadSecond[], stage: LoadStage = createLoadStage()): LoadOutput {
  const pushed = stage.push(input);
  const flushed = stage.flush();
  return { rows: [...pushed.rows, ...flushed.rows], breaks: [...pushed.breaks, ...flushed.breaks] };
}

const last = (input: readonly LoadSecond[]): LoadDetail => run(input).rows.at(-1)!;

describe('creep', () => {
  test('in the stage uses the wearer range, and a nominal one until it is known', () => {
    const input = seconds(600, 'standing', 30);
    const own = run(input, createLoadStage({ flexionRangeDeg: 30 })).rows.at(-1)!.creep!;
    expect(own / last(input).creep!).toBeCloseTo(60 / 30, 6);
  });

  test('recovers while lying on the back, not in a stoop so deep that it looks like lying', () => {
    const bent = part(600, 'standing', 50);
    const creepAfter = (deg: number): number => last(chain(bent, part(600, 'lying', deg))).creep!;
    expect(creepAfter(-80)).toBeLessThan(0.2);
    expect(creepAfter(80)).toBeGreaterThan(0.6);
  });

  test('is forgotten after four hours without knowledge, in a gap or not worn, not before', () => {
    const before = seconds(1200, 'sitting', -60);
    const peak = last(before).creep!;
    const after = (input: readonly LoadSecond[]): number => last([...before, ...input]).creep!;
    const hours = (h: number) => seconds(10, 'sitting', -60, 1200 + h * 3600 - 1);
    expect(after(hours(3.99))).toBeGreaterThan(peak);
    expect(after(hours(4.01))).toBeLessThan(0.02);
    const off = seconds(4 * 3600, 'not_worn', 0, 1200);
    expect(after([...off.slice(0, -10), ...seconds(20, 'sitting', -60, 5 * 3600)])).toBeLessThan(0.04);
    expect(after([...off, ...seconds(10, 'sitting', -60, 1200 + 4 * 3600)])).toBeLessThan(0.02);
  });

  test('adds up in the totals with its peak', () => {
    const stage = createLoadStage();
    const { rows } = run(seconds(30, 'standing', 60), stage);
    const totals = stage.totals();
    expect(totals).toMatchObject({ creepS: 30, creepPeak: rows.at(-1)!.creep, seconds: 30, seatedS: 0 });
    // Close to a straight line from nothing in so short a time.
    expect(totals.creepSum / 30 / totals.creepPeak).toBeCloseTo(0.5, 1);
  });

  test('is not known while the trunk angle is not', () => {
    const input = seconds(60, 'unknown', 0).map((s) => ({ ...s, flexionDeg: null, tiltDeg: null }));
    expect(last(input).creep).toBeNull();
  });
});

describe('holding', () => {
  test('counts the time in the band, and another posture starts anew', () => {
    expect(last(seconds(60, 'standing', 30))).toMatchObject({ band: 'forward_moderate', holdingS: 60 });
    expect(last(chain(part(60, 'standing', 5), part(20, 'sitting', 5)))).toMatchObject({ holdingS: 20 });
  });

  test('survives a visit elsewhere of two seconds, not of three', () => {
    const visit = (length: number) =>
      chain(part(60, 'standing', 5), part(length, 'standing', 30), part(20 - length, 'standing', 5));
    expect(last(visit(2)).holdingS).toBe(80);
    expect(last(visit(3)).holdingS).toBe(17);
  });

  test('uses up four minutes at 20 deg and one minute at 60 deg', () => {
    expect(last(seconds(240, 'standing', 20)).budgetShare).toBeCloseTo(1, 9);
    expect(last(seconds(60, 'standing', 60)).budgetShare).toBeCloseTo(1, 9);
    expect(last(seconds(150, 'standing', 40)).budgetShare).toBeCloseTo(1, 9);
    expect(last(seconds(60, 'standing', 0)).budgetShare).toBeNull();
  });
});

describe('a side bend', () => {
  const angles = (flexionDeg: number, sideBendDeg: number) => ({ flexionDeg, sideBendDeg, tiltDeg: null });
  const band = (state: PostureState, flexionDeg: number, sideBendDeg: number) =>
    bandOf(state, angles(flexionDeg, sideBendDeg), LOAD_PARAMS.holding);

  test.each([
    [9.9, 'neutral'],
    [10.1, 'side_moderate'],
    [-19.9, 'side_moderate'],
    [20.1, 'side_far'],
  ])('of %d deg while upright is %s', (deg, told) => {
    expect(band('sitting', 0, deg)).toBe(told);
    expect(band('standing', 0, deg)).toBe(told);
  });

  /** How a trunk that is tipped by `tiltDeg` straight back looks when the forward axis is off by `errDeg`. */
  function seen(tiltDeg: number, errDeg: number): [flexionDeg: number, sideBendDeg: number] {
    const level = Math.sin(tiltDeg * RAD);
    const flexion = Math.atan2(-level * Math.cos(errDeg * RAD), Math.cos(tiltDeg * RAD));
    return [flexion / RAD, Math.asin(level * Math.sin(errDeg * RAD)) / RAD];
  }

  test('is none that an axis off by less than twenty degrees makes of a pelvis tipped back', () => {
    expect(seen(50, 19)[1]).toBeGreaterThan(10);
    for (const tilt of [10, 30, 50, 62]) {
      for (const err of [-19, -8, 8, 19]) expect(band('sitting', ...seen(tilt, err))).toBe('neutral');
    }
  });

  test('beside a pelvis tipped back is one when no such axis explains it', () => {
    expect(band('sitting', -30, 25)).toBe('side_moderate');
    expect(band('sitting', -30, 35)).toBe('side_far');
  });
});

describe('stillness', () => {
  /** Every `everyS` seconds the trunk moves by `deg` and comes back after `backS`, or stays for good. */
  const moving =
    (everyS: number, deg: number, backS: number) =>
    (i: number): number =>
      i % everyS >= everyS - backS ? deg : 0;

  test('counts a move that stays as a shift', () => {
    const input = seconds(900, 'sitting', (i) => (Math.floor(i / 100) % 2) * 8);
    expect(last(input)).toMatchObject({ shifts15min: 8, fidgets15min: 0 });
  });

  test('counts a move and return as a fidget', () => {
    const input = seconds(900, 'sitting', moving(100, 6, 3));
    expect(last(input)).toMatchObject({ shifts15min: 0 });
    expect(last(input).fidgets15min).toBe(8);
  });

  test('needs five minutes of sitting, then scales to a quarter of an hour', () => {
    expect(last(seconds(290, 'sitting', 0)).shifts15min).toBeNull();
    expect(last(seconds(300, 'sitting', (i) => (i >= 100 ? 8 : 0))).shifts15min).toBe(3);
  });

  test('does not take slow drift for movement', () => {
    expect(last(seconds(900, 'sitting', (i) => i / 60))).toMatchObject({ shifts15min: 0, fidgets15min: 0 });
  });
});

describe('a break', () => {
  const sitting = part(40 * MIN, 'sitting', -30);

  test('of two minutes on the feet takes back all unbroken sitting and half the creep', () => {
    const { breaks, rows } = run(chain(sitting, part(120, 'walking', 2), part(60, 'sitting', -30)));
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toMatchObject({ minutes: 2, movingS: 120, postureChanged: true, bandLeft: true });
    expect(breaks[0]!.stillnessRecovered).toBe(1);
    expect(breaks[0]!.creepRecovered).toBeGreaterThan(0.4);
    expect(rows.at(-1)!.unbrokenS).toBe(60);
  });

  test('of half a minute takes back a quarter', () => {
    const { breaks, rows } = run(chain(sitting, part(30, 'standing', 2), part(60, 'sitting', -30)));
    expect(breaks[0]!.stillnessRecovered).toBe(0.25);
    expect(rows.at(-1)!.unbrokenS).toBeCloseTo(40 * MIN * 0.75 + 60, 9);
  });

  test('of less than twenty seconds is none', () => {
    const stood = (length: number, stage = createLoadStage()) => {
      const out = run(chain(sitting, part(length, 'standing', 2), part(60 - length, 'sitting', -30)), stage);
      return { ...out.rows.at(-1)!, breaks: out.breaks.length, counted: stage.totals().breaks };
    };
    expect(stood(19)).toMatchObject({ breaks: 0, counted: 0, unbrokenS: 40 * MIN + 41 });
    const earned = 40 * MIN * (1 - 20 / 120) + 40;
    expect(stood(20)).toMatchObject({ breaks: 1, counted: 1, unbrokenS: earned, unvariedS: 40 });
  });

  test('is over when nothing was seen for more than a minute', () => {
    const away = (length: number) =>
      run(
        chain(sitting, part(30, 'standing', 2), part(length, 'unknown', 0), part(30, 'standing', 2), sitting),
      ).breaks;
    expect(away(60)).toMatchObject([{ minutes: 2, stillnessRecovered: 0.5 }]);
    expect(away(61)).toMatchObject([{ minutes: 0.5, stillnessRecovered: 0.25 }, { movingS: 0 }]);
  });

  test('ends with a silence as with seconds of unknown posture', () => {
    const unseen = (length: number) => {
      const after = seconds(16 * MIN - length, 'sitting', -30, 40 * MIN + length);
      return run([...seconds(40 * MIN, 'sitting', -30), ...after]).rows.at(-1)!.unbrokenS;
    };
    expect(unseen(15 * MIN - 1)).toBe(41 * MIN + 1);
    expect(unseen(15 * MIN)).toBe(60);
  });

  test('ends when it was last seen, not when somebody sits again the next morning', () => {
    const evening = chain(sitting, part(60, 'standing', 2));
    const morning = seconds(600, 'sitting', -30, evening.length + 15 * 3600);
    const { breaks, rows } = run([...evening, ...morning]);
    expect(breaks).toMatchObject([{ minutes: 1, stillnessRecovered: 0.5 }]);
    expect(rows.at(-1)!.unbrokenS).toBe(600);
  });

  test('is not needed to start anew after an absence of a quarter of an hour', () => {
    const away = (state: PostureState, length: number) =>
      last(chain(sitting, part(length, state, 0), part(60, 'sitting', -30))).unbrokenS;
    expect(away('not_worn', 15 * MIN)).toBe(60);
    expect(away('unknown', 15 * MIN)).toBe(60);
    expect(away('unknown', 14 * MIN)).toBe(41 * MIN);
  });

  test('that nobody saw earns nothing', () => {
    const { breaks } = run(chain(sitting, part(300, 'unknown', 0), part(60, 'sitting', -30)));
    expect(breaks).toEqual([]);
  });

  test('begins where the body is first seen elsewhere, not with the seconds before of which nothing is known', () => {
    const stood = part(25, 'standing', 2);
    const { breaks } = run(chain(sitting, part(50, 'unknown', 0), stood, part(60, 'sitting', -30)));
    expect(breaks).toMatchObject([{ minutes: 25 / 60, stillnessRecovered: 25 / 120 }]);
  });

  test('ends where the body is last seen elsewhere, whether sitting is seen within a minute or after it', () => {
    const stood = part(25, 'standing', 2);
    const before = (unknownS: number) =>
      run(chain(sitting, stood, part(unknownS, 'unknown', 0), part(60, 'sitting', -30))).breaks;
    for (const unknownS of [0, 50, 90])
      expect(before(unknownS)).toMatchObject([{ minutes: 25 / 60, stillnessRecovered: 25 / 120 }]);
  });

  test('needs a posture, not a trunk angle: the wearer says so, or a sensor on the thigh', () => {
    const noAngles = { flexionDeg: null, sideBendDeg: null, tiltDeg: null };
    const day = chain(sitting, part(60, 'standing', 2), part(60, 'sitting', -30));
    const { breaks, rows } = run(day.map((second) => ({ ...second, ...noAngles })));
    expect(breaks).toMatchObject([{ minutes: 1, bandLeft: false, stillnessRecovered: 0.5 }]);
    expect(rows.at(-1)!.unbrokenS).toBe(21 * MIN);
  });

  test('spent leaning as before has left the posture but not the band', () => {
    const { breaks } = run(chain(part(600, 'sitting', 30), part(60, 'standing', 30), part(60, 'sitting', 0)));
    expect(breaks[0]).toMatchObject({ postureChanged: true, bandLeft: false });
  });
});

describe('rows', () => {
  test('come every ten seconds on the clock', () => {
    const { rows } = run(seconds(65, 'sitting', 0, 7));
    expect(rows.map((row) => (row.tUs - START_US) / 1e6)).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  test('bridge a silence of up to two seconds', () => {
    const held = (gapS: number) =>
      last([...seconds(60, 'sitting', 0), ...seconds(60, 'sitting', 0, 60 + gapS)]).holdingS;
    expect([held(1), held(2)]).toEqual([119, 58]);
  });

  test('stop in a gap, which ends the hold', () => {
    const input = [...seconds(60, 'sitting', 0), ...seconds(60, 'sitting', 0, 600)];
    const { rows } = run(input);
    expect(rows).toHaveLength(12);
    expect(rows.at(-1)!.holdingS).toBe(60);
  });
});

const anySeconds = fc
  .array(
    fc.record({
      length: fc.integer({ min: 1, max: 400 }),
      state: fc.constantFrom<PostureState>('sitting', 'standing', 'walking', 'lying', 'unknown', 'not_worn'),
      deg: fc.integer({ min: -40, max: 80 }),
      gapS: fc.constantFrom(0, 0, 0, 30, 20_000),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => {
    let at = 0;
    return parts.flatMap(({ length, state, deg, gapS }) => {
      const from = at + gapS;
      at = from + length;
      return seconds(length, state, (i) => deg + (i % 50 === 49 ? 6 : 0), from);
    });
  });

test('any chunking and a restored snapshot give the same rows and breaks', () => {
  fc.assert(
    fc.property(anySeconds, fc.array(fc.nat(3000), { maxLength: 5 }), (input, cuts) => {
      const bounds = [0, ...cuts.filter((c) => c < input.length).sort((a, b) => a - b), input.length];
      const out: LoadOutput[] = [];
      let stage = createLoadStage();
      for (let i = 1; i < bounds.length; i++) {
        out.push(stage.push(input.slice(bounds[i - 1]!, bounds[i]!)));
        const snapshot = JSON.parse(JSON.stringify(stage.snapshot()));
        stage = createLoadStage();
        stage.restore(snapshot);
      }
      out.push(stage.flush());
      const whole = createLoadStage();
      const expected = run(input, whole);
      expect(out.flatMap((o) => o.rows)).toEqual(expected.rows);
      expect(out.flatMap((o) => o.breaks)).toEqual(expected.breaks);
      expect(stage.totals()).toEqual(whole.totals());
    }),
    { numRuns: 30 },
  );
});

test('disorder, repeats and values that are not finite leave finite rows', () => {
  fc.assert(
    fc.property(
      anySeconds,
      fc.array(fc.tuple(fc.nat(3000), fc.nat(3)), { maxLength: 20 }),
      (input, faults) => {
        const broken = [...input];
        for (const [at, what] of faults) {
          const i = at % broken.length;
          const second = broken[i]!;
          if (what === 0) broken[i] = { ...second, flexionDeg: Number.NaN };
          if (what === 1) broken[i] = { ...second, tUs: broken[Math.max(0, i - 1)]!.tUs };
          if (what === 2) broken[i] = { ...second, up: [Number.NaN, 0, Number.POSITIVE_INFINITY] };
          if (what === 3) broken[i] = { ...second, tUs: Number.NaN };
        }
        const numbers = run(broken).rows.flatMap((row) =>
          Object.values(row).filter((v) => typeof v === 'number'),
        );
        expect(numbers.every(Number.isFinite)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});
