import { Injectable } from '@nestjs/common';
import type { Discomfort } from '@plumbline/contract';
import {
  CALENDAR_PARAMS,
  type Calendar,
  compareDiscomfort,
  LEAST_RATED_DAYS,
  LEAST_RATINGS,
  loadBefore,
  type RatedLoad,
  weekOf,
} from '@plumbline/core';
import { auditLooks } from '../access/access.repository.ts';
import type { WearerRef } from '../access/identity.ts';
import { type Actor, PeopleDatabase } from '../database/people-database.ts';
import { WearerCalendar } from '../days/wearer-calendar.ts';
import { dayOfDate } from '../summaries/day-bounds.ts';
import { weeksUpTo } from '../weeks/weeks.service.ts';
import { DiscomfortRepository, type StoredRating } from './discomfort.repository.ts';

/** More than five a day for a year. */
const MOST_RATINGS = 2_000;
const LOOK = 'GET /v1/discomfort';
const NO_DETAIL = 'The consent does not open the load (detail).';

/** What the wearer felt, beside what the body did before. */
@Injectable()
export class DiscomfortService {
  readonly #database: PeopleDatabase;
  readonly #repository: DiscomfortRepository;
  readonly #calendar: WearerCalendar;

  constructor(database: PeopleDatabase, repository: DiscomfortRepository, calendar: WearerCalendar) {
    this.#database = database;
    this.#repository = repository;
    this.#calendar = calendar;
  }

  /** So many weeks up to and with the wearer's today, as trends tell them. */
  compared(actor: Actor, { id }: WearerRef, weeks: number): Promise<Discomfort> {
    return this.#database.as(actor, async (queries) => {
      const { calendar } = await this.#calendar.of(queries, id);
      const toDate = calendar.dayOf(Date.now() * 1000).date;
      const fromDate = weeksUpTo(toDate, weeks);
      const { startUs } = dayOfDate(calendar, fromDate);
      const { endUs } = dayOfDate(calendar, toDate);
      const known = await this.#repository.maySeeLoad(queries, id);
      // That the diary was looked at is written down already.
      if (known) await auditLooks(queries, LOOK, [{ wearerId: id, scope: 'detail' }]);
      const stored = await this.#repository.rated(queries, id, startUs, endUs, MOST_RATINGS);
      return {
        ...{ fromDate, toDate, ratings: stored.length },
        needed: { ratings: LEAST_RATINGS, days: LEAST_RATED_DAYS },
        parts: known ? compareDiscomfort(stored.map((rating) => toRated(rating, calendar))).map(told) : [],
        reason: known ? null : NO_DETAIL,
      };
    });
  }
}

function toRated({ atUs, discomfort, rows }: StoredRating, calendar: Calendar): RatedLoad {
  const { date } = calendar.dayOf(atUs);
  return { discomfort, before: loadBefore(rows), date, week: weekOf(date, CALENDAR_PARAMS.weekStartsOn) };
}

function told({
  interval,
  ...part
}: ReturnType<typeof compareDiscomfort>[number]): Discomfort['parts'][number] {
  return { ...part, interval: interval && [...interval] };
}
