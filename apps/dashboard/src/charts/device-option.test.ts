import { expect, it } from 'vitest';
import { deviceOption, gapsTop } from './device-option.ts';
import { PALETTE } from './fixtures/palette.ts';

it('draws no charge where none was said, and no dropouts where nothing was recorded', () => {
  const { series } = deviceOption({
    dates: ['2026-11-20', '2026-11-21'],
    batteryPercent: [80, null],
    gapsPerHour: [null, 0.5],
    palette: PALETTE,
    percent: String,
    count: String,
    dateLabel: String,
  }) as { series: { data: unknown[] }[] };
  expect(series.map(({ data }) => data)).toEqual([
    [80, '-'],
    ['-', 0.5],
  ]);
});

it('has an axis for a month without dropouts', () => {
  expect(gapsTop([0, null])).toBe(1);
  expect(gapsTop([2.3])).toBe(3);
});
