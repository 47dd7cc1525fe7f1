import { Injectable } from '@nestjs/common';
import type { Week } from '@plumbline/contract';
import {
  CALENDAR_PARAMS,
  compareWeeks,
  type DaySummary,
  type Measure,
  summariseWeeks,
  type WeekSummary,
  weekOf,
} from '@plumbline/core';
import type { WearerRef } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { type DayRow, DaysRepository } from '../days/days.repository.ts';
import { toDay } from '../days/days.service.ts';
import type { Versioned } from '../http/etag.ts';

const DAYS_A_WEEK = 7;
const MS_PER_DAY = 86_400_000;
const US_PER_H = 3600e6;
const NOTHING = 'Nothing is stored of this week.';

@Injectable()
export class WeeksService {
  readonly #database: PeopleDatabase;
  readonly #days: DaysRepository;

  constructor(database: PeopleDatabase, days: DaysRepository) {
    this.#database = database;
    this.#days = days;
  }

  /** The week that holds the date, beside the one before it. */
  async week(actor: Actor, { id }: WearerRef, date: string): Promise<Versioned<Week>> {
    const startDate = weekOf(date, CALENDAR_PARAMS.weekStartsOn);
    const [before, after] = [later(startDate, -DAYS_A_WEEK), later(startDate, DAYS_A_WEEK - 1)];
    const rows = await this.#database.as(actor, (queries) => this.#days.between(queries, id, before, after));
    const weeks = new Map(summariseWeeks(rows.map(toSummary)).map((week) => [week.startDate, week]));
    const week = weeks.get(startDate);
    const days = rows.filter(({ date }) => date >= startDate).map(toDay);
    const changes = week && weeks.has(before) ? compareWeeks(weeks.get(before)!, week) : [];
    const told = { ...toWire(week ?? { ...EMPTY, startDate }), days, changes };
    const newest = Math.max(...rows.map(({ computedUs }) => computedUs ?? 0));
    return { body: told, version: rows.length === 0 ? null : `${startDate}-${rows.length}-${newest}` };
  }
}

const EMPTY = { daysWithData: 0, validDates: [], note: NOTHING, measures: [] };

export function later(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The first date of so many weeks that end with a date. */
export function weeksUpTo(date: string, weeks: number): string {
  return later(date, 1 - weeks * DAYS_A_WEEK);
}

/** What core needs to know of a day to count it in a week. */
function toSummary({ date, startUs, endUs, ...row }: DayRow): DaySummary {
  const { valid, reasons, wornMin, declaredWornMin, walkingMin, measures } = row;
  const day = { date, startUs, endUs, declared: { startUs, endUs } };
  const lengthH = (endUs - startUs) / US_PER_H;
  return { day, lengthH, valid, reasons, wornMin, declaredWornMin, walkingMin, measures };
}

function toWire({ measures, validDates, ...week }: WeekSummary): Omit<Week, 'days' | 'changes'> {
  return { ...week, validDates: [...validDates], measures: measures.map(wireMeasure) };
}

export function wireMeasure(measure: Measure): Week['measures'][number] {
  const { interval } = measure;
  return { ...measure, interval: interval === null ? null : [interval[0], interval[1]] };
}
