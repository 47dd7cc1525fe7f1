import { type Plan, planSettingsSchema } from '@plumbline/contract';
import { describe, expect, test } from 'vitest';
import { planSeries } from './day-series.ts';
import { trendsFixture } from './fixtures/trends.ts';
import { planDone, plannedIndices } from './plan-done.ts';
import { seriesCsv } from './series-words.ts';
import { breaksSummary, planFacts } from './visit-facts.ts';

const day = (date: string, breaks: number | null, movingMin: number, valid = true): Plan['days'][number] => ({
  ...{ date, valid, breaks, breakMin: breaks && breaks * 3, movingMin },
});
const agreed = (fromDate: string, settings: object = {}): Plan['agreed'][number] => ({
  ...{ fromDate, settings: planSettingsSchema.parse(settings) },
});
const plan = (days: Plan['days'], ...changes: Plan['agreed']): Plan => ({
  settings: planSettingsSchema.parse(changes.at(-1)?.settings ?? {}),
  ...{ changedUs: null, own: false, fromDate: '2026-03-02', toDate: '2026-03-29', days, reason: null },
  agreed: changes.length === 0 ? [agreed('2026-03-02')] : changes,
});
/** 4 weeks from the second of March on; every day counts. */
const turning = (index: (i: number) => number) => trendsFixture(28, { rotation_asymmetry_all: index });
const even = turning(() => 0);

describe('planned against done', () => {
  const days = [
    day('2026-03-02', 3, 30),
    day('2026-03-03', 1, 5),
    day('2026-03-04', 6, 12),
    day('2026-03-05', 9, 60, false),
  ];

  test('counts what the body did on days that count', () => {
    expect(planDone(plan(days), even)).toMatchObject({
      ...{ days: 3, breaksPerDay: 10 / 3, breakDays: 2, movingMin: 47 / 3, movingDays: 2, sides: [] },
    });
  });

  test('says nothing of breaks that are not open', () => {
    expect(planDone(plan([day('2026-03-02', null, 30)]), even)).toMatchObject({
      breaksPerDay: null,
      breakDays: null,
    });
  });

  test('puts a favoured side beside what was done, right positive', () => {
    const favoured = agreed('2026-03-02', { favoured: { side: 'left', ratio: 2 } });
    const { sides } = planDone(
      plan(days, favoured),
      turning(() => -0.2),
    );
    expect(sides).toMatchObject([{ planned: -1 / 3, done: { mean: expect.closeTo(-0.2, 9), days: 28 } }]);
  });
});

describe('a plan that changed', () => {
  const first = agreed('2026-03-02', { breaksPerDay: { least: 1, most: 5 } });
  const second = agreed('2026-03-04', {
    ...{ breaksPerDay: { least: 7, most: 9 }, movingMin: { least: 20, most: 30 } },
    favoured: { side: 'left', ratio: 1.5 },
  });
  const third = agreed('2026-03-20', { ...second.settings, favoured: { side: 'right', ratio: 3 } });
  const changed = plan([day('2026-03-03', 1, 12), day('2026-03-04', 6, 12)], first, second, third);

  test('is beside each day as it held on it', () => {
    const done = planDone(changed, even);
    expect(done).toMatchObject({ breakDays: 1, movingDays: 1 });
    expect(done.breaksAgreed.map(({ from, to }) => [from, to])).toEqual([
      ['2026-03-02', '2026-03-03'],
      ['2026-03-04', '2026-03-29'],
    ]);
    const series = planSeries(changed, ['2026-03-03', '2026-03-04'], 'breaks');
    expect(seriesCsv('breaks', series)).toContain('2026-03-03,1,1,5,1\r\n2026-03-04,6,7,9,1\r\n');
  });

  test('has each favoured side beside its own days alone', () => {
    const { sides } = planDone(
      changed,
      turning((i) => (i < 2 ? 0.9 : i < 18 ? -0.2 : 0.4)),
    );
    expect(sides).toMatchObject([
      { from: '2026-03-04', to: '2026-03-19', planned: expect.closeTo(-0.2, 9), done: { days: 16 } },
      { from: '2026-03-20', to: '2026-03-29', planned: 0.5, done: { days: 10 } },
    ]);
    expect(sides.map(({ done }) => done.mean)).toEqual([expect.closeTo(-0.2, 9), expect.closeTo(0.4, 9)]);
    const dates = ['2026-03-03', '2026-03-19', '2026-03-20'];
    expect(plannedIndices(changed, dates)).toEqual([null, expect.closeTo(-0.2, 9), 0.5]);
  });

  test('says when, and what held before', () => {
    const done = planDone(changed, even);
    expect(breaksSummary(done)).toMatch(/the plan, 7 to 9\. It changed on Mar 4; each day/);
    const [breaks, , ...sides] = planFacts(done);
    expect(breaks!.notes.slice(1)).toEqual([
      'planned 7 to 9, of 2 min or more',
      'until Mar 3: planned 1 to 5, of 2 min or more',
    ]);
    expect(sides.map(({ id, notes }) => [id, notes[1]])).toEqual([
      ['plan-side', '10 days, Mar 20 to Mar 29'],
      ['plan-side-1', '16 days, Mar 4 to Mar 19'],
    ]);
  });

  test('tells a favoured side once, and as planned', () => {
    const [, , latest, first] = planFacts(planDone(changed, even));
    expect(latest!.notes.filter((note) => /right|left|times/.test(note ?? ''))).toEqual([
      'planned 50% more to the right: 3 times as much as to the other side',
    ]);
    expect(first!.notes.at(-1)).toBe('planned 20% more to the left: 1.5 times as much as to the other side');
  });
});
