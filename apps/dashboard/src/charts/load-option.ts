import type { EChartsCoreOption } from 'echarts/core';
import type { ChartPalette } from './chart-palette.ts';
import type { Range } from './strip-layout.ts';

type Values = readonly (number | null)[];

/** Columns of equal length, a row every minute or so. */
export interface LoadColumns {
  readonly tUs: readonly number[];
  /** Share of the posture's holding budget. */
  readonly holding: Values;
  /** Share of the largest stretch of passive tissue. */
  readonly creep: Values;
  /** Minutes of sitting without a break. */
  readonly unbrokenMin: Values;
  /** Shifts of posture in 15 minutes of sitting. */
  readonly shifts: Values;
}

export interface LoadInput {
  readonly columns: LoadColumns;
  readonly breaks: readonly Range[];
  readonly view: Range;
  /** When a break is suggested, min. */
  readonly limitMin: number | null;
  /** What office workers usually do in 15 minutes. */
  readonly usualShifts: number;
  readonly palette: ChartPalette;
  readonly percent: (share: number) => string;
  readonly minutes: (min: number) => string;
  readonly count: (value: number) => string;
}

export const LOAD_ROWS = ['unbrokenMin', 'shifts', 'creep', 'holding'] as const;
export type LoadRowName = (typeof LOAD_ROWS)[number];
export const LOAD_PLOT = { left: 44, right: 8, label: 26, row: 58, gap: 12 };
const ROW = LOAD_PLOT.label + LOAD_PLOT.row + LOAD_PLOT.gap;
export const LOAD_HEIGHT = LOAD_ROWS.length * ROW;
/** Rows further apart than this are not joined. */
const GAP_US = 5 * 60e6;
const LEAST_LIMIT_MIN = 30;

/** How sitting, stretch and holding build up and go back, one under the other, with the breaks behind them. */
export function loadOption(input: LoadInput): EChartsCoreOption {
  const { palette, columns } = input;
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: LOAD_ROWS.map((_, row) => ({
      left: LOAD_PLOT.left,
      right: LOAD_PLOT.right,
      top: row * ROW + LOAD_PLOT.label,
      height: LOAD_PLOT.row,
    })),
    xAxis: LOAD_ROWS.map((_, row) => timeAxis(row, input.view, palette)),
    yAxis: LOAD_ROWS.map((name, row) => valueAxis(row, name, input)),
    series: LOAD_ROWS.map((name, row) => ({
      type: 'line',
      name,
      silent: true,
      showSymbol: false,
      xAxisIndex: row,
      yAxisIndex: row,
      data: points(columns.tUs, columns[name]),
      lineStyle: { color: palette.line, width: 2, join: 'round' },
      areaStyle: { color: palette.band, opacity: 0.8 },
      markArea: { silent: true, animation: false, data: breakAreas(input.breaks, palette) },
      markLine: { symbol: 'none', silent: true, animation: false, data: limitLine(name, input) },
    })),
  };
}

/** Only what changes while the day is moved along. */
export function loadView(view: Range): EChartsCoreOption {
  return { xAxis: LOAD_ROWS.map(() => ({ min: view.startUs, max: view.endUs })) };
}

function points(tUs: readonly number[], values: Values): (readonly [number, number | '-'])[] {
  return tUs.flatMap((t, i) => {
    const point = [t, values[i] ?? '-'] as const;
    return i > 0 && t - tUs[i - 1]! > GAP_US ? [[tUs[i - 1]! + 1, '-'] as const, point] : [point];
  });
}

function timeAxis(row: number, view: Range, palette: ChartPalette) {
  return {
    type: 'value',
    gridIndex: row,
    min: view.startUs,
    max: view.endUs,
    axisLabel: { show: false },
    axisTick: { show: false },
    axisLine: { onZero: false, lineStyle: { color: palette.axis } },
    splitLine: { show: false },
  };
}

function valueAxis(row: number, name: LoadRowName, input: LoadInput) {
  const { top, label } = scaleOf(name, input);
  return {
    type: 'value',
    gridIndex: row,
    min: 0,
    max: top,
    interval: top,
    axisLabel: {
      color: input.palette.muted,
      fontSize: 11,
      formatter: (value: number) => (value === 0 ? '0' : label(value)),
    },
    splitLine: { lineStyle: { color: input.palette.grid } },
  };
}

function scaleOf(name: LoadRowName, { columns, limitMin, usualShifts, ...say }: LoadInput) {
  if (name === 'unbrokenMin') {
    const most = Math.max(highest(columns.unbrokenMin), limitMin ?? 0, LEAST_LIMIT_MIN);
    return { top: Math.ceil(most / 15) * 15, label: say.minutes };
  }
  if (name === 'shifts') {
    return { top: Math.ceil(Math.max(highest(columns.shifts), usualShifts) / 5) * 5, label: say.count };
  }
  return { top: 1, label: say.percent };
}

function highest(values: Values): number {
  return values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
}

function breakAreas(breaks: readonly Range[], palette: ChartPalette) {
  const itemStyle = { color: palette.postures.standing, opacity: 0.28 };
  return breaks.map(({ startUs, endUs }) => [{ xAxis: startUs, itemStyle }, { xAxis: endUs }]);
}

function limitLine(name: LoadRowName, { limitMin, usualShifts, palette }: LoadInput) {
  const at = name === 'unbrokenMin' ? limitMin : name === 'shifts' ? usualShifts : null;
  if (at === null) return [];
  const lineStyle = { color: palette.muted, width: 1, type: [4, 4] };
  return [{ yAxis: at, lineStyle, label: { show: false } }];
}
