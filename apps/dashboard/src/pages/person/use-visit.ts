import type { Note, Plan, TREND_WEEKS, Trends, VisibleWearer } from '@plumbline/contract';
import { spanOfDates } from '../../locales/day-start.ts';
import { useNotes } from '../../rest/use-notes.ts';
import { usePlan } from '../../rest/use-plan.ts';
import { useStandingFailure } from '../../rest/use-standing-failure.ts';
import { useVisitTrends } from '../../rest/use-visit-trends.ts';
import { FIGURES, TIME_MEASURES } from './figures.ts';

const MEASURES = [...new Set([...FIGURES, ...TIME_MEASURES])];

/** Everything a visit is made of; page and report ask for the same. */
export interface VisitData {
  readonly trends: Trends;
  readonly plan: Plan;
  /** Null: the consent does not open the diary. */
  readonly notes: readonly Note[] | null;
}

export interface VisitQuery {
  readonly data: VisitData | null;
  readonly error: unknown;
  /** The next try is on its way. */
  readonly isRetrying: boolean;
  readonly refetch: () => void;
}

export function useVisit({ id, scopes }: VisibleWearer, weeks: (typeof TREND_WEEKS)[number]): VisitQuery {
  const trends = useVisitTrends(id, weeks, MEASURES);
  const plan = usePlan(id, weeks);
  const open = scopes.includes('diary');
  const notes = useNotes(open && trends.data ? spanOfDates(trends.data) : null, id);
  const ready = trends.data && plan.data && (!open || notes.data);
  const queries = [trends, plan, notes];
  const failures = [useStandingFailure(trends), useStandingFailure(plan), useStandingFailure(notes)];
  return {
    data: ready ? { trends: trends.data, plan: plan.data, notes: open ? notes.data! : null } : null,
    error: failures.find((failure) => failure !== null) ?? null,
    isRetrying: queries.some(({ isFetching }) => isFetching),
    refetch: () => {
      for (const query of queries.filter(({ isError }) => isError)) void query.refetch();
    },
  };
}
