import type { EChartsCoreOption } from 'echarts/core';
import type { ChartPalette } from './chart-palette.ts';
import type { Rolling } from './rolling.ts';
import { scaleFromZero } from './scale.ts';

type Values = readonly (number | null)[];

/** A vertical line at a date: something that was noted, or another version of the algorithm. */
export interface TrendMark {
  readonly index: number;
  readonly kind: 'note' | 'algorithm';
  /** As in the list beside the chart. */
  readonly label: string;
}

export interface TrendInput {
  readonly dates: readonly string[];
  readonly values: Values;
  readonly valid: readonly boolean[];
  readonly wornMin: Values;
  readonly rolling: Rolling;
  /** Mean over the valid days, and what a mean of another time may differ by without a change. */
  readonly mean: number | null;
  readonly mdc95: number | null;
  /** Another time, aligned by its first day. */
  readonly compare: { readonly rolling: Rolling; readonly mean: number | null } | null;
  /** What was agreed on for each day; null: nothing. */
  readonly planned: Values;
  readonly marks: readonly TrendMark[];
  /** Left and right are equal: the axis is symmetric about zero. */
  readonly symmetric: boolean;
  /** A share: no more than one. */
  readonly atMost: number | null;
  /** Steps of the axis to choose from; null: whatever is round. */
  readonly steps: readonly number[] | null;
  readonly palette: ChartPalette;
  readonly width: number;
  readonly valueLabel: (value: number) => string;
  readonly dateLabel: (date: string) => string;
}

export const TREND_PLOT = { left: 52, right: 14, top: 22, height: 216 };
/** Under the plot: hours worn each day, or that there is nothing. */
const WORN_PLOT = { gap: 12, height: 30 };
const LABELS = 30;
export const TREND_HEIGHT = TREND_PLOT.top + TREND_PLOT.height + WORN_PLOT.gap + WORN_PLOT.height + LABELS;
/** A date label needs about this much room. */
const LABEL_PX = 66;
const FULL_DAY_MIN = 16 * 60;
/** With more days, their points would be a cloud. */
const FEW_DAYS = 120;

/** A measure day by day: points, the mean of the week, its interval, what is noise, and what is missing. */
export function trendOption(input: TrendInput): EChartsCoreOption {
  const { palette } = input;
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: [
      { left: TREND_PLOT.left, right: TREND_PLOT.right, top: TREND_PLOT.top, height: TREND_PLOT.height },
      {
        left: TREND_PLOT.left,
        right: TREND_PLOT.right,
        top: TREND_PLOT.top + TREND_PLOT.height + WORN_PLOT.gap,
        height: WORN_PLOT.height,
      },
    ],
    xAxis: [dateAxis(input, 0), dateAxis(input, 1)],
    yAxis: [valueAxis(input), wornAxis()],
    series: [
      ...intervalBand(input.rolling, palette),
      ...comparedLine(input),
      ...plannedLine(input),
      meanLine(input),
      dayPoints(input),
      wornBars(input),
      missingBars(input),
    ],
  };
}

function dateAxis({ dates, palette, width, dateLabel }: TrendInput, grid: 0 | 1) {
  const room = Math.max(1, Math.floor((width - TREND_PLOT.left - TREND_PLOT.right) / LABEL_PX));
  const ticks = new Set(tickDates(dates, room));
  return {
    type: 'category',
    gridIndex: grid,
    data: dates,
    axisTick: { show: grid === 1, alignWithLabel: true, interval: (i: number) => ticks.has(i) },
    axisLine: { onZero: false, lineStyle: { color: palette.axis } },
    splitLine: { show: false },
    axisLabel: {
      show: grid === 1,
      color: palette.muted,
      fontSize: 11,
      interval: (i: number) => ticks.has(i),
      formatter: dateLabel,
    },
  };
}

/** Weeks begin on Monday; in more than half a year, the first days of the months are easier to find. */
export function tickDates(dates: readonly string[], room: number): number[] {
  const isTick = dates.length > 2 * FEW_DAYS ? isFirst : isMonday;
  const found = dates.flatMap((date, i) => (isTick(date) ? [i] : []));
  const every = Math.max(1, Math.ceil(found.length / room));
  return found.filter((_, i) => i % every === 0);
}

function isFirst(date: string): boolean {
  return date.endsWith('-01');
}

function isMonday(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
}

function valueAxis(input: TrendInput) {
  const { palette, valueLabel } = input;
  return {
    type: 'value',
    ...valueRange(input),
    splitNumber: 4,
    axisLabel: {
      color: palette.muted,
      fontSize: 11,
      formatter: (value: number) => (value === 0 ? '0' : valueLabel(value)),
    },
    splitLine: { lineStyle: { color: palette.grid } },
  };
}

const MOST_STEPS = 5;

function valueRange(input: TrendInput): Readonly<Record<string, unknown>> {
  const { symmetric, steps, atMost } = input;
  const most = mostDrawn(input);
  if (symmetric) {
    const limit = ASYMMETRY_LIMITS.find((each) => most <= each) ?? 1;
    return { min: -limit, max: limit };
  }
  if (steps !== null) {
    const held = Math.max(steps[0]!, most);
    const interval = steps.find((step) => held / step <= MOST_STEPS) ?? steps.at(-1)!;
    return { min: 0, max: Math.ceil(held / interval) * interval, interval };
  }
  if (atMost === null) return { min: 0 };
  const { ticks } = scaleFromZero(Math.min(atMost, most));
  return { min: 0, max: ticks.at(-1), interval: ticks[1] };
}

const ASYMMETRY_LIMITS = [0.1, 0.2, 0.3, 0.5, 1];

/** How far from zero anything is drawn: another time that is higher, or what was agreed on, has to have its place too. */
function mostDrawn({ dates, values, planned, rolling, compare, mean, mdc95 }: TrendInput): number {
  const other = compare?.rolling.mean.slice(0, dates.length) ?? [];
  const noise = mean === null || mdc95 === null ? [] : [mean - mdc95, mean + mdc95];
  const all = [...values, ...planned, ...rolling.low, ...rolling.high, ...other, ...noise];
  return Math.max(0, ...all.map((value) => Math.abs(value ?? 0)));
}

function wornAxis() {
  return {
    type: 'value',
    gridIndex: 1,
    min: 0,
    max: FULL_DAY_MIN,
    show: false,
  };
}

const EDGE_OPACITY = 0.7;
const quietLine = { type: 'line', silent: true, showSymbol: false } as const;

/** The interval as a filled stretch between two fine lines: its ground alone stands out too little. */
function intervalBand({ low, high }: Rolling, { band, line: edge }: ChartPalette) {
  const lineStyle = { color: edge, width: 1, opacity: EDGE_OPACITY };
  const line = { ...quietLine, stack: 'interval', stackStrategy: 'all', lineStyle };
  const height = high.map((value, i) => (value === null ? '-' : value - low[i]!));
  return [
    { ...line, name: 'low', data: low.map(orDash) },
    { ...line, name: 'interval', data: height, areaStyle: { color: band, opacity: 0.9 } },
  ];
}

function comparedLine({ compare, palette, dates }: TrendInput) {
  if (compare === null) return [];
  return [
    {
      ...quietLine,
      name: 'compare',
      data: compare.rolling.mean.slice(0, dates.length).map(orDash),
      lineStyle: { color: palette.compare, width: 2, type: [6, 4] },
    },
  ];
}

function plannedLine({ planned, palette }: TrendInput) {
  if (planned.every((value) => value === null)) return [];
  return [
    {
      ...quietLine,
      name: 'planned',
      step: 'middle',
      data: planned.map(orDash),
      lineStyle: { color: palette.ink, width: 1.5, type: [12, 4] },
    },
  ];
}

function meanLine({ rolling, palette, ...input }: TrendInput) {
  return {
    ...quietLine,
    name: 'mean',
    data: rolling.mean.map(orDash),
    lineStyle: { color: palette.line, width: 2.5, join: 'round' },
    z: 4,
    markLine: { symbol: 'none', silent: true, animation: false, data: lines({ ...input, palette }) },
    markArea: { silent: true, animation: false, data: noise({ ...input, palette }) },
  };
}

function lines({ mean, marks, palette }: Pick<TrendInput, 'mean' | 'marks' | 'palette'>) {
  const label = { color: palette.ink, fontSize: 11, distance: 4 };
  const ofMean =
    mean === null ? [] : [{ yAxis: mean, lineStyle: dashed(palette.muted, [1, 4]), label: HIDDEN }];
  return [
    ...ofMean,
    ...oneADay(marks).map(({ index, kind, label: formatter }) => ({
      xAxis: index,
      lineStyle: kind === 'algorithm' ? dashed(palette.muted, [6, 3]) : dashed(palette.ink, 'solid'),
      label: { ...label, formatter, position: 'end' },
    })),
  ];
}

/** Several notes of a day share its line: their numbers would lie on each other. */
function oneADay(marks: readonly TrendMark[]): TrendMark[] {
  const days = Map.groupBy(marks, ({ index, kind }) => `${kind} ${index}`);
  return [...days.values()].map((ofDay) => {
    const [first, last] = [ofDay[0]!, ofDay.at(-1)!];
    return first === last ? first : { ...first, label: `${first.label}–${last.label}` };
  });
}

const HIDDEN = { show: false };

function dashed(color: string, type: 'solid' | readonly number[]) {
  return { color, width: 1, type };
}

/** A mean of another time that lies in here has not been seen to differ. */
function noise({ mean, mdc95, palette }: Pick<TrendInput, 'mean' | 'mdc95' | 'palette'>) {
  if (mean === null || mdc95 === null) return [];
  const edge = { borderColor: palette.patternQuiet, borderWidth: 1, borderType: [1, 3] };
  const ground = { color: palette.quiet, opacity: 0.55, ...edge };
  return [[{ yAxis: mean - mdc95, itemStyle: ground }, { yAxis: mean + mdc95 }]];
}

/** Full where the day counts, hollow where it does not. */
function dayPoints({ values, valid, palette, dates }: TrendInput) {
  const many = dates.length > FEW_DAYS;
  return {
    type: 'scatter',
    name: 'day',
    silent: true,
    symbolSize: many ? 3 : 6,
    z: 3,
    data: values.map((value, i) => ({
      value: orDash(value),
      itemStyle: valid[i]
        ? { color: palette.line, opacity: many ? 0.45 : 0.7 }
        : { color: palette.surface, borderColor: palette.line, borderWidth: 1, opacity: 0.8 },
    })),
  };
}

function wornBars({ wornMin, valid, palette }: TrendInput) {
  return {
    type: 'bar',
    name: 'worn',
    xAxisIndex: 1,
    yAxisIndex: 1,
    stack: 'worn',
    silent: true,
    barCategoryGap: '15%',
    data: wornMin.map((minutes, i) => ({
      value: minutes === null ? '-' : Math.min(minutes, FULL_DAY_MIN),
      itemStyle: { color: palette.muted, opacity: valid[i] ? 0.75 : 0.35 },
    })),
  };
}

/** Days without data are drawn, not left out. */
function missingBars({ wornMin, palette, dates }: TrendInput) {
  const decal = {
    symbol: 'rect',
    dashArrayX: [1, 0],
    dashArrayY: [2, 4],
    rotation: Math.PI / 4,
    symbolSize: 1,
    color: palette.patternQuiet,
  };
  return {
    type: 'bar',
    name: 'missing',
    xAxisIndex: 1,
    yAxisIndex: 1,
    stack: 'worn',
    silent: true,
    itemStyle: {
      color: palette.quiet,
      ...(dates.length > FEW_DAYS ? { color: palette.axis, opacity: 0.5 } : { decal }),
    },
    data: wornMin.map((minutes) => (minutes === null ? FULL_DAY_MIN : '-')),
  };
}

function orDash(value: number | null): number | '-' {
  return value ?? '-';
}
