import type { AttentionCode, OverviewEntry } from '@plumbline/contract';

/** What is shown of the list. */
export interface PeopleFilter {
  readonly search: string;
  readonly only: 'all' | 'attention';
}

/** What may need a word comes first: how somebody felt, then that nothing is heard of them. */
const ORDER: readonly AttentionCode[] = [
  'worse_after',
  'silent',
  'no_data',
  'sits_more',
  'consent_ends',
  'no_summary',
];

/** Those that match, those with something to look at first, then by name. */
export function shownPeople(
  entries: readonly OverviewEntry[],
  { search, only }: PeopleFilter,
  compare: (a: string, b: string) => number,
): readonly OverviewEntry[] {
  const wanted = search.trim().toLocaleLowerCase();
  return entries
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .filter(({ attentionCodes }) => only === 'all' || attentionCodes.length > 0)
    .toSorted((a, b) => urgency(a) - urgency(b) || more(a, b) || compare(a.name, b.name));
}

function urgency({ attentionCodes }: OverviewEntry): number {
  const places = attentionCodes.map((code) => ORDER.indexOf(code));
  return places.length === 0 ? ORDER.length : Math.min(...places);
}

function more(a: OverviewEntry, b: OverviewEntry): number {
  return b.attentionCodes.length - a.attentionCodes.length;
}

/** In the order in which they matter. */
export function orderedCodes(codes: readonly AttentionCode[]): readonly AttentionCode[] {
  return codes.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
}
