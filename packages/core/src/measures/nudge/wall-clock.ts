import type { DailyHours } from './nudge.params.ts';

/** Local time less UTC at a moment, minutes. */
export type UtcOffset = (tUs: number) => number;

const US_PER_MIN = 60e6;
const MIN_PER_DAY = 24 * 60;

/** Number of the local day; one more at each midnight that the clock shows. */
export function localDay(tUs: number, utcOffsetMin: number): number {
  return Math.floor(localMinutes(tUs, utcOffsetMin) / MIN_PER_DAY);
}

/** What the clock shows, in minutes since midnight. */
export function shownMinute(tUs: number, utcOffsetMin: number): number {
  return localMinutes(tUs, utcOffsetMin) - localDay(tUs, utcOffsetMin) * MIN_PER_DAY;
}

export function within({ fromMin, toMin }: DailyHours, minute: number): boolean {
  return fromMin <= toMin ? minute >= fromMin && minute < toMin : minute >= fromMin || minute < toMin;
}

/** The first share of hours, 0 to 1; from and to alike are the whole day. */
export function firstPart({ fromMin, toMin }: DailyHours, share: number): DailyHours {
  const length = (toMin - fromMin + MIN_PER_DAY) % MIN_PER_DAY || MIN_PER_DAY;
  return { fromMin, toMin: (fromMin + Math.round(share * length)) % MIN_PER_DAY };
}

/**
 * When hours that hold now end by the clock on the wall: when it shows `endMin`, or when it is set and shows a minute of
 * none of them. Hours end again when a clock that was put back shows them again.
 */
export function endOfHours(
  endMin: number,
  holds: (minute: number) => boolean,
  tUs: number,
  utcOffsetMin: UtcOffset,
): number {
  const offset = utcOffsetMin(tUs);
  const wait = (endMin - shownMinute(tUs, offset) + MIN_PER_DAY) % MIN_PER_DAY || MIN_PER_DAY;
  const minute = Math.floor(tUs / US_PER_MIN);
  const setAt = firstOther(minute, minute + wait, (m) => utcOffsetMin(m * US_PER_MIN) === offset);
  if (setAt === null) return (minute + wait) * US_PER_MIN;
  const setUs = setAt * US_PER_MIN;
  return holds(shownMinute(setUs, utcOffsetMin(setUs)))
    ? endOfHours(endMin, holds, setUs, utcOffsetMin)
    : setUs;
}

/** The first of `(from, to]` that is not like `from`, by halving; null: the last is like it, so all are. */
function firstOther(from: number, to: number, isLike: (value: number) => boolean): number | null {
  if (isLike(to)) return null;
  let [like, other] = [from, to];
  while (other - like > 1) {
    const middle = Math.floor((like + other) / 2);
    if (isLike(middle)) like = middle;
    else other = middle;
  }
  return other;
}

function localMinutes(tUs: number, utcOffsetMin: number): number {
  return Math.floor(tUs / US_PER_MIN) + utcOffsetMin;
}
