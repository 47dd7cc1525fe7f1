import { describe, expect, it } from 'vitest';
import { PALETTE } from './fixtures/palette.ts';
import { type LoadColumns, loadOption, loadView } from './load-option.ts';

const MIN_US = 60e6;
const columns: LoadColumns = {
  tUs: [0, MIN_US, 20 * MIN_US],
  holding: [0.1, null, 0.4],
  creep: [0.1, 0.2, 0.1],
  unbrokenMin: [10, 52, 0],
  shifts: [4, 12, null],
};
const VIEW = { startUs: 0, endUs: 60 * MIN_US };

function option(limitMin: number | null = 45) {
  return loadOption({
    columns,
    breaks: [{ startUs: 2 * MIN_US, endUs: 5 * MIN_US }],
    view: VIEW,
    limitMin,
    palette: PALETTE,
    percent: String,
    minutes: String,
    count: String,
    usualShifts: 9,
  }) as {
    yAxis: { max: number }[];
    series: {
      data: [number, number | '-'][];
      markArea: { data: unknown[] };
      markLine: { data: unknown[] };
    }[];
  };
}

describe('loadOption', () => {
  it('joins nothing over time without rows', () => {
    expect(option().series[2]!.data).toEqual([
      [0, 0.1],
      [MIN_US, 0.2],
      [MIN_US + 1, '-'],
      [20 * MIN_US, 0.1],
    ]);
    expect(option().series[3]!.data[1]).toEqual([MIN_US, '-']);
  });

  it('has the breaks behind every part', () => {
    for (const { markArea } of option().series) expect(markArea.data).toHaveLength(1);
  });

  it('has room for the longest sitting and for the limit', () => {
    expect(option().yAxis.map(({ max }) => max)).toEqual([60, 15, 1, 1]);
    expect(option(90).yAxis[0]!.max).toBe(90);
  });

  it('draws the limit only where it belongs', () => {
    expect(option().series.map(({ markLine }) => markLine.data.length)).toEqual([1, 1, 0, 0]);
    expect(option(null).series[0]!.markLine.data).toEqual([]);
  });
});

it('moves along the day by its axes alone', () => {
  expect(loadView({ startUs: 1, endUs: 2 })).toEqual({
    xAxis: [
      { min: 1, max: 2 },
      { min: 1, max: 2 },
      { min: 1, max: 2 },
      { min: 1, max: 2 },
    ],
  });
});
