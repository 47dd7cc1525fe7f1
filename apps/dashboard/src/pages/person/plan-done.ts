import type { Plan, PlanDay, PlanSettings, Trends } from '@plumbline/contract';
import { meanIn, type PeriodMean } from './compare.ts';
import { meanOf } from './figures.ts';
import { type Agreed, agreedOn, heldOn } from './plan-agreed.ts';

/** What was agreed on, beside what was done of it: each day beside what held on it. */
export interface PlanDone {
  /** Days that count: of the others nobody knows what was done. */
  readonly days: number;
  readonly breaksAgreed: readonly Agreed<Pick<PlanSettings, 'breaksPerDay' | 'breakMin'>>[];
  /** Breaks a day that were long enough; null: not known. */
  readonly breaksPerDay: number | null;
  /** Days with as many as planned, or more. */
  readonly breakDays: number | null;
  readonly movingAgreed: readonly Agreed<Pick<PlanSettings, 'movingMin' | 'movingDaysPerWeek'>>[];
  readonly movingMin: number | null;
  /** Days with as much walking as planned, or more. */
  readonly movingDays: number;
  /** One for each stretch in which a side was favoured, oldest first. */
  readonly sides: readonly SidePlan[];
}

/** A side to turn to more, on purpose: the index as planned and as done meanwhile, right positive. */
export interface SidePlan {
  readonly from: string;
  readonly to: string;
  readonly ratio: number;
  readonly planned: number;
  readonly done: PeriodMean;
}

export function planDone(plan: Plan, trends: Trends): PlanDone {
  const counted = plan.days.filter(({ valid }) => valid);
  const breaks = counted.flatMap((day) => day.breaks ?? []);
  const breaksAgreed = agreedOn(plan, ({ breaksPerDay, breakMin }) => ({ breaksPerDay, breakMin }));
  const movingAgreed = agreedOn(plan, ({ movingMin, movingDaysPerWeek }) => ({
    ...{ movingMin, movingDaysPerWeek },
  }));
  const enough = ({ date, breaks: done }: PlanDay) =>
    done !== null && done >= heldOn(breaksAgreed, date).breaksPerDay.least;
  const moved = ({ date, movingMin }: PlanDay) => movingMin >= heldOn(movingAgreed, date).movingMin.least;
  return {
    days: counted.length,
    breaksAgreed,
    breaksPerDay: meanOf(breaks),
    breakDays: breaks.length === 0 ? null : counted.filter(enough).length,
    movingAgreed,
    movingMin: meanOf(counted.map(({ movingMin }) => movingMin)),
    movingDays: counted.filter(moved).length,
    sides: sidesOf(plan, trends),
  };
}

function sidesOf(plan: Plan, trends: Trends): SidePlan[] {
  return agreedOn(plan, ({ favoured }) => favoured).flatMap(({ from, to, what }) => {
    if (what === null) return [];
    const done = meanIn(trends, 'rotation_asymmetry_all', { from, to });
    return [{ ...{ from, to, done }, ...what, planned: indexOf(what) }];
  });
}

/** For each date the index that was planned for it; null: no side was favoured. */
export function plannedIndices(plan: Plan, dates: readonly string[]): (number | null)[] {
  const agreed = agreedOn(plan, ({ favoured }) => favoured && indexOf(favoured));
  return dates.map((date) => heldOn(agreed, date));
}

/** The index that turning so many times as much to one side comes to. */
function indexOf({ side, ratio }: NonNullable<PlanSettings['favoured']>): number {
  const size = (ratio - 1) / (ratio + 1);
  return side === 'right' ? size : -size;
}
