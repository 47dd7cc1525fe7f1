import type { Plan, PlanSettings } from '@plumbline/contract';
import { dateAfter } from '../../locales/dates.ts';

/** A part of the plan, and the dates between which it held; both included. */
export interface Agreed<T> {
  readonly from: string;
  readonly to: string;
  readonly what: T;
}

/** How a part of the plan changed in the weeks that are looked at, oldest first. */
export function agreedOn<T>({ agreed, toDate }: Plan, part: (settings: PlanSettings) => T): Agreed<T>[] {
  const told = agreed.map(({ fromDate, settings }) => ({ from: fromDate, what: part(settings) }));
  const changes = told.filter(
    ({ what }, i) => i === 0 || JSON.stringify(what) !== JSON.stringify(told[i - 1]!.what),
  );
  return changes.map(({ from, what }, i) => ({
    ...{ from, what },
    to: i + 1 < changes.length ? dateAfter(changes[i + 1]!.from, -1) : toDate,
  }));
}

/** What held on a date; before the first date, what held then. */
export function heldOn<T>(agreed: readonly Agreed<T>[], date: string): T {
  return (agreed.findLast(({ from }) => from <= date) ?? agreed[0]!).what;
}
