import { CALENDAR_PARAMS, createCalendar } from '@plumbline/core';
import { dayOfDate } from '../summaries/day-bounds.ts';
import type { DemoDay } from './demo-days.ts';

const US_PER_MIN = 60e6;
/** What is worn now was put on at least so long ago. */
const LEAST_TODAY_US = 150 * US_PER_MIN;
const MOST_TODAY_US = 9 * 60 * US_PER_MIN;

/** When the sensor is worn on the day, as far as it is over; null: not yet. Today goes on up to now. */
export function wearSpan(
  { key, date, fromMin, toMin }: DemoDay,
  timeZone: string,
  nowUs: number,
): readonly [startUs: number, endUs: number] | null {
  const day = dayOfDate(createCalendar(timeZone, CALENDAR_PARAMS.declared), date);
  const startUs = day.startUs + fromMin * US_PER_MIN;
  const endUs = day.startUs + toMin * US_PER_MIN;
  if (nowUs >= day.endUs) return [startUs, endUs];
  const untilNowUs = nowUs - US_PER_MIN;
  // Where the first wearer's history ends, the live sensor goes on.
  const lastUs = Math.round(key === 'seated' ? untilNowUs : Math.min(endUs, untilNowUs));
  const putOnUs = Math.max(Math.min(startUs, lastUs - LEAST_TODAY_US), lastUs - MOST_TODAY_US);
  const firstUs = Math.round(Math.max(day.startUs, putOnUs));
  return lastUs - firstUs > US_PER_MIN ? [firstUs, lastUs] : null;
}
