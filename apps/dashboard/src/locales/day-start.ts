import { parseDate } from '@internationalized/date';

const US_PER_MS = 1000;

/** When a local date begins in a zone, also where its midnight does not exist. */
export function dayStartUs(date: string, timeZone: string): number {
  return parseDate(date).toDate(timeZone).getTime() * US_PER_MS;
}
