/** Local dates, `2026-11-20`; both count. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** What is typed is kept as it is, and may run backwards or past the last day there can be. */
export function isUsable({ from, to }: DateRange, max?: string): boolean {
  return from <= to && (max === undefined || to <= max);
}
