import type { PostureState } from '@plumbline/core';
import { type DayColumns, dayColumns } from './day-columns.ts';
import { hoursFromZero, type Scale } from './scale.ts';

/** A day of a wearer as hours in each posture. */
export interface PostureDay {
  readonly date: string;
  /** Null: no data of the day. */
  readonly hours: Readonly<Partial<Record<PostureState, number>>> | null;
  /** Whether it counts in the means. */
  readonly valid: boolean;
}

/** From the bottom up. */
export const STACKED_STATES = ['lying', 'sitting', 'standing', 'walking'] as const satisfies PostureState[];

export interface DayBar {
  readonly x: number;
  readonly width: number;
  readonly valid: boolean;
  readonly parts: readonly { readonly state: PostureState; readonly y: number; readonly height: number }[];
}

export interface DayBarsLayout {
  readonly columns: DayColumns;
  readonly scale: Scale;
  readonly y: (hours: number) => number;
  readonly bars: readonly DayBar[];
  /** Left edges of the columns without data. */
  readonly missing: readonly number[];
  readonly barWidth: number;
}

export const BARS_PLOT = { left: 40, right: 8, top: 10, bottom: 26 };
const BAR_SHARE = 0.72;
/** A gap that keeps neighbouring parts apart. */
const GAP_PX = 1;

/** Hours in each posture, day by day. */
export function dayBarsLayout(days: readonly PostureDay[], width: number, height: number): DayBarsLayout {
  const columns = dayColumns(
    days.map(({ date }) => date),
    BARS_PLOT.left,
    width - BARS_PLOT.left - BARS_PLOT.right,
  );
  const totals = days.map(({ hours }) =>
    STACKED_STATES.reduce((sum, state) => sum + (hours?.[state] ?? 0), 0),
  );
  const scale = hoursFromZero(Math.max(1, ...totals));
  const plotHeight = height - BARS_PLOT.top - BARS_PLOT.bottom;
  const y = (hours: number) => BARS_PLOT.top + (1 - hours / scale.max) * plotHeight;
  const barWidth = columns.step * BAR_SHARE;
  const left = (i: number) => columns.x(i) - barWidth / 2;
  return {
    ...{ columns, scale, y, barWidth },
    bars: days.flatMap((day, i) => (day.hours ? [barOf(day, left(i), barWidth, y)] : [])),
    missing: days.flatMap(({ hours }, i) => (hours === null ? [left(i)] : [])),
  };
}

function barOf({ hours, valid }: PostureDay, x: number, width: number, y: (hours: number) => number): DayBar {
  let below = 0;
  const parts = STACKED_STATES.flatMap((state) => {
    const of = hours![state] ?? 0;
    if (of <= 0) return [];
    const top = y(below + of);
    const height = Math.max(0.5, y(below) - top - GAP_PX);
    below += of;
    return [{ state, y: top, height }];
  });
  return { x, width, valid, parts };
}
