/** One day of a time zone, half-open, in microseconds since the epoch. 23 or 25 hours long when the clocks change. */
export interface LocalDay {
  /** ISO date. */
  readonly date: string;
  readonly startUs: number;
  readonly endUs: number;
}

const MS_PER_HOUR = 3_600_000;
const US_PER_MS = 1000;
/** Time zones differ from UTC by less than this (+14 h, -12 h). */
const MAX_OFFSET_MS = 15 * MS_PER_HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Creating one takes long; there are only a few zones. */
function dateFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

export function localDayOf(tUs: number, timeZone: string): LocalDay {
  const format = dateFormat(timeZone);
  const date = format.format(tUs / US_PER_MS);
  return {
    date,
    startUs: firstMsOf(date, format) * US_PER_MS,
    endUs: firstMsOf(nextDate(date), format) * US_PER_MS,
  };
}

/** The first instant that the zone's clocks show this date or a later one: some days begin at 01:00. */
function firstMsOf(date: string, format: Intl.DateTimeFormat): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  let before = utc - MAX_OFFSET_MS;
  let after = utc + MAX_OFFSET_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (format.format(middle) < date) before = middle;
    else after = middle;
  }
  return after;
}

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * MS_PER_HOUR).toISOString().slice(0, 10);
}
