import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LoadSecond } from '../load/index.ts';
import { createLoadStage } from '../load/index.ts';
import type { NudgeRow } from './nudge-decision.ts';
import { NudgeStage, type NudgeWearer } from './nudge-stage.ts';

const MIN_US = 60e6;
/** 08:00 UTC of a day. */
const MORNING_US = 19_000 * 1440 * MIN_US + 480 * MIN_US;
const UTC: NudgeWearer = { utcOffsetMin: () => 0 };

/** Minutes of sitting without any shift, then of walking, and so on. */
function workday(...minutes: readonly number[]): LoadSecond[] {
  const states = minutes.flatMap((m, i) =>
    Array<'sitting' | 'walking'>(m * 60).fill(i % 2 ? 'walking' : 'sitting'),
  );
  return states.map((state, i) => ({
    tUs: MORNING_US + i * 1e6,
    state,
    probability: 1,
    flexionDeg: 0,
    sideBendDeg: 0,
    rotationDeg: null,
    tiltDeg: 0,
    activityMps2: 0,
    coverage: 1,
  }));
}

function tell(
  seconds: readonly LoadSecond[],
  wearer: NudgeWearer = UTC,
): { rows: NudgeRow[]; stage: NudgeStage } {
  const load = createLoadStage().push(seconds);
  const stage = new NudgeStage(wearer);
  return { rows: stage.push({ load: load.rows, breaks: load.breaks }), stage };
}

const minuteOf = ({ tUs }: NudgeRow): number => (tUs - MORNING_US) / MIN_US;
const given = (rows: readonly NudgeRow[]): number[] => rows.filter((row) => row.nudge).map(minuteOf);

describe('suggestions of a day', () => {
  test('come after 45 min of sitting and half an hour after the last one', () => {
    expect(given(tell(workday(100)).rows)).toEqual([45, 75]);
  });

  test('start anew after a break on own initiative, which is credited', () => {
    const { rows, stage } = tell(workday(40, 3, 50));
    expect(given(rows)).toEqual([40 + 3 + 45]);
    expect(stage.state.breaksToday).toBe(1);
  });

  test('are told with every change of the reason for which there is none', () => {
    const { rows } = tell(workday(46, 1));
    expect(rows.map(({ reason }) => reason)).toEqual([
      'under_limit',
      'unbroken_sitting',
      'too_soon_after_last',
      'not_sitting',
    ]);
  });

  test('keep to the wearer and the clock on the wall', () => {
    const inMeeting = { ...UTC, heard: [{ kind: 'pause', untilUs: MORNING_US + 60 * MIN_US }] } as const;
    expect(given(tell(workday(80), inMeeting).rows)).toEqual([60]);
    expect(given(tell(workday(80), { utcOffsetMin: () => -120 }).rows)).toEqual([60]);
  });

  test('count what kept them back', () => {
    const { stage } = tell(workday(45));
    expect(stage.counts).toEqual({ under_limit: 45 * 6 - 1, unbroken_sitting: 1 });
  });
});

test('a break is heard before the row at its end, and one that ended since the last row as well', () => {
  const [row] = createLoadStage().push(workday(1)).rows;
  const credit = createLoadStage().push(workday(40, 3, 1)).breaks[0]!;
  const heard = (endUs: number) => {
    const stage = new NudgeStage(UTC);
    // The first row of a day begins its counts anew.
    stage.push({ load: [{ ...row!, tUs: row!.tUs - 10e6 }], breaks: [] });
    stage.push({ load: [row!], breaks: [{ ...credit, endUs }] });
    return stage.state.breaksToday;
  };
  expect([heard(row!.tUs), heard(row!.tUs + 5e6)]).toEqual([1, 1]);
});

test('any chunking and a restored snapshot give the same rows', () => {
  const load = createLoadStage().push(workday(50, 2, 70, 1, 30));
  const whole = tell(workday(50, 2, 70, 1, 30));
  fc.assert(
    fc.property(fc.nat(load.rows.length), (cut) => {
      const first = new NudgeStage(UTC);
      const cutUs = load.rows[cut]?.tUs ?? Number.POSITIVE_INFINITY;
      const breaks = [
        load.breaks.filter((b) => b.endUs < cutUs),
        load.breaks.filter((b) => b.endUs >= cutUs),
      ];
      const rows = [...first.push({ load: load.rows.slice(0, cut), breaks: breaks[0]! })];
      const second = new NudgeStage(UTC);
      second.restore(JSON.parse(JSON.stringify(first.snapshot())));
      rows.push(...second.push({ load: load.rows.slice(cut), breaks: breaks[1]! }));
      expect(rows).toEqual(whole.rows);
      expect(second.snapshot()).toEqual(whole.stage.snapshot());
    }),
    { numRuns: 30 },
  );
});
