import type { PostureState } from '@plumbline/core';
import type { EChartsCoreOption } from 'echarts/core';
import type { ChartPalette } from './chart-palette.ts';
import { decalOf } from './decals.ts';

export interface WeekBarDay {
  readonly date: string;
  /** Two lines at most: the day and its date. */
  readonly label: string;
  /** Hours in each posture, none of a day to come; null: no data of the day. */
  readonly hours: Readonly<Partial<Record<PostureState, number>>> | null;
  /** Whether the day counts in the means. */
  readonly valid: boolean;
}

export interface WeekBarsInput {
  readonly days: readonly WeekBarDay[];
  /** From the bottom up. */
  readonly states: readonly PostureState[];
  readonly palette: ChartPalette;
  readonly hourLabel: (hours: number) => string;
}

export const WEEK_PLOT = { left: 44, right: 8, top: 12, bottom: 40 };
/** A day that does not count is pale; patterns and the table say the same. */
const PALE = 0.45;
const STEPS_H = [1, 2, 4, 6] as const;
const MOST_TICKS = 6;
const LEAST_TOP_H = 2;

/** Seven days side by side, hours in each posture; days without data are seen as such. No browser needed. */
export function weekBarsOption({ days, states, palette, hourLabel }: WeekBarsInput): EChartsCoreOption {
  const { step, top } = hourScale(days);
  return {
    animation: false,
    textStyle: { fontFamily: palette.font },
    grid: WEEK_PLOT,
    xAxis: {
      type: 'category',
      data: days.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.axis } },
      axisLabel: { color: palette.muted, fontSize: 12, lineHeight: 16, interval: 0 },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: top,
      interval: step,
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        formatter: (hours: number) => (hours === 0 ? '0' : hourLabel(hours)),
      },
      splitLine: { lineStyle: { color: palette.grid } },
    },
    series: [...states.map((state) => postureBars(state, days, palette)), missingBars(days, top, palette)],
  };
}

/** Whole hours that hold the longest day, in few steps. */
export function hourScale(days: readonly WeekBarDay[]): { readonly step: number; readonly top: number } {
  const totals = days.map(({ hours }) => Object.values(hours ?? {}).reduce((sum, h) => sum + h, 0));
  const most = Math.max(LEAST_TOP_H, ...totals);
  const step = STEPS_H.find((h) => most / h <= MOST_TICKS) ?? STEPS_H.at(-1)!;
  return { step, top: Math.ceil(most / step) * step };
}

function postureBars(state: PostureState, days: readonly WeekBarDay[], palette: ChartPalette) {
  return {
    type: 'bar',
    name: state,
    stack: 'day',
    barWidth: '62%',
    silent: true,
    itemStyle: {
      color: palette.postures[state],
      decal: decalOf(state, palette),
      borderColor: palette.surface,
      borderWidth: 1,
    },
    data: days.map(({ hours, valid }) => ({
      value: hours?.[state] ?? '-',
      ...(valid ? {} : { itemStyle: { opacity: PALE } }),
    })),
  };
}

/** A dotted column from bottom to top: nothing is known of the day. */
function missingBars(days: readonly WeekBarDay[], top: number, palette: ChartPalette) {
  return {
    type: 'bar',
    name: 'missing',
    stack: 'day',
    silent: true,
    itemStyle: { color: palette.postures.not_worn, decal: decalOf('not_worn', palette), opacity: 0.6 },
    data: days.map(({ hours }) => (hours === null ? top : '-')),
  };
}
