import { type Calendar, createCalendar, isTimeZone, type LocalDay, type NudgeParams } from '@plumbline/core';
import type { Queries } from '../database/database.ts';
import { usOf } from '../database/wire.ts';

/**
 * By whose midnights a day begins and ends: those of the last session that began on an earlier date, and of the last that
 * began by its end. Who travels so has a longer or a shorter day, and every moment belongs to exactly one.
 */
export interface DayZones {
  readonly before: string;
  readonly timeZone: string;
}

interface Begun {
  readonly timeZone: string;
  readonly startedUs: number;
}

type DailyHours = NudgeParams['activeHours'];

/** Nobody begins more sessions within two days. */
const MOST_LOOKED_AT = 100;
/** Newest first, up to the last place on earth where the date is over. */
const SESSIONS_UP_TO = `
  select time_zone as "timeZone", ${usOf('started_at')} as "startedUs" from wear_session
  where wearer_id = $1 and started_at < ($2::date + 2)::timestamp at time zone 'UTC'
  order by started_at desc limit ${MOST_LOOKED_AT}`;
const WHOLE_DAY: DailyHours = { fromMin: 0, toMin: 0 };

/** `otherwise`: of a wearer without a session. */
export async function zonesOfDay(
  queries: Queries,
  wearerId: number,
  date: string,
  otherwise: string,
): Promise<DayZones> {
  const found = await queries.query<Begun & Record<string, unknown>>(SESSIONS_UP_TO, [wearerId, date]);
  const zones = new Set(found.map(({ timeZone }) => timeZone));
  const known = new Set([...zones].filter(isTimeZone));
  const begun = found.filter(({ timeZone }) => known.has(timeZone));
  return zonesFrom(begun, date, otherwise);
}

/** From the sessions up to a date, newest first. */
export function zonesFrom(begun: readonly Begun[], date: string, otherwise: string): DayZones {
  const first = begun.at(-1)?.timeZone ?? otherwise;
  if (begun.every(({ timeZone }) => timeZone === first)) return { before: first, timeZone: first };
  const dated = begun.map(({ timeZone, startedUs }) => ({
    timeZone,
    date: createCalendar(timeZone, WHOLE_DAY).dayOf(startedUs).date,
  }));
  return {
    before: dated.find((session) => session.date < date)?.timeZone ?? first,
    timeZone: dated.find((session) => session.date <= date)?.timeZone ?? first,
  };
}

/** The day with this date by the wearer's clock. */
export function dayOfDate(calendar: Calendar, date: string): LocalDay {
  const noon = calendar.dayOf(Date.parse(`${date}T12:00:00Z`) * 1000);
  if (noon.date === date) return noon;
  return calendar.dayOf(noon.date > date ? noon.startUs - 1 : noon.endUs);
}

/** The day with this date; ends where the next one begins. */
export function dayIn({ before, timeZone }: DayZones, date: string, declared: DailyHours): LocalDay {
  const day = dayOfDate(createCalendar(timeZone, declared), date);
  if (before === timeZone) return day;
  const { startUs } = dayOfDate(createCalendar(before, declared), date);
  return { ...day, startUs: Math.min(startUs, day.endUs) };
}
