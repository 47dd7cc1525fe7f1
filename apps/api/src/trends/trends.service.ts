import { Injectable } from '@nestjs/common';
import type { Trends } from '@plumbline/contract';
import type { WearerRef } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { WearerCalendar } from '../days/wearer-calendar.ts';
import type { Versioned } from '../http/etag.ts';
import { later, weeksUpTo } from '../weeks/weeks.service.ts';
import { type TrendId, trendOf } from './trend-measures.ts';
import { type TrendDay, TrendsRepository } from './trends.repository.ts';

const DAYS_A_WEEK = 7;

@Injectable()
export class TrendsService {
  readonly #database: PeopleDatabase;
  readonly #repository: TrendsRepository;
  readonly #calendar: WearerCalendar;

  constructor(database: PeopleDatabase, repository: TrendsRepository, calendar: WearerCalendar) {
    this.#database = database;
    this.#repository = repository;
    this.#calendar = calendar;
  }

  /** So many weeks up to and with the wearer's today, or the day that `until` names. */
  trends(
    actor: Actor,
    { id }: WearerRef,
    weeks: number,
    measures: readonly TrendId[],
    until: string | undefined,
  ): Promise<Versioned<Trends>> {
    return this.#database.as(actor, async (queries) => {
      const { calendar } = await this.#calendar.of(queries, id);
      const toDate = until ?? calendar.dayOf(Date.now() * 1000).date;
      const fromDate = weeksUpTo(toDate, weeks);
      const found = await this.#repository.days(queries, id, fromDate, toDate);
      const names = await this.#repository.algorithmNames(queries, [
        ...new Set(found.map(({ algorithmId }) => algorithmId)),
      ]);
      const { timeZone } = calendar;
      const body = { timeZone, fromDate, toDate, ...columns(fromDate, weeks, found, names, measures) };
      const newest = Math.max(...found.map(({ computedUs }) => computedUs));
      const version = `${timeZone}-${toDate}-${weeks}-${measures.join('.')}-${found.length}-${newest}`;
      return { body, version: found.length === 0 ? null : version };
    });
  }
}

function columns(
  fromDate: string,
  weeks: number,
  found: readonly TrendDay[],
  names: ReadonlyMap<number, string>,
  measures: readonly TrendId[],
): Omit<Trends, 'timeZone' | 'fromDate' | 'toDate'> {
  const byDate = new Map(found.map((day) => [day.date, day]));
  const dates = Array.from({ length: weeks * DAYS_A_WEEK }, (_, i) => later(fromDate, i));
  const days = dates.map((date) => byDate.get(date) ?? null);
  return {
    dates,
    valid: days.map((day) => day?.valid ?? false),
    wornMin: days.map((day) => day?.wornMin ?? null),
    algorithmChanges: changesIn(found, names),
    measures: measures.map((id) => trendOf(id, days)),
  };
}

/** Days from which another version tells: what differs there may be its doing. */
function changesIn(
  days: readonly TrendDay[],
  names: ReadonlyMap<number, string>,
): Trends['algorithmChanges'] {
  const told = days.map(({ toldBy, algorithmId }) => toldBy ?? names.get(algorithmId)!);
  return days.flatMap(({ date }, i) =>
    i > 0 && told[i - 1] !== told[i] ? [{ date, algorithm: told[i]! }] : [],
  );
}
