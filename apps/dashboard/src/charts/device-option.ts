import type { EChartsCoreOption } from 'echarts/core';
import type { ChartPalette } from './chart-palette.ts';

export interface DeviceDays {
  readonly dates: readonly string[];
  /** 0 to 100; null: it did not say. */
  readonly batteryPercent: readonly (number | null)[];
  /** Null: nothing was recorded. */
  readonly gapsPerHour: readonly (number | null)[];
}

export interface DeviceInput extends DeviceDays {
  readonly palette: ChartPalette;
  readonly percent: (share: number) => string;
  readonly count: (value: number) => string;
  readonly dateLabel: (date: string) => string;
}

export const DEVICE_PLOT = { left: 44, right: 8, label: 24, row: 72, gap: 14, foot: 26 };
export const DEVICE_HEIGHT = 2 * (DEVICE_PLOT.label + DEVICE_PLOT.row) + DEVICE_PLOT.gap + DEVICE_PLOT.foot;
const FULL = 100;
const LABELS = 5;

/** The battery's charge over the dropouts, day by day. */
export function deviceOption(input: DeviceInput): EChartsCoreOption {
  const { palette } = input;
  const top = (row: number) =>
    DEVICE_PLOT.label + row * (DEVICE_PLOT.label + DEVICE_PLOT.row + DEVICE_PLOT.gap);
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: [0, 1].map((row) => ({
      left: DEVICE_PLOT.left,
      right: DEVICE_PLOT.right,
      top: top(row),
      height: DEVICE_PLOT.row,
    })),
    xAxis: [dayAxis(input, 0), dayAxis(input, 1)],
    yAxis: [
      valueAxis(0, FULL, palette, (value) => input.percent(value / FULL)),
      valueAxis(1, gapsTop(input.gapsPerHour), palette, input.count),
    ],
    series: [batteryLine(input), gapBars(input)],
  };
}

function dayAxis({ dates, palette, dateLabel }: DeviceInput, row: 0 | 1) {
  const every = Math.max(1, Math.ceil(dates.length / LABELS));
  return {
    type: 'category',
    gridIndex: row,
    data: dates,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.axis } },
    axisLabel: {
      show: row === 1,
      color: palette.muted,
      fontSize: 11,
      interval: (i: number) => i % every === 0,
      formatter: dateLabel,
    },
  };
}

function valueAxis(row: 0 | 1, top: number, palette: ChartPalette, formatter: (value: number) => string) {
  return {
    type: 'value',
    gridIndex: row,
    min: 0,
    max: top,
    interval: top,
    axisLabel: { color: palette.muted, fontSize: 11, formatter },
    splitLine: { lineStyle: { color: palette.grid } },
  };
}

/** A clean month has an axis too. */
export function gapsTop(gaps: readonly (number | null)[]): number {
  return Math.max(1, Math.ceil(Math.max(0, ...gaps.map((value) => value ?? 0))));
}

function batteryLine({ batteryPercent, palette }: DeviceInput) {
  return {
    type: 'line',
    name: 'battery',
    silent: true,
    symbolSize: 5,
    data: batteryPercent.map((value) => value ?? '-'),
    lineStyle: { color: palette.line, width: 2 },
    itemStyle: { color: palette.line },
  };
}

function gapBars({ gapsPerHour, palette }: DeviceInput) {
  return {
    type: 'bar',
    name: 'gaps',
    silent: true,
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: gapsPerHour.map((value) => value ?? '-'),
    itemStyle: { color: palette.compare, opacity: 0.8 },
  };
}
