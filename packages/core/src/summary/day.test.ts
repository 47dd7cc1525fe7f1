import { describe, expect, it } from 'vitest';
import type { Bout, PostureState } from '../pipeline/outputs.ts';
import { summariseDay } from './day.ts';

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

  it('cuts a bout across the edge of the span', () => {
    const { seconds, bouts } = day([['sitting', 60]]);
    const half = summariseDay(seconds, bouts, { startUs: 0, endUs: 30 * MIN_US });
    expect(half.find((m) => m.id === 'sitting_bout_longest')?.value).toBe(30);
  });
});
