import { formats } from './t.ts';

/** The first and the last date of a span, as they stand in a sentence. */
export type SpanDates = { readonly from: string; readonly to: string };

/** The year stands once, or with both where a span is of two: paper outlives the year it was printed in. */
export function spanDates(from: string, to: string): SpanDates {
  const first = isOneYear(from, to) ? formats.date : formats.dateOfYear;
  return { from: first(from), to: formats.dateOfYear(to) };
}

/** With the days of the week, and the year twice: English sets a comma where the year stands and none where it does not. */
export function weekdaySpan(from: string, to: string): SpanDates {
  return { from: formats.weekdayDateOfYear(from), to: formats.weekdayDateOfYear(to) };
}

export function isOneYear(date: string, other: string): boolean {
  return date.slice(0, 'yyyy'.length) === other.slice(0, 'yyyy'.length);
}
