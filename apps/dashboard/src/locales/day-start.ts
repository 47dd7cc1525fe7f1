import { parseDate } from '@internationalized/date';
import { dateAfter } from './dates.ts';

const US_PER_MS = 1000;

/** When a local date begins in a zone, also where its midnight does not exist. */
export function dayStartUs(date: string, timeZone: string): number {
  return parseDate(date).toDate(timeZone).getTime() * US_PER_MS;
}

/** From the first moment of the first date to the last of the last, by the clock of whom they are told of. */
export function spanOfDates({ fromDate, toDate, timeZone }: LocalDates): {
  readonly fromUs: number;
  readonly untilUs: number;
} {
  return { fromUs: dayStartUs(fromDate, timeZone), untilUs: dayStartUs(dateAfter(toDate, 1), timeZone) };
}

interface LocalDates {
  readonly fromDate: string;
  readonly toDate: string;
  readonly timeZone: string;
}
