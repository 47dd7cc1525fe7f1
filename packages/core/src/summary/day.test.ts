import { describe, expect, it } from 'vitest';
import { SITTING_PARAMS } from '../measures/sitting/sitting.params.ts';
import type { Bout, PostureState } from '../pipeline/outputs.ts';
import { DAY_PARAMS, summariseDay } from './day.ts';

const MIN_US = 60e6;

function day(parts: readonly [PostureState, number][]) {
  const seconds: { tUs: number; state: PostureState }[] = [];
  const bouts: Bout[] = [];
  let at = 0;
  for (const [state, minutes] of parts) {
    const end = at + minutes * MIN_US;
    bouts.push({ startUs: at, endUs: end, state, open: false });
    for (let t = at; t < end; t += 1e6) seconds.push({ tUs: t, state });
    at = end;
  }
  return { seconds, bouts, span: { startUs: 0, endUs: at } };
}

function measures(parts: readonly [PostureState, number][]): Map<string, number | null> {
  const { seconds, bouts, span } = day(parts);
  return new Map(summariseDay(seconds, bouts, span).map((m) => [m.id, m.value]));
}

describe('summariseDay', () => {
  it('counts minutes, share of known time, bouts and breaks', () => {
    const m = measures([
      ['sitting', 30],
      ['standing', 5],
      ['walking', 5],
      ['sitting', 20],
      ['unknown', 20],
    ]);
    expect(m.get('sitting_time')).toBe(50);
    expect(m.get('sitting_share')).toBeCloseTo(50 / 60, 12);
    expect(m.get('sitting_bouts')).toBe(2);
    expect(m.get('sitting_breaks')).toBe(1);
    expect(m.get('sitting_bouts_30min')).toBe(1);
    expect(m.get('breaks_per_sitting_hour')).toBeCloseTo(1.2, 12);
  });

  it('takes loss of data for neither sitting nor a break', () => {
    const m = measures([
      ['sitting', 20],
      ['unknown', 10],
      ['sitting', 20],
    ]);
    expect(m.get('sitting_time')).toBe(40);
    expect(m.get('sitting_breaks')).toBe(0);
  });

  it('gives no break after a sitting bout that is still open', () => {
    expect(measures([['sitting', 60]]).get('sitting_breaks')).toBe(0);
    expect(
      measures([
        ['sitting', 60],
        ['standing', 2],
      ]).get('sitting_breaks'),
    ).toBe(0);
  });

  it('of gaps alone counts nothing, not even to zero', () => {
    for (const state of ['unknown', 'not_worn'] as const) {
      const { seconds, bouts, span } = day([[state, 60]]);
      const told = summariseDay(seconds, bouts, span).filter(({ id }) => id.startsWith('sitting_'));
      expect(told.map(({ value }) => value)).toEqual(told.map(() => null));
      expect(told.every(({ reason }) => reason !== null)).toBe(true);
    }
  });

  it('lists what it cannot say with the reason', () => {
    const all = summariseDay([], [], { startUs: 0, endUs: MIN_US });
    const share = all.find((m) => m.id === 'sitting_share');
    expect(share).toMatchObject({
      value: null,
      coverage: 0,
      reason: expect.stringContaining('known posture'),
    });
    expect(all.find((m) => m.id === 'sitting_gini')?.reason).toContain('at least 10 sitting bouts');
  });

  it('counts a bout across the edge of the span in full where it begins, its minutes where they are', () => {
    const { seconds, bouts } = day([['sitting', 60]]);
    const ofSpan = (startMin: number, endMin: number, params = DAY_PARAMS) => {
      const span = { startUs: startMin * MIN_US, endUs: endMin * MIN_US };
      return new Map(summariseDay(seconds, bouts, span, params).map((m) => [m.id, m.value]));
    };
    const [before, after] = [ofSpan(0, 30), ofSpan(30, 90)];
    expect([before.get('sitting_time'), before.get('sitting_bout_longest')]).toEqual([30, 60]);
    expect([after.get('sitting_time'), after.get('sitting_bouts')]).toEqual([30, 0]);
    const cutting = { ...DAY_PARAMS, sitting: { ...SITTING_PARAMS, boutEdges: 'cut' } } as const;
    expect(ofSpan(30, 90, cutting).get('sitting_bout_longest')).toBe(30);
  });
});
