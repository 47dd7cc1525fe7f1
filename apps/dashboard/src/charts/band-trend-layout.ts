import { type DayColumns, dayColumns } from './day-columns.ts';
import { rollingWeek } from './rolling.ts';
import { type Scale, scaleAroundZero, scaleFromZero } from './scale.ts';

export interface BandTrendInput {
  readonly dates: readonly string[];
  readonly values: readonly (number | null)[];
  readonly valid: readonly boolean[];
  readonly mean: number | null;
  readonly mdc95: number | null;
  /** Left and right alike: the axis is symmetric about zero. */
  readonly symmetric: boolean;
  /** What was agreed on for each day; null: nothing. */
  readonly planned: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
}

export interface BandTrendLayout {
  readonly columns: DayColumns;
  readonly scale: Scale;
  readonly y: (value: number) => number;
  readonly points: readonly { readonly x: number; readonly y: number; readonly valid: boolean }[];
  /** Mean of the week that ends with each day, in stretches where it is known. */
  readonly meanPath: string;
  readonly bandPath: string;
  /** A mean of another time that lies in here has not been seen to differ. */
  readonly noise: { readonly y: number; readonly height: number } | null;
  readonly meanY: number | null;
  /** Columns without data. */
  readonly missing: readonly number[];
}

export const BAND_PLOT = { left: 54, right: 8, top: 10, bottom: 26 };

/** Points, the mean of the week with its interval, and the band of noise about the mean of it all. */
export function bandTrendLayout(input: BandTrendInput): BandTrendLayout {
  const { dates, values, valid, mean, mdc95, width, height } = input;
  const columns = dayColumns(dates, BAND_PLOT.left, width - BAND_PLOT.left - BAND_PLOT.right);
  const rolling = rollingWeek(values, valid);
  const scale = scaleOf(input, [...rolling.low, ...rolling.high]);
  const plotHeight = height - BAND_PLOT.top - BAND_PLOT.bottom;
  const y = (value: number) => {
    const held = Math.min(scale.max, Math.max(scale.min, value));
    return BAND_PLOT.top + (1 - (held - scale.min) / (scale.max - scale.min)) * plotHeight;
  };
  const noise = mean === null || mdc95 === null ? null : bandOf(y(mean + mdc95), y(mean - mdc95));
  return {
    ...{ columns, scale, y, noise, meanY: mean === null ? null : y(mean) },
    points: values.flatMap((value, i) =>
      value === null ? [] : [{ x: columns.x(i), y: y(value), valid: valid[i]! }],
    ),
    meanPath: linePath(rolling.mean, columns, y),
    bandPath: areaPath(rolling.low, rolling.high, columns, y),
    missing: values.flatMap((value, i) => (value === null ? [i] : [])),
  };
}

function bandOf(top: number, bottom: number): BandTrendLayout['noise'] {
  return { y: top, height: bottom - top };
}

type Values = readonly (number | null)[];

function scaleOf({ values, planned, mean, mdc95, symmetric }: BandTrendInput, band: Values): Scale {
  const noise = mean === null || mdc95 === null ? [] : [mean - mdc95, mean + mdc95];
  const most = Math.max(
    0,
    ...[...values, ...planned, ...band, ...noise].map((value) => Math.abs(value ?? 0)),
  );
  return symmetric ? scaleAroundZero(most) : scaleFromZero(most);
}

/** Stretches of neighbouring days with a value. */
function stretches(values: Values): number[][] {
  const found: number[][] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last?.at(-1) === i - 1) last.push(i);
    else found.push([i]);
  });
  return found;
}

type Place = (value: number) => number;

function linePath(values: Values, { x }: DayColumns, y: Place): string {
  return stretches(values)
    .map((run) => `M${run.map((i) => at(x(i), y(values[i]!))).join('L')}`)
    .join('');
}

function areaPath(low: Values, high: Values, { x }: DayColumns, y: Place): string {
  return stretches(low)
    .map((run) => {
      const upper = run.map((i) => at(x(i), y(high[i]!)));
      const lower = run.toReversed().map((i) => at(x(i), y(low[i]!)));
      return `M${[...upper, ...lower].join('L')}Z`;
    })
    .join('');
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
