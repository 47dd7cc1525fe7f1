import { describe, expect, it } from 'vitest';
import { PALETTE } from './fixtures/palette.ts';
import { hourScale, type WeekBarDay, weekBarsOption } from './week-bars-option.ts';

const day = (hours: WeekBarDay['hours'], valid = true): WeekBarDay => ({
  date: '2026-11-16',
  label: 'Mon',
  hours,
  valid,
});
const option = (...days: WeekBarDay[]) =>
  weekBarsOption({ days, states: ['sitting', 'unknown'], palette: PALETTE, hourLabel: String }) as {
    series: { name: string; data: unknown[]; itemStyle: { decal: unknown } }[];
    yAxis: { max: number };
  };

describe('weekBarsOption', () => {
  it('stacks the hours of each posture, what is not known too', () => {
    const { series } = option(day({ sitting: 5, unknown: 1 }), day({ sitting: 3 }));
    expect(series.map(({ name }) => name)).toEqual(['sitting', 'unknown', 'missing']);
    expect(series[0]!.data).toEqual([{ value: 5 }, { value: 3 }]);
    expect(series[1]!.data).toEqual([{ value: 1 }, { value: '-' }]);
  });

  it('shows a day without data as a column of its own, not as zero', () => {
    const { series, yAxis } = option(day({ sitting: 5 }), day(null, false));
    expect(series[0]!.data[1]).toMatchObject({ value: '-' });
    expect(series.at(-1)!.data).toEqual(['-', yAxis.max]);
  });

  it('draws a day that does not count pale', () => {
    expect(option(day({ sitting: 1 }, false)).series[0]!.data).toEqual([
      { value: 1, itemStyle: { opacity: 0.45 } },
    ]);
  });

  it('tells postures apart by pattern too', () => {
    const decals = option(day({ sitting: 1 })).series.map(({ itemStyle }) => JSON.stringify(itemStyle.decal));
    expect(new Set(decals).size).toBe(decals.length);
  });
});

describe('the scale', () => {
  it('is of whole hours that hold the longest day', () => {
    expect(hourScale([day({ sitting: 5, standing: 2.5 })])).toEqual({ step: 2, top: 8 });
    expect(hourScale([day(null)])).toEqual({ step: 1, top: 2 });
    expect(hourScale([day({ lying: 23.5 })])).toEqual({ step: 4, top: 24 });
  });
});
