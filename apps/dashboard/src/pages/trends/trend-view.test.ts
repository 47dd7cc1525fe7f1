import { type Note, type Plan, planSettingsSchema, type Trends } from '@plumbline/contract';
import { describe, expect, it } from 'vitest';
import {
  algorithmNames,
  countedDays,
  marksOf,
  plannedOf,
  type TrendMeasure,
  verdictOf,
} from './trend-view.ts';
import { compareWords, trendAt, trendCsv, trendSummary, trendTable } from './trend-words.ts';

const measure: TrendMeasure = {
  id: 'sitting_time',
  unit: 'min',
  value: [300, null, 320, 100],
  coverage: [0.5, null, 0.5, 0.1],
  low: [280, null, 300, 60],
  high: [320, null, 340, 140],
  mean: 310,
  interval: [290, 330],
  mdc95: 40,
  reason: null,
  usual: { median: 310, low: 300, high: 320 },
};
const trends: Trends = {
  timeZone: 'Europe/Berlin',
  fromDate: '2026-11-16',
  toDate: '2026-11-19',
  dates: ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'],
  valid: [true, false, true, false],
  wornMin: [480, null, 470, 120],
  algorithmChanges: [{ date: '2026-11-18', algorithm: 'posture@1.1.0 load@1.2.0 #abc' }],
  measures: [measure],
};

describe('what the chart says', () => {
  it('is days, mean, usual and noise', () => {
    expect(trendSummary(trends, measure)).toBe(
      '2 of 4 days count. On them: 5 hr 10 min on average (likely 4 hr 50 min to 5 hr 30 min). Your usual is 5 hr to 5 hr 20 min. Two such spans differ by up to 40 min without any change.',
    );
    expect(countedDays(trends, measure)).toBe(2);
  });

  it('tells the noise of a share in points, as the page of the therapist does', () => {
    const share = { ...measure, unit: '1', mean: 0.5, interval: null, usual: null, mdc95: 0.098 };
    const said = (id: string) => trendSummary(trends, { ...share, id });
    expect(said('rotation_asymmetry_all')).toMatch(/differ by up to 9\.8 points without any change/);
    expect(said('sitting_share')).toMatch(/differ by up to 9\.8 points without any change/);
  });

  it('says why noise is not known', () => {
    const few = { ...measure, mdc95: null, reason: '2 valid days: a detectable change needs 5' };
    expect(trendSummary(trends, few)).toContain('2 days: what is noise shows from 5 days on.');
  });

  it('says that there is nothing, and what to do', () => {
    const nothing = { ...measure, mean: null };
    expect(trendSummary(trends, nothing)).toMatch(/^None of these 4 days/);
    expect(trendSummary({ ...trends, wornMin: [null, null] }, nothing)).toMatch(/^Nothing is stored/);
  });

  it('reads a day with its range, what it rests on and whether it counts', () => {
    expect(trendAt(trends, measure, [], 3)).toBe(
      'Thu, Nov 19: 1 hr 40 min, likely 1 hr to 2 hr 20 min. Posture known 2 hr, does not count.',
    );
    expect(trendAt(trends, measure, [], 1)).toBe('Tue, Nov 17: no data.');
  });

  it('keeps days without data in table and file', () => {
    expect(trendTable(trends, measure, []).rows[2]!.slice(0, 2)).toEqual(['Tue, Nov 17', 'no data']);
    expect(trendCsv(trends, measure, []).split('\r\n')[2]).toBe('2026-11-17,,,,,,false');
  });
});

describe('a side that was agreed on', () => {
  const turning = { ...measure, id: 'rotation_asymmetry_all', unit: '1', value: [0.1, null, 0.2, 0] };
  const agreed = (fromDate: string, settings: object): Plan['agreed'][number] => ({
    ...{ fromDate, settings: planSettingsSchema.parse(settings) },
  });
  const since = agreed('2026-11-18', { favoured: { side: 'left', ratio: 3 } });
  const plan = { changedUs: 1, agreed: [agreed('2026-11-01', {}), since] } as unknown as Plan;

  it('is told for each day from then on, on the scale of left and right', () => {
    expect(plannedOf('rotation_asymmetry_all', plan, trends)).toEqual([null, null, -0.5, -0.5]);
  });

  it('is nothing beside another measure, without a plan, or with one that favours no side', () => {
    expect(plannedOf('sitting_time', plan, trends)).toEqual([]);
    expect(plannedOf('rotation_asymmetry_all', undefined, trends)).toEqual([]);
    expect(plannedOf('rotation_asymmetry_all', { ...plan, changedUs: null }, trends)).toEqual([]);
    expect(plannedOf('rotation_asymmetry_all', { ...plan, agreed: plan.agreed.slice(0, 1) }, trends)).toEqual(
      [],
    );
  });

  it('stands in the line of a day, in the table and in the file', () => {
    const planned = [null, null, -0.5, -0.5];
    expect(trendAt(trends, turning, planned, 2)).toContain(', planned 50% more to the left. Posture known');
    expect(trendAt(trends, turning, planned, 0)).not.toContain('planned');
    const { head, rows } = trendTable(trends, turning, planned);
    expect([head[4], rows[0]![4], rows[3]![4]]).toEqual(['Planned', '50% more to the left', 'nothing']);
    expect(trendCsv(trends, turning, planned).split('\r\n')[0]).toMatch(/,valid,planned$/);
    expect(trendCsv(trends, turning, planned).split('\r\n')[3]).toMatch(/,true,-0.5$/);
  });
});

describe('two spans', () => {
  const then = { ...measure, mean: 360 };

  it('differ only by more than the larger noise of the two', () => {
    expect(verdictOf(measure, then)).toEqual({ kind: 'less', mdc: 40 });
    expect(verdictOf(measure, { ...then, mdc95: 60 })).toEqual({ kind: 'same', mdc: 60 });
    expect(verdictOf(measure, { ...then, mean: null }).kind).toBe('empty');
    expect(verdictOf(measure, { ...then, mdc95: null }).kind).toBe('unsure');
  });

  it('of left and right differ to a side', () => {
    const turning = { ...measure, id: 'rotation_asymmetry_all', unit: '1', mean: 0.2, mdc95: 0.05 };
    expect(verdictOf(turning, { ...turning, mean: 0.1 }).kind).toBe('right');
    expect(verdictOf(turning, { ...turning, mean: 0.3 }).kind).toBe('left');
  });

  it('are compared in a sentence', () => {
    expect(compareWords(measure, trends, then)).toBe(
      'Compared with Nov 16 to Nov 19, 2026: 5 hr 10 min now, 6 hr then. That is 50 min less, and more than chance does (40 min).',
    );
  });
});

describe('lines in the chart', () => {
  const note = (atUs: number, kind: Note['kind'], text: string): Note => ({
    ...{ id: String(atUs), kind, atUs, text, value: null, own: true, changedUs: 0 },
  });
  const dateOf = (tUs: number) => ['2026-11-16', '2026-11-18', '2027-01-01'][tUs]!;

  it('are notes by number and versions by letter, those outside the span left out', () => {
    const notes = [
      note(0, 'note', 'New chair'),
      note(1, 'discomfort', ''),
      note(1, 'marker', 'Stood up'),
      note(2, 'note', 'Later'),
    ];
    expect(marksOf(trends, notes, dateOf).map(({ label, index, kind }) => [label, index, kind])).toEqual([
      ['1', 0, 'note'],
      ['2', 2, 'note'],
      ['A', 2, 'algorithm'],
    ]);
  });

  it('name what was changed, not the hash of its parameters', () => {
    expect(algorithmNames('posture@1.1.0 load@1.2.0 #abc')).toEqual(['posture@1.1.0', 'load@1.2.0']);
  });
});
