import type { ExportFormat, ExportTable, NewStudyExport, Participant, Scope } from '@plumbline/contract';
import { type DateRange, isUsable } from '../../components/date-range.ts';

/** What somebody wants, as it stands in the form. */
export interface Wish {
  readonly participants: readonly string[];
  readonly tables: readonly ExportTable[];
  readonly format: ExportFormat;
  /** Null: everything. */
  readonly dates: DateRange | null;
}

/** What a participant must have consented to. */
export const SCOPE_OF: Readonly<Record<ExportTable, Scope>> = {
  samples: 'raw',
  seconds: 'detail',
  bouts: 'detail',
  rotations: 'detail',
  days: 'summary',
};

const US_PER_MS = 1000;
const DAY_US = 86_400e6;

/** What all orders of a wish have in common. */
export function termsOf({ format, tables, dates }: Wish): Omit<NewStudyExport, 'participant'> {
  const span = dates && { fromUs: utcOf(dates.from), untilUs: utcOf(dates.to) + DAY_US };
  return { format, tables: [...tables], ...span };
}

/** One for each participant; none while dates run backwards, which is not the same as everything. */
export function ordersOf(wish: Wish): NewStudyExport[] {
  if (wish.tables.length === 0 || (wish.dates && !isUsable(wish.dates))) return [];
  return wish.participants.map((participant) => ({ participant, ...termsOf(wish) }));
}

/** Chosen participants who do not open all that was chosen. */
export function notCovered(wish: Wish, known: readonly Participant[]): string[] {
  const needed = wish.tables.map((table) => SCOPE_OF[table]);
  return wish.participants.filter((chosen) => {
    const scopes = known.find(({ participant }) => participant === chosen)?.scopes ?? [];
    return needed.some((scope) => !scopes.includes(scope));
  });
}

function utcOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) * US_PER_MS;
}
