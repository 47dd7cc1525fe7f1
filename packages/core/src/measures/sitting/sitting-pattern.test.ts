import { describe, expect, it } from 'vitest';
import type { Bout, PostureState } from '../../pipeline/outputs.ts';
import { gini, powerLaw, usualBoutFitted } from './bout-statistics.ts';
import { SITTING_PARAMS } from './sitting.params.ts';
import { sittingPattern } from './sitting-pattern.ts';

const MIN_US = 60e6;

/** Bouts one after the other, minutes long; the last one open. */
function chain(...parts: readonly (readonly [PostureState, number])[]): Bout[] {
  let at = 0;
  return parts.map(([state, minutes], i) => {
    const startUs = at;
    at += minutes * MIN_US;
    return { startUs, endUs: at, state, open: i === parts.length - 1 };
  });
}

const span = (startMin: number, endMin: number) => ({ startUs: startMin * MIN_US, endUs: endMin * MIN_US });
const pattern = (bouts: readonly Bout[], of = span(0, 10_000)) => sittingPattern(bouts, of, SITTING_PARAMS);

describe('the sitting pattern', () => {
  it('takes a bout of exactly 30:00 for prolonged, one of 29:59 not', () => {
    const bouts = chain(['sitting', 30], ['standing', 5], ['sitting', 30 - 1 / 60], ['walking', 1]);
    expect(pattern(bouts).prolonged).toEqual([2, 1, 0]);
  });

  it('counts a bout across midnight whole on the day on which it begins', () => {
    const bouts = chain(['sitting', 60], ['standing', 10], ['sitting', 30]);
    const [today, tomorrow] = [pattern(bouts, span(0, 45)), pattern(bouts, span(45, 200))];
    expect(today).toMatchObject({ bouts: 1, longestMin: 60, breaks: 0, sinceBreakMin: 45 });
    expect(tomorrow).toMatchObject({ bouts: 1, longestMin: 30, breaks: 1, sinceBreakMin: 30 });
  });

  it('counts a break across midnight once, on the day on which sitting resumes', () => {
    const bouts = chain(['sitting', 60], ['standing', 10], ['walking', 10], ['sitting', 30]);
    for (const midnight of [60, 65, 70, 75, 80]) {
      expect(pattern(bouts, span(0, midnight)).breaks).toBe(0);
      expect(pattern(bouts, span(midnight, 200)).breaks).toBe(1);
    }
    expect(pattern(bouts, span(0, 81)).breaks).toBe(1);
    expect(pattern(bouts, span(81, 200)).breaks).toBe(0);
  });

  it.each(['unknown', 'not_worn'] as const)('takes a night that is %s for no break', (night) => {
    const bouts = chain(['sitting', 60], ['standing', 1], [night, 600], ['standing', 9], ['sitting', 30]);
    expect(pattern(bouts, span(0, 300)).breaks).toBe(0);
    expect(pattern(bouts, span(300, 800)).breaks).toBe(0);
    const unrecorded = bouts.filter(({ state }) => state !== night);
    expect(pattern(unrecorded, span(300, 800)).breaks).toBe(0);
  });

  it('cuts bouts at the edges where asked to', () => {
    const bouts = chain(['sitting', 60], ['standing', 10], ['sitting', 30]);
    const cutting = { ...SITTING_PARAMS, boutEdges: 'cut' } as const;
    expect(sittingPattern(bouts, span(45, 80), cutting)).toMatchObject({
      bouts: 2,
      longestMin: 15,
      breaks: 1,
    });
  });

  it('takes a gap between two sitting bouts for no break', () => {
    const bouts = chain(['sitting', 20], ['unknown', 10], ['sitting', 20], ['not_worn', 60], ['sitting', 5]);
    expect(pattern(bouts)).toMatchObject({ bouts: 3, breaks: 0 });
  });

  it('lets an open last bout count with its length so far and add no break', () => {
    expect(pattern(chain(['sitting', 25]))).toMatchObject({ bouts: 1, longestMin: 25, breaks: 0 });
    expect(pattern(chain(['sitting', 25], ['standing', 90]))).toMatchObject({
      breaks: 0,
      sinceBreakMin: null,
    });
  });

  it('says nothing with numbers about no bout, and nothing about how one is divided', () => {
    const nothing = {
      longestMin: null,
      medianMin: null,
      usualBoutMin: null,
      gini: null,
      sinceBreakMin: null,
    };
    expect(pattern([])).toMatchObject({ bouts: 0, breaks: 0, ...nothing });
    expect(pattern(chain(['sitting', 7], ['standing', 1]))).toMatchObject({
      ...nothing,
      bouts: 1,
      longestMin: 7,
      medianMin: 7,
    });
  });

  it('divides sitting from ten bouts on, by lengths in minutes', () => {
    const lengths = [3, 5, 8, 12, 20, 35, 62, 95, 4, 20];
    const seated = (minutes: readonly number[]) =>
      pattern(chain(...minutes.flatMap((m) => [['sitting', m] as const, ['walking', 1] as const])));
    const none = { gini: null, alpha: null, hazard: null, usualBoutMin: null, intervals: null };
    expect(seated(lengths.slice(1))).toMatchObject({ bouts: 9, ...none, usualBoutFittedMin: null });
    const law = powerLaw(lengths, 3 - 0.5 / 60)!;
    expect(seated(lengths)).toMatchObject({
      ...{ gini: gini(lengths, true), alpha: law.alpha, alphaStandardError: law.standardError },
      ...{ usualBoutMin: 35, usualBoutFittedMin: usualBoutFitted(lengths) },
      transitionPerH: 600 / 264,
      // Two bouts of twenty minutes, and three that are longer.
      hazard: expect.closeTo((1 / 10 + 1 / 9 + 1 / 8 + 1 / 7 + 1 / 6 + 2 / 5 + 1 / 3 + 1 / 2 + 1) / 9, 12),
    });
  });

  it('takes bouts of 20, 30 and 60 min for prolonged', () => {
    const bouts = [20, 30, 60].flatMap((m) => [
      ...[['sitting', m] as const, ['standing', 1] as const],
      ...[['sitting', m - 1 / 60] as const, ['standing', 1] as const],
    ]);
    expect(pattern(chain(...bouts)).prolonged).toEqual([5, 3, 1]);
  });

  it('takes the least bout of the power law as stated, or the shortest less half a second', () => {
    const bouts = chain(
      ...[3, 5, 8, 12, 20, 35, 62, 95, 4, 16].flatMap(
        (m) =>
          [
            ['sitting', m],
            ['walking', 1],
          ] as const,
      ),
    );
    const stated = { ...SITTING_PARAMS, powerLawShortestMin: 1 };
    expect(sittingPattern(bouts, span(0, 10_000), stated).alpha).toBeLessThan(pattern(bouts).alpha!);
  });

  it('tells no power law of the one bout that a stated least bout leaves', () => {
    const minutes = [25, ...Array.from({ length: 11 }, (_, i) => i + 1)];
    const bouts = chain(...minutes.flatMap((m) => [['sitting', m] as const, ['walking', 1] as const]));
    const alphaFrom = (powerLawShortestMin: number) =>
      sittingPattern(bouts, span(0, 10_000), { ...SITTING_PARAMS, powerLawShortestMin }).alpha;
    expect(alphaFrom(20)).toBeNull();
    expect(alphaFrom(3)).not.toBeNull();
  });

  it('knows no time since the last break of somebody whose samples ended hours before', () => {
    const [bout] = chain(['sitting', 25]);
    const ended = [{ ...bout!, open: false }];
    expect(pattern(ended, span(0, 300)).sinceBreakMin).toBeNull();
    expect(pattern(ended, span(0, 26)).sinceBreakMin).toBe(25);
    expect(pattern(ended, span(0, 26 + 1 / 60)).sinceBreakMin).toBeNull();
    expect(pattern([bout!], span(0, 300)).sinceBreakMin).toBe(25);
    expect(pattern([bout!], span(25, 300)).sinceBreakMin).toBeNull();
  });

  it('measures the time since the last break through a loss of data only while sitting goes on', () => {
    const bouts = chain(['standing', 5], ['sitting', 20]);
    expect(pattern(bouts).sinceBreakMin).toBe(20);
    expect(pattern(chain(['sitting', 40], ['unknown', 5], ['sitting', 20])).sinceBreakMin).toBe(20);
  });

  it('measures no time since the last break through hours between two sessions, of which no bout tells', () => {
    const [stood, sat] = chain(['standing', 5], ['sitting', 20]);
    const againAt = (minutes: number): Bout => ({
      ...sat!,
      startUs: sat!.endUs + minutes * 60e6,
      endUs: sat!.endUs + (minutes + 10) * 60e6,
    });
    expect(pattern([stood!, sat!, againAt(120)], span(0, 155)).sinceBreakMin).toBe(10);
    expect(pattern([stood!, sat!, againAt(1)], span(0, 36)).sinceBreakMin).toBe(31);
  });
});
