import type { Plan, Trends } from '@plumbline/contract';
import type { PostureState } from '@plumbline/core';
import type { PostureDay } from '../../charts/day-bars-layout.ts';
import { measureOf, TIME_MEASURES } from './figures.ts';
import { agreedOn, heldOn } from './plan-agreed.ts';

const MIN_PER_H = 60;
const STATES: Readonly<Record<(typeof TIME_MEASURES)[number], PostureState>> = {
  sitting_time: 'sitting',
  standing_time: 'standing',
  walking_time: 'walking',
  lying_time: 'lying',
};

/** Hours in each posture, for each date of the trends. */
export function postureDays(trends: Trends): PostureDay[] {
  const columns = TIME_MEASURES.map((id) => [STATES[id], measureOf(trends, id).value] as const);
  return trends.dates.map((date, i) => {
    const hours = Object.fromEntries(columns.map(([state, values]) => [state, (values[i] ?? 0) / MIN_PER_H]));
    return { date, hours: trends.wornMin[i] === null ? null : hours, valid: trends.valid[i]! };
  });
}

export interface DaySeries {
  readonly dates: readonly string[];
  readonly values: readonly (number | null)[];
  readonly valid: readonly boolean[];
  /** What the plan of each day wanted. */
  readonly planned: readonly PlannedRange[];
}

export interface PlannedRange {
  readonly least: number;
  readonly most: number;
}

/** What was done each day, for each date of the trends; null without data. */
export function planSeries(plan: Plan, dates: readonly string[], what: 'breaks' | 'movingMin'): DaySeries {
  const byDate = new Map(plan.days.map((day) => [day.date, day]));
  const agreed = agreedOn(plan, (settings) => settings[what === 'breaks' ? 'breaksPerDay' : 'movingMin']);
  return {
    dates,
    values: dates.map((date) => byDate.get(date)?.[what] ?? null),
    valid: dates.map((date) => byDate.get(date)?.valid ?? false),
    planned: dates.map((date) => heldOn(agreed, date)),
  };
}
