import type { EChartsCoreOption } from 'echarts/core';
import type { Angle, TraceColumns } from '../live/trace-ring.ts';
import { GAP_US } from '../live/trace-stats.ts';
import type { Palette } from '../theme/palette.ts';

/** A jump this large is the heading passing behind the wearer, not a movement. */
const WRAP_DEG = 180;

/** Vertical layout of the stacked traces, in pixels; the labels in HTML keep to it. */
const ROW = { label: 34, bottom: 10 };
const ROW_HEIGHT = 112;
/** Beside the figure, however many rows there are. */
const WIDE_TOTAL = 432;
export const PLOT = { left: 44, right: 12 };

export function rowHeight(rows: number, wide: boolean): number {
  return wide ? WIDE_TOTAL / rows : ROW_HEIGHT;
}

export interface TraceRow {
  readonly angle: Angle;
  readonly color: string;
  /** Largest magnitude on the axis. */
  readonly limitDeg: number;
  /** A size without a direction starts at 0. */
  readonly unsigned: boolean;
}

export interface TraceOptionInput {
  readonly columns: TraceColumns;
  readonly edgeUs: number;
  readonly spanUs: number;
  readonly rows: readonly TraceRow[];
  readonly palette: Palette;
  /** Of one row, label included. */
  readonly rowHeight: number;
}

/** Small multiples over one time axis in seconds before the right edge. No browser needed. */
export function traceOption(input: TraceOptionInput): EChartsCoreOption {
  const { rows, palette, spanUs, rowHeight } = input;
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: rows.map((_, row) => ({
      left: PLOT.left,
      right: PLOT.right,
      top: row * rowHeight + ROW.label,
      height: rowHeight - ROW.label - ROW.bottom,
    })),
    xAxis: rows.map((_, row) => timeAxis(row, spanUs, palette)),
    yAxis: rows.map((row, index) => angleAxis(index, row, palette)),
    series: rows.map((row, index) => ({
      type: 'line',
      xAxisIndex: index,
      yAxisIndex: index,
      data: tracePoints(input.columns, row.angle, input.edgeUs),
      showSymbol: false,
      silent: true,
      lineStyle: { color: row.color, width: 2, join: 'round', cap: 'round' },
    })),
  };
}

/** Only what changes from frame to frame while the axes stay. */
export function traceData({ columns, edgeUs, rows }: TraceOptionInput): EChartsCoreOption {
  return { series: rows.map(({ angle }) => ({ data: tracePoints(columns, angle, edgeUs) })) };
}

/** `[seconds before the edge, degrees]`, with `'-'` (no line) where samples or the angle are missing. */
export function tracePoints(columns: TraceColumns, angle: Angle, edgeUs: number): [number, number | '-'][] {
  const points: [number, number | '-'][] = [];
  const values = columns[angle];
  for (let i = 0; i < columns.n; i++) {
    const seconds = (columns.tUs[i]! - edgeUs) / 1e6;
    if (i > 0 && breaks(columns, values, i)) points.push([seconds, '-']);
    points.push([seconds, Number.isNaN(values[i]) ? '-' : values[i]!]);
  }
  return points;
}

/** No line joins what has samples missing between. */
function breaks(columns: TraceColumns, values: Float64Array, i: number): boolean {
  return columns.tUs[i]! - columns.tUs[i - 1]! > GAP_US || Math.abs(values[i]! - values[i - 1]!) > WRAP_DEG;
}

function timeAxis(row: number, spanUs: number, palette: Palette) {
  return {
    type: 'value',
    gridIndex: row,
    min: -spanUs / 1e6,
    max: 0,
    interval: spanUs / 3e6,
    axisLabel: { show: false },
    axisTick: { show: false },
    axisLine: { show: false },
    splitLine: { lineStyle: { color: palette.grid } },
  };
}

function angleAxis(row: number, { limitDeg, unsigned }: TraceRow, palette: Palette) {
  return {
    type: 'value',
    gridIndex: row,
    min: unsigned ? 0 : -limitDeg,
    max: limitDeg,
    interval: limitDeg,
    axisLabel: { color: palette.muted, fontSize: 11, formatter: '{value}°' },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.grid } },
  };
}

const LIMITS_DEG = [15, 30, 45, 60, 90, 180];
/** An axis gets smaller again only when this share of the smaller one is enough. */
const SHRINK_BELOW = 0.8;

/** The axis that holds every value; it grows at once and shrinks late, so that it does not jump about. */
export function axisLimit(columns: TraceColumns, angle: Angle, previousDeg: number): number {
  let largest = 0;
  for (const value of columns[angle]) if (Math.abs(value) > largest) largest = Math.abs(value);
  const fits = (share: number) => LIMITS_DEG.find((limit) => largest <= limit * share) ?? 180;
  const needed = fits(1);
  return needed >= previousDeg ? needed : Math.min(previousDeg, fits(SHRINK_BELOW));
}
