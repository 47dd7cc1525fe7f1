import type { DailyHours } from '../measures/nudge/nudge.params.ts';
import type { Span } from './day.ts';

/**
 * A day of a time zone, half-open, microseconds since the epoch UTC; 23 or 25 hours long when the clocks change.
 * Plain data: whoever has no time zone data can be given days that another computed.
 */
export interface LocalDay extends Span {
  /** ISO date, such as 2026-10-25. */
  readonly date: string;
  /** The hours that the wearer declared for this day; may end on the next one. */
  readonly declared: Span;
}

/** What the wearer's clock shows. */
export interface Calendar {
  readonly timeZone: string;
  dayOf(tUs: number): LocalDay;
  /** Local time less UTC, minutes. */
  utcOffsetMin(tUs: number): number;
}

const US_PER_MS = 1000;
const MS_PER_MIN = 60_000;
const MIN_PER_DAY = 24 * 60;
const MS_PER_DAY = MIN_PER_DAY * MS_PER_MIN;

/**
 * The calendar of an IANA time zone, by the language's own time zone data.
 * @throws RangeError naming a zone that is not known.
 */
export function createCalendar(timeZone: string, declared: DailyHours): Calendar {
  const offsetMs = offsetsOf(timeZone);
  let last: LocalDay | null = null;
  return {
    timeZone,
    utcOffsetMin: (tUs) => Math.round(offsetMs(tUs / US_PER_MS) / MS_PER_MIN),
    dayOf(tUs) {
      if (last && tUs >= last.startUs && tUs < last.endUs) return last;
      const tMs = Math.floor(tUs / US_PER_MS);
      const midnight = Math.floor((tMs + offsetMs(tMs)) / MS_PER_DAY) * MS_PER_DAY;
      last = dayAt(midnight, declared, offsetMs);
      return last;
    },
  };
}

type Offset = (tMs: number) => number;

function dayAt(midnight: number, { fromMin, toMin }: DailyHours, offsetMs: Offset): LocalDay {
  const at = (minute: number): number => instantOf(midnight + minute * MS_PER_MIN, offsetMs) * US_PER_MS;
  return {
    date: new Date(midnight).toISOString().slice(0, 10),
    startUs: at(0),
    endUs: at(MIN_PER_DAY),
    declared: { startUs: at(fromMin), endUs: at(toMin > fromMin ? toMin : toMin + MIN_PER_DAY) },
  };
}

/**
 * When clocks show this (milliseconds as if they showed UTC): the first time where they show it twice, and as
 * much later as the clocks leap where they never do.
 */
function instantOf(shown: number, offsetMs: Offset): number {
  const byBefore = shown - offsetMs(shown - MS_PER_DAY);
  if (byBefore + offsetMs(byBefore) === shown) return byBefore;
  const byAfter = shown - offsetMs(shown + MS_PER_DAY);
  return byAfter + offsetMs(byAfter) === shown ? byAfter : byBefore;
}

function offsetsOf(timeZone: string): Offset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (tMs) => {
    const whole = Math.floor(tMs / US_PER_MS) * US_PER_MS;
    const shown: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(whole)) shown[type] = Number(value);
    const { year, month, day, hour, minute, second } = shown as Record<string, number>;
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - whole;
  };
}
