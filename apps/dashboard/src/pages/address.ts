import { TREND_WEEKS } from '@plumbline/contract';
import { useSearchParams } from 'wouter';
import { isDate } from '../locales/dates.ts';

export type Weeks = (typeof TREND_WEEKS)[number];

/** One of several; anything else the address may say is the first of them. */
export function oneOf<T extends string | number>(choices: readonly [T, ...T[]], text: string | null): T {
  return choices.find((choice) => String(choice) === text) ?? choices[0];
}

export const weeksOf = (text: string | null): Weeks => oneOf(TREND_WEEKS, text);

/** A date that there is; null otherwise. */
export const dateOf = (text: string | null): string | null => (text !== null && isDate(text) ? text : null);

/** What is chosen on a page stands in its address: reloading, a bookmark and the way back keep it. */
export function useInAddress<T extends string | number | null>(
  name: string,
  read: (text: string | null) => T,
): readonly [T, (next: T) => void] {
  const [search, setSearch] = useSearchParams();
  // In place of the address before: the way back leads to the page before, not through every choice.
  const choose = (next: T) => setSearch((before) => withChoice(before, name, next), { replace: true });
  return [read(search.get(name)), choose];
}

/** The other choices of the page stay. */
export function withChoice(
  search: URLSearchParams,
  name: string,
  choice: string | number | null,
): URLSearchParams {
  const next = new URLSearchParams(search);
  if (choice === null) next.delete(name);
  else next.set(name, String(choice));
  return next;
}
