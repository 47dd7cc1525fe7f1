import { describe, expect, it } from 'vitest';
import { PALETTE } from './fixtures/palette.ts';
import { rollingWeek } from './rolling.ts';
import { type TrendInput, tickDates, trendOption } from './trend-option.ts';

const DATES = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
const VALUES = [300, null, 320, 340];
const VALID = [true, false, true, true];

function option(more: Partial<TrendInput> = {}) {
  return trendOption({
    dates: DATES,
    values: VALUES,
    valid: VALID,
    wornMin: [480, null, 470, 200],
    rolling: rollingWeek(VALUES, VALID),
    mean: 320,
    mdc95: 40,
    compare: null,
    planned: [],
    marks: [],
    symmetric: false,
    atMost: null,
    steps: null,
    palette: PALETTE,
    width: 800,
    valueLabel: String,
    dateLabel: String,
    ...more,
  }) as {
    yAxis: { min: number; max?: number }[];
    series: {
      name: string;
      data: unknown[];
      markLine?: { data: unknown[] };
      markArea?: { data: unknown[] };
    }[];
  };
}
const series = (name: string, more: Partial<TrendInput> = {}) =>
  option(more).series.find((each) => each.name === name)!;

describe('trendOption', () => {
  it('joins nothing over a day without data, and marks the day', () => {
    expect(series('day').data[1]).toMatchObject({ value: '-' });
    expect(series('missing').data).toEqual(['-', 960, '-', '-']);
    expect(series('worn').data[1]).toMatchObject({ value: '-' });
  });

  it('draws a day that does not count hollow', () => {
    const [first] = series('day', { valid: [false, false, true, true] }).data;
    expect(first).toMatchObject({ itemStyle: { color: 'white', borderColor: 'teal' } });
  });

  it('draws what was agreed on in steps, with room for it, and nothing where nothing was', () => {
    const turning = {
      symmetric: true,
      mean: null,
      values: [0.05, null, 0, 0.1],
      rolling: { mean: [], low: [], high: [] },
    };
    const planned = [null, null, 0.45, 0.45];
    expect(series('planned', { ...turning, planned })).toMatchObject({
      data: ['-', '-', 0.45, 0.45],
      step: 'middle',
    });
    expect(option({ ...turning, planned }).yAxis[0]).toMatchObject({ min: -0.5, max: 0.5 });
    expect(option({ ...turning }).yAxis[0]).toMatchObject({ min: -0.1, max: 0.1 });
    expect(series('planned', { planned: [null, null] })).toBeUndefined();
  });

  it('stacks the interval on its lower end, below zero too', () => {
    const rolling = { mean: [null, 0], low: [null, -0.2], high: [null, 0.1] };
    expect(series('low', { rolling }).data).toEqual(['-', -0.2]);
    expect(series('interval', { rolling }).data[0]).toBe('-');
    expect(series('interval', { rolling }).data[1]).toBeCloseTo(0.3);
  });

  it('grounds what is noise around the mean', () => {
    expect(series('mean').markArea!.data).toEqual([
      [{ yAxis: 280, itemStyle: expect.objectContaining({ color: 'beige', opacity: 0.55 }) }, { yAxis: 360 }],
    ]);
    expect(series('mean', { mdc95: null }).markArea!.data).toEqual([]);
  });

  it('has a line for each note and each change of the algorithm, of different kinds', () => {
    const marks = [
      { index: 1, kind: 'note', label: '1' },
      { index: 2, kind: 'algorithm', label: 'A' },
    ] as const;
    const [, note, algorithm] = series('mean', { marks }).markLine!.data as {
      xAxis: number;
      lineStyle: { type: unknown };
    }[];
    expect([note!.xAxis, algorithm!.xAxis]).toEqual([1, 2]);
    expect(note!.lineStyle.type).not.toEqual(algorithm!.lineStyle.type);
  });

  it('has one line for the notes of one day, with their numbers', () => {
    const marks = [1, 2, 2, 2].map((index, i) => ({ index, kind: 'note' as const, label: String(i + 1) }));
    const [, ...drawn] = series('mean', { marks }).markLine!.data as { label: { formatter: string } }[];
    expect(drawn.map(({ label }) => label.formatter)).toEqual(['1', '2–4']);
  });

  it('is symmetric about zero where left and right are', () => {
    const values = [-0.12, null, 0.05, 0.1];
    const rolling = rollingWeek(values, VALID);
    const [axis] = option({ symmetric: true, values, rolling, mean: null }).yAxis;
    expect(axis!.min).toBe(-axis!.max!);
    expect(axis!.max).toBeGreaterThanOrEqual(0.12);
  });

  it('has whole hours on the axis of minutes', () => {
    expect(option({ steps: [30, 60, 120] }).yAxis[0]).toMatchObject({ min: 0, max: 480, interval: 120 });
  });

  it('has room for another time that was higher', () => {
    const higher = (values: number[]) => ({ rolling: rollingWeek(values, VALID), mean: values[0]! });
    const compare = higher([900, 900, 900, 900]);
    expect(option({ steps: [30, 60, 120], compare }).yAxis[0]).toMatchObject({ max: 960 });
    const shares = { values: [0.2, null, 0.2, 0.2], rolling: { mean: [], low: [], high: [] }, atMost: 1 };
    const then = { ...shares, mean: null, compare: higher([0.9, 0.9, 0.9, 0.9]) };
    expect(option(then).yAxis[0]).toMatchObject({ max: 1, interval: 0.25 });
  });

  it('lays another time over it only when asked', () => {
    expect(series('compare')).toBeUndefined();
    const compare = { rolling: rollingWeek([1, 2, 3, 4, 5], [true, true, true, true, true]), mean: 3 };
    expect(series('compare', { compare }).data).toEqual(['-', '-', 2, 2.5]);
  });
});

describe('date labels', () => {
  it('are Mondays, as many as there is room for', () => {
    const days = Array.from({ length: 28 }, (_, i) =>
      new Date(Date.UTC(2026, 10, 2 + i)).toISOString().slice(0, 10),
    );
    expect(tickDates(days, 9)).toEqual([0, 7, 14, 21]);
    expect(tickDates(days, 2)).toEqual([0, 14]);
  });

  it('are first days of months in a year', () => {
    const days = Array.from({ length: 364 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    );
    expect(tickDates(days, 20).map((i) => days[i])).toHaveLength(12);
  });
});
