const MS_PER_DAY = 86_400_000;
const US_PER_MS = 1000;

/** Local dates as texts: `2026-11-21`. */

/** The date at a moment in a zone. Swedish writes dates as ISO does. */
export function dateIn(timeZone: string, tUs: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return format.format(tUs / US_PER_MS);
}

/** An ISO date so many days later. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Whether a text is a date of the calendar: no 30 February. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dateAfter(text, 0) === text;
}
