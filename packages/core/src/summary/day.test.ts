import { describe, expect, it } from 'vitest';
import { SITTING_PARAMS } from '../measures/sitting/sitting.params.ts';
import type { Bout, PostureState } from '../pipeline/outputs.ts';
import { DECODER_PARAMS } from '../posture/decoder.params.ts';
import { MODEL_TABLES } from '../posture/model-tables.ts';
import { DAY_PARAMS, summariseDay } from './day.ts';
import type { Measure } from './measure.ts';
import { parameterHash } from './parameter-hash.ts';
import { postureInterval } from './posture-intervals.ts';

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
  it('tells by which parameters and which model: another one gives another hash', () => {
    const { seconds, bouts, span } = day([['sitting', 30]]);
    const hashes = new Map(summariseDay(seconds, bouts, span).map((m) => [m.id, m.parameterHash]));
    const { posture, sitting } = DAY_PARAMS;
    const model = parameterHash({ trees: MODEL_TABLES, decoder: DECODER_PARAMS });
    expect(hashes.get('standing_time')).toBe(parameterHash({ posture, model }));
    expect(hashes.get('sitting_bouts')).toBe(parameterHash({ posture, sitting, model }));
    const moved = { ...DECODER_PARAMS, lyingDeg: DECODER_PARAMS.lyingDeg + 1 };
    expect(parameterHash({ trees: MODEL_TABLES, decoder: moved })).not.toBe(model);
  });

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
    // Of nothing nobody knows that somebody did not sit down, or sat too short.
    const nothing = summariseDay([], [], { startUs: 0, endUs: MIN_US });
    for (const { reason } of nothing.filter(({ id, value }) => id.startsWith('sitting_') && value === null))
      expect(reason).toContain('known posture');
    expect(nothing.find((m) => m.id === 'sitting_share')).toMatchObject({ value: null, coverage: 0 });
    const { seconds, bouts, span } = day([['sitting', 20]]);
    const some = summariseDay(seconds, bouts, span);
    expect(some.find((m) => m.id === 'sitting_gini')?.reason).toContain('at least 10 sitting bouts');
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

describe('how sure a measure of a span is', () => {
  const told = (parts: readonly [PostureState, number][]): ((id: string) => Measure) => {
    const { seconds, bouts, span } = day(parts);
    const all = new Map(summariseDay(seconds, bouts, span).map((m) => [m.id, m]));
    return (id) => all.get(id)!;
  };

  it('covers the share of the span in which posture was known', () => {
    const of = told([
      ['sitting', 20],
      ['lying', 10],
      ['unknown', 60],
      ['not_worn', 30],
    ]);
    for (const id of ['sitting_time', 'sitting_share', 'sitting_bouts', 'unknown_time']) {
      expect(of(id).coverage).toBeCloseTo(0.25, 12);
    }
  });

  it('has an interval for sitting, standing and walking, and for the share of sitting that of its minutes', () => {
    const minutes = { sitting: 30, standing: 20, walking: 6 };
    const of = told([...(Object.entries(minutes) as [PostureState, number][]), ['lying', 44]]);
    for (const state of ['sitting', 'standing', 'walking'] as const) {
      expect(of(`${state}_time`).interval).toEqual(postureInterval(minutes, state));
    }
    expect(of('lying_time').interval).toBeNull();
    const [low, high] = postureInterval(minutes, 'sitting')!;
    expect(of('sitting_share').interval).toEqual([low / 100, high / 100]);
    expect(told([['unknown', 10]])('sitting_share').interval).toBeNull();
  });

  it('has 1.96 standard errors to either side of the exponent of bouts, and rates per hour', () => {
    const bouts = Array.from({ length: 12 }, (_, i): [PostureState, number][] => [
      ['sitting', i + 1],
      ['standing', 1],
    ]).flat();
    const of = told(bouts);
    // Mean length 6.5 min.
    expect(of('sitting_transition_rate').value).toBeCloseTo(60 / 6.5, 9);
    const [slow, fast] = of('sitting_transition_rate').interval!;
    expect(slow).toBeGreaterThan(60 / 6.5 / 3);
    expect(fast).toBeLessThan((60 / 6.5) * 3);
    const { value: alpha, interval } = of('sitting_alpha');
    const half = (1.96 * (alpha! - 1)) / Math.sqrt(12);
    expect(interval).toEqual([expect.closeTo(alpha! - half, 4), expect.closeTo(alpha! + half, 4)]);
    expect(told([['sitting', 60]])('sitting_alpha')).toMatchObject({ value: null, interval: null });
  });

  it('gives a rate of breaks from ten minutes of sitting on', () => {
    const rate = (minutes: number) =>
      told([
        ['sitting', minutes - 5],
        ['standing', 1],
        ['sitting', 5],
      ])('breaks_per_sitting_hour');
    expect(rate(10)).toMatchObject({ value: 6, reason: null });
    expect(rate(10 - 1 / 60)).toMatchObject({ value: null, reason: 'needs 10 min of sitting' });
  });

  it('counts a bout that began in the span although none of its seconds is there', () => {
    const bouts: Bout[] = [{ startUs: 0, endUs: 30 * MIN_US, state: 'sitting', open: false }];
    const all = summariseDay([], bouts, { startUs: 0, endUs: 60 * MIN_US });
    expect(all.find(({ id }) => id === 'sitting_bouts')).toMatchObject({ value: 1, coverage: 0 });
  });
});
