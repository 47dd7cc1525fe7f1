/** The year 2000: an earlier time counts from the beginning of the recording. */
const FIRST_CLOCK_US = 946_684_800e6;

/** Whether a recording whose first row has this time tells when it was measured, or only how much later each row was. */
export function isTimeOfDay(tUs: number): boolean {
  return tUs >= FIRST_CLOCK_US;
}
