import type { Plan, PlanDay, PlanSettings } from '@plumbline/contract';
import { type Figure, meanOf } from './figures.ts';

/** What was agreed on, beside what was done of it. */
export interface PlanDone {
  readonly settings: PlanSettings;
  /** Days that count: of the others nobody knows what was done. */
  readonly days: number;
  /** Breaks a day that were long enough; null: not known. */
  readonly breaksPerDay: number | null;
  /** Days with as many as planned, or more. */
  readonly breakDays: number | null;
  readonly movingMin: number | null;
  /** Days with as much walking as planned, or more. */
  readonly movingDays: number;
  /** Of the days, as planned: so many a week. */
  readonly plannedMovingDays: number;
  readonly side: SidePlan | null;
}

/** A side to turn to more, on purpose: the index as planned and as done, right positive. */
export interface SidePlan {
  readonly side: 'left' | 'right';
  readonly ratio: number;
  readonly planned: number;
  readonly done: number | null;
  readonly interval: readonly [number, number] | null;
}

const DAYS_A_WEEK = 7;

export function planDone({ settings, days }: Plan, turning: Figure | null): PlanDone {
  const counted = days.filter(({ valid }) => valid);
  const breaks = counted.flatMap((day) => day.breaks ?? []);
  const enough = (day: PlanDay) => day.breaks !== null && day.breaks >= settings.breaksPerDay.least;
  return {
    settings,
    days: counted.length,
    breaksPerDay: meanOf(breaks),
    breakDays: breaks.length === 0 ? null : counted.filter(enough).length,
    movingMin: meanOf(counted.map(({ movingMin }) => movingMin)),
    movingDays: counted.filter(({ movingMin }) => movingMin >= settings.movingMin.least).length,
    plannedMovingDays: Math.round((settings.movingDaysPerWeek * counted.length) / DAYS_A_WEEK),
    side: sidePlan(settings, turning),
  };
}

function sidePlan(settings: PlanSettings, turning: Figure | null): SidePlan | null {
  const planned = plannedIndex(settings);
  if (settings.favoured === null || planned === null) return null;
  const { side, ratio } = settings.favoured;
  return {
    ...{ side, ratio, planned },
    ...{ done: turning?.value ?? null, interval: turning?.interval ?? null },
  };
}

/** The index that turning so many times as much to one side comes to; null: no side is favoured. */
export function plannedIndex({ favoured }: PlanSettings): number | null {
  if (favoured === null) return null;
  const size = (favoured.ratio - 1) / (favoured.ratio + 1);
  return favoured.side === 'right' ? size : -size;
}
